#pragma once
/// \file
/// From a strict request to an answer: language, cross-site check, route, caller, body, handler, headers, log
/// line.

#include "http/problem.h"
#include "http/router.h"
#include "service/house.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace neove::http {

/// A file of the web front, as embedded in the binary.
struct StaticFile {
    std::string path;  ///< `/assets/index-3f2a.js`
    std::string_view plain;
    std::string_view gzip;  ///< empty where compression gains nothing
};

/// One line of the log; only words of a fixed vocabulary and numbers (SECURITY 2.7).
struct LogLine {
    std::string route;  ///< template, never the path
    std::string method;
    int status{0};
    std::int64_t micros{0};
    std::string account;   ///< id
    std::string incident;  ///< id, for 500s
    std::string code;      ///< of the problem
};

struct ServerParts {
    service::House& house;
    const Sentences& sentences;
    std::vector<StaticFile> files;
    std::function<void(const LogLine&)> log;
    bool secure_cookie{true};  ///< false only in a demo store on loopback
};

class Server {
public:
    Server(ServerParts parts, std::vector<Route> routes);
    Response answer(const Request& request) const;
    /// The answer where it is a file that lies in memory; nothing where anything must be asked first.
    std::optional<Response> at_once(const Request& request) const;
    BodyRule body_rule(const Request& request) const;
    /// Whether a request with this header would get as far as its body.
    bool admits(const Request& request) const;
    /// What the listener says where no request reached us: the same document and headers as everywhere else.
    Response refusal(int status, std::string_view code, std::string_view accept_language) const;
    const Router& router() const { return router_; }

private:
    Result<Response> dispatch(const Request& request, const Router::Match& match, LogLine& line) const;
    bool is_page(const Request& request, const Router::Match& match) const;
    Response answer_file(const Request& request) const;

    ServerParts parts_;
    Router router_;
};

/// The name of the session cookie.
std::string_view cookie_name(bool secure);

}  // namespace neove::http
