#include "http/router.h"

#include "base/check.h"

#include <algorithm>
#include <optional>

namespace neove::http {

namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        out.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return out;
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

using PathValues = std::map<std::string, std::string, std::less<>>;

std::optional<PathValues> match_path(std::string_view pattern, std::string_view path) {
    const auto want = segments_of(pattern);
    const auto have = segments_of(path);
    if (want.size() != have.size()) return std::nullopt;
    PathValues values;
    for (std::size_t i = 0; i < want.size(); ++i) {
        if (is_parameter(want[i])) {
            values.emplace(want[i].substr(1, want[i].size() - 2), have[i]);
        } else if (want[i] != have[i]) {
            return std::nullopt;
        }
    }
    return values;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

json::Value operation_of(const Route& route) {
    json::Array parameters;
    for (const std::string_view segment : segments_of(route.path)) {
        if (!is_parameter(segment)) continue;
        parameters.push_back(json::Object{
            {"name", segment.substr(1, segment.size() - 2)},
            {"in", "path"},
            {"required", true},
            {"schema", json::Object{{"type", "string"}}}});
    }
    json::Object operation{{"summary", route.summary}};
    if (!parameters.empty()) operation.emplace_back("parameters", std::move(parameters));
    if (route.body != BodyKind::None) {
        const char* type = route.body == BodyKind::Json ? "application/json" : "application/octet-stream";
        const json::Object schema{{"type", route.body == BodyKind::Json ? "object" : "string"}};
        operation.emplace_back(
            "requestBody",
            json::Object{
                {"required", true}, {"content", json::Object{{type, json::Object{{"schema", schema}}}}}}
        );
    }
    const json::Object problem{
        {"description", "Problem (RFC 9457)"},
        {"content",
         json::Object{
             {"application/problem+json",
              json::Object{{"schema", json::Object{{"$ref", "#/components/schemas/Problem"}}}}}}}};
    operation.emplace_back(
        "responses",
        json::Object{
            {"2XX", json::Object{{"description", route.returns.empty() ? "Done" : route.returns}}},
            {"default", problem}}
    );
    if (route.door == Door::Anybody) operation.emplace_back("security", json::Array{});
    return operation;
}

}  // namespace

const std::string& Exchange::id(std::string_view name) const {
    const auto found = path.find(name);
    CHECK(found != path.end());
    return found->second;
}

const service::Caller& Exchange::who() const {
    CHECK(caller != nullptr);
    return *caller;
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
    Match match;
    const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
    for (const Route& route : routes_) {
        auto values = match_path(route.path, path);
        if (!values) continue;
        match.path_known = true;
        if (route.method != wanted) continue;
        match.route = &route;
        match.path = std::move(*values);
        return match;
    }
    return match;
}

json::Value open_api(const Router& router) {
    json::Value paths(json::Object{});
    for (const Route& route : router.routes()) {
        const json::Value* before = paths.find(route.path);
        json::Value item = before == nullptr ? json::Value(json::Object{}) : *before;
        item.set(lower(route.method), operation_of(route));
        paths.set(route.path, std::move(item));
    }
    const auto text = json::Object{{"type", "string"}};
    const json::Object problem{
        {"type", "object"},
        {"required", json::Array{"type", "title", "status", "code", "detail"}},
        {"properties",
         json::Object{
             {"type", text},
             {"title", text},
             {"status", json::Object{{"type", "integer"}}},
             {"code", text},
             {"detail", text},
             {"pointer", text},
             {"incident", text},
             {"errors", json::Object{{"type", "array"}, {"items", json::Object{{"type", "object"}}}}}}}};
    return json::Object{
        {"openapi", "3.1.0"},
        {"info", json::Object{{"title", "Nẻo Về"}, {"version", "1"}}},
        {"paths", std::move(paths)},
        {"components",
         json::Object{
             {"schemas", json::Object{{"Problem", problem}}},
             {"securitySchemes",
              json::Object{
                  {"session",
                   json::Object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-neove"}}}}}}},
        {"security", json::Array{json::Object{{"session", json::Array{}}}}}};
}

Response json_response(int status, const json::Value& value) {
    Response response;
    response.status = status;
    response.set("Content-Type", "application/json");
    response.body = json::write(value);
    return response;
}

}  // namespace neove::http
