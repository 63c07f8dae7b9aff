#pragma once
/// \file
/// The route table: one list from which requests are routed, bodies are limited and the OpenAPI document is
/// written (`open_api.h`).

#include "base/result.h"
#include "http/message.h"
#include "http/schema.h"
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

/// What a route takes and gives beside its path and its body's kind. It only describes, in the types of
/// `schema.h`; tests/end_to_end/contract_test.py holds the answers of a running server to it.
struct Contract {
    std::string takes{};               ///< type of the JSON body
    std::vector<Member> query{};       ///< all may be left out
    std::vector<std::string> reads{};  ///< headers of the request; `Name?` may be left out
    std::vector<std::string> sends{};  ///< headers of the answer
    int status{200};                   ///< of the answer; 204 has no body
    std::string later{};               ///< type of a 202 answer, where a second person has to confirm first
    std::string media{"application/json"};
    std::vector<int> refuses{};  ///< besides what door, body, path and headers bring (`refusals_of`)
};

struct Route {
    std::string method;
    std::string path;  ///< `/api/v1/organisations/{id}`; parameters are whole segments
    Door door{Door::Ready};
    BodyKind body{BodyKind::None};
    std::string summary;
    std::string returns;  ///< type of the answer; empty where it is no JSON
    std::function<Result<Response>(Exchange&)> handle;
    Contract contract{};
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

/// The segments of a path, and whether one of a template is a parameter.
std::vector<std::string_view> segments_of(std::string_view path);
bool is_parameter(std::string_view segment);

/// An answer of JSON with the headers every API answer carries.
Response json_response(int status, const json::Value& value);

}  // namespace neove::http
