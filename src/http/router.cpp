#include "http/router.h"

#include "base/check.h"

#include <algorithm>

namespace neove::http {

namespace {

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
    return std::ranges::equal(pattern, path, [](const std::string& want, std::string_view have) {
        return want == have || is_parameter(want);
    });
}

}  // namespace

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

Response json_response(int status, const json::Value& value) {
    Response response;
    response.status = status;
    response.set("Content-Type", "application/json");
    response.body = json::write(value);
    return response;
}

}  // namespace neove::http
