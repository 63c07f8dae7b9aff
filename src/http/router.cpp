#include "http/router.h"

#include "base/check.h"

#include <algorithm>

namespace neove::http {

namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> out;
    out.reserve(8);
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

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
    return std::ranges::equal(pattern, path, [](const std::string& want, std::string_view have) {
        return want == have || is_parameter(want);
    });
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

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (const Route& route : routes_) {
        const auto segments = segments_of(route.path);
        patterns_.emplace_back(segments.begin(), segments.end());
    }
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
    Match match;
    const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
    const auto segments = segments_of(path);
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        const auto& pattern = patterns_[i];
        if (!fits(pattern, segments)) continue;
        match.path_known = true;
        if (routes_[i].method != wanted) continue;
        match.route = &routes_[i];
        for (std::size_t at = 0; at < pattern.size(); ++at) {
            if (!is_parameter(pattern[at])) continue;
            match.path.emplace(pattern[at].substr(1, pattern[at].size() - 2), segments[at]);
        }
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
