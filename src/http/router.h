#pragma once
/// \file
/// The route table: one list from which requests are routed, bodies are limited and the OpenAPI document is
/// written.

#include "base/result.h"
#include "http/message.h"
#include "json/json.h"
#include "service/caller.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace neove::http {

/// What a route handler gets: the request, its path parameters, the parsed body (JSON routes) and the caller.
struct Exchange {
    const Request& request;
    std::map<std::string, std::string, std::less<>> path;
    json::Value body;
    const service::Caller* caller{nullptr};  ///< null on routes open to anybody
    service::Language language{service::Language::Vi};

    const std::string& id(std::string_view name) const;  ///< CHECKs that the route has the parameter
    service::Caller const& who() const;                  ///< CHECKs that the route needs a caller
};

/// Who may reach a route at all; the access table decides the rest.
enum class Door : std::uint8_t {
    Anybody,  ///< no session needed
    Unready,  ///< a session in any stage: locked, or before the second factor is set up
    Ready,
};

enum class BodyKind : std::uint8_t { None, Json, File };

struct Route {
    std::string method;
    std::string path;  ///< `/api/v1/organisations/{id}`; parameters are whole segments
    Door door{Door::Ready};
    BodyKind body{BodyKind::None};
    std::string summary;  ///< for OpenAPI
    std::string returns;  ///< name of the answer's schema, for OpenAPI
    std::function<Result<Response>(Exchange&)> handle;
};

class Router {
public:
    explicit Router(std::vector<Route> routes);
    struct Match {
        const Route* route{nullptr};
        std::map<std::string, std::string, std::less<>> path;
        bool path_known{false};  ///< some route has this path with another method
    };
    Match find(std::string_view method, std::string_view path) const;
    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
    std::vector<std::vector<std::string>> patterns_;  ///< the segments of each route's path
};

/// OpenAPI 3.1 of the table.
json::Value open_api(const Router& router);

/// An answer of JSON with the headers every API answer carries.
Response json_response(int status, const json::Value& value);

}  // namespace neove::http
