#pragma once
/// \file
/// A request and an answer as the rest of the program sees them: plain values, no socket, no Beast.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neove::http {

using Field = std::pair<std::string, std::string>;  ///< names in lower case

/// A header as it came off the wire, before any judgement.
struct Head {
    std::string method;
    std::string target;
    int version{11};  ///< 10 or 11
    std::vector<Field> fields;
};

/// A request that passed `check_head`: path and query are percent-decoded once and valid UTF-8.
struct Request {
    std::string method;
    std::string path;
    std::vector<Field> query;
    std::vector<Field> fields;
    std::string body;
    std::string address;  ///< of the peer, for counters in memory only; never stored, never logged

    std::string_view field(std::string_view lower_name) const;  ///< empty when absent
    std::string_view query_value(std::string_view name) const;
    std::string_view cookie(std::string_view name) const;
};

/// Something an answer waits for: it may not leave before, and not at all when it failed.
struct Condition {
    /// Calls the bell once when it is decided, from whatever thread.
    std::function<void(std::function<void()> bell)> ring;
    std::function<bool()> holds;  ///< asked after the bell
};

/// An answer. `set` is the one place that writes header values and CHECKs them against CR, LF and NUL.
struct Response {
    int status{200};
    std::vector<Field> fields;
    std::string body;
    bool close{false};
    std::vector<Condition> conditions;
    void set(std::string name, std::string value);
};

/// What the listener needs to know of a request before its body is read.
struct BodyRule {
    std::size_t bytes_max{256 * 1024};
    bool asks_first{false};  ///< the body is read only after the caller was recognised
};

}  // namespace neove::http
