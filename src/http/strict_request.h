#pragma once
/// \file
/// What Beast parses but does not police (design: SECURITY 8): one check on every header before routing.

#include "base/result.h"
#include "http/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace neove::http {

inline constexpr std::size_t kHeadMax = 8 * 1024;  ///< request line, fields and the empty line after them

/// Finds the end of a head in the bytes as they came, before any parser joins or repairs its lines. Fed the
/// same growing text again and again, it looks at every byte once.
class HeadScan {
public:
    enum class State : std::uint8_t {
        Incomplete,  ///< more bytes are needed
        Complete,    ///< `size()` bytes are the head
        Malformed,   ///< a bare CR or LF, a control byte, a folded line: 400
        TooLarge,    ///< 431
    };
    State look(std::string_view raw);
    std::size_t size() const { return at_; }

private:
    std::size_t at_{0};          ///< bytes looked at
    std::size_t line_start_{0};  ///< where the line under way began
};

/// The value of a field in bytes that no parser has accepted, for refusals only; empty where there is none.
std::string_view raw_field(std::string_view raw, std::string_view lower_name);

/// Names this server answers to, e.g. `127.0.0.1:8040`. An empty list allows none.
using HostList = std::vector<std::string>;

/// The decoded request without its body, or why the connection must be answered 400 and closed:
/// `http.framing`, `http.host`, `http.target`, `http.method`, `http.expect`, `http.upgrade`,
/// `http.too_many_fields`, `http.doubled_field`, `http.body_not_allowed`.
Result<Request> check_head(Head head, const HostList& hosts);

/// Percent-decodes once; refuses `%00`, `%2f`, broken escapes and what is not UTF-8 afterwards.
Result<std::string> decode_percent(std::string_view text);

}  // namespace neove::http
