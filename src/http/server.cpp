#include "http/server.h"

#include "base/check.h"
#include "http/compress.h"

#include <algorithm>
#include <chrono>

namespace neove::http {

namespace {

constexpr std::size_t kJsonMax = 256 * 1024;
constexpr std::size_t kFileMax =
    (50U << 20U) + 1;  // one byte more, so that the use case can say what is wrong
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

service::Language language_of(std::string_view accepted) {
    return accepted.starts_with("en") ? service::Language::En : service::Language::Vi;
}

service::Language language_of(const Request& request) {
    return language_of(request.field("accept-language"));
}

/// Three independent signs that a write comes from our own page: no foreign page can set all of them.
bool is_from_our_page(const Request& request) {
    if (request.field("x-neove") != "1") return false;
    const std::string_view site = request.field("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    std::string_view origin = request.field("origin");
    if (origin.empty()) return true;
    const std::size_t at = origin.find("://");
    return at != std::string_view::npos && origin.substr(at + 3) == request.field("host");
}

/// Tabs of one browser share a cookie: a page that was opened as somebody, or in a role, says so, and is not
/// answered as another. `X-Neove-For` is an account, or an account and the grant it acts by: `ID/ID`.
bool is_for(const Request& request, const service::Caller& caller) {
    const std::string_view meant = request.field("x-neove-for");
    if (meant.empty()) return true;
    const std::string& account = caller.account.id.text();
    return meant == account || meant == account + "/" + caller.acting.id;
}

std::string_view type_of(std::string_view path) {
    constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".woff2", "font/woff2"},
        {".png", "image/png"},
        {".json", "application/json"},
        {".txt", "text/plain; charset=utf-8"}};
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

/// Scripts, style sheets and fonts are never shown as a page: what says how a page may behave would only be
/// carried, half a kilobyte with every part of the first load over a slow line.
bool is_part_of_page(const Response& response) {
    const auto type = std::ranges::find(response.fields, "Content-Type", &Field::first);
    if (type == response.fields.end()) return false;
    return type->second.starts_with("text/javascript") || type->second.starts_with("text/css") ||
           type->second.starts_with("font/");
}

void add_safety_headers(Response& response) {
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    if (!is_part_of_page(response)) {
        // What is shown of a stranger's file has a stricter one of its own.
        if (std::ranges::find(response.fields, "Content-Security-Policy", &Field::first) ==
            response.fields.end()) {
            response.set("Content-Security-Policy", std::string(kPolicy));
        }
        response.set("Cross-Origin-Opener-Policy", "same-origin");
        response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    }
    response.set("Referrer-Policy", "no-referrer");
    if (std::ranges::find(response.fields, "Cache-Control", &Field::first) == response.fields.end()) {
        response.set("Cache-Control", "no-store");
    }
}

/// Nothing that was read leaves before the journal says durably who read it.
std::vector<Condition> conditions_of(const service::Look& look) {
    std::vector<Condition> out;
    for (const auto& entry : look.entries) {
        out.push_back(
            {[entry](std::function<void()> bell) { entry->ring(std::move(bell)); },
             [entry] { return entry->wait().has_value(); }}
        );
    }
    return out;
}

}  // namespace

std::string_view cookie_name(bool secure) {
    return secure ? "__Host-neove" : "neove";
}

Server::Server(ServerParts parts, std::vector<Route> routes)
    : parts_(std::move(parts)), router_(std::move(routes)) {}

BodyRule Server::body_rule(const Request& request) const {
    const Router::Match match = router_.find(request.method, request.path);
    if (match.route == nullptr) return {0, false};
    switch (match.route->body) {
        case BodyKind::None: return {0, false};
        case BodyKind::Json: return {kJsonMax, false};
        case BodyKind::File: return {kFileMax, true};
    }
    report_bug("body", __FILE__, __LINE__);
}

bool Server::admits(const Request& request) const {
    const Router::Match match = router_.find(request.method, request.path);
    if (match.route == nullptr || !is_from_our_page(request)) return false;
    if (match.route->door == Door::Anybody) return true;
    const std::string_view token = request.cookie(cookie_name(parts_.secure_cookie));
    const bool unready = match.route->door == Door::Unready;
    return service::recognise(parts_.house, token, language_of(request), unready).has_value();
}

Result<Response> Server::dispatch(const Request& request, const Router::Match& match, LogLine& line) const {
    if (match.route == nullptr) {
        return refuse(ErrorKind::NotFound, match.path_known ? "http.method_not_here" : "http.no_such_page");
    }
    const Route& route = *match.route;
    line.route = route.path;
    Exchange exchange{request, match.path, {}, nullptr, language_of(request)};
    const bool writes = request.method != "GET" && request.method != "HEAD";
    if (writes && !is_from_our_page(request)) return refuse(ErrorKind::Forbidden, "http.cross_site");
    service::Caller caller;
    if (route.door != Door::Anybody) {
        const std::string_view token = request.cookie(cookie_name(parts_.secure_cookie));
        const auto look = writes ? nullptr : std::make_shared<service::Look>();
        caller =
            TRY(service::recognise(parts_.house, token, exchange.language, route.door == Door::Unready, look)
            );
        if (!is_for(request, caller)) return refuse(ErrorKind::Conflict, "session.other_person");
        exchange.caller = &caller;
        line.account = caller.account.id.text();
    }
    if (route.body == BodyKind::Json) {
        if (!request.field("content-type").starts_with("application/json")) {
            return refuse(ErrorKind::Unsupported, "json.content_type");
        }
        exchange.body = TRY(json::parse(request.body));
    }
    Response response = TRY(route.handle(exchange));
    if (caller.look) response.conditions = conditions_of(*caller.look);
    return response;
}

/// Every path that is no route is a page of the front, which has its own "not found".
bool Server::is_page(const Request& request, const Router::Match& match) const {
    return match.route == nullptr && !match.path_known && !request.path.starts_with("/api/") &&
           (request.method == "GET" || request.method == "HEAD");
}

std::optional<Response> Server::at_once(const Request& request) const {
    // Cheaper than a look at the table, and true of every request that will end on the pool.
    if (request.path.starts_with("/api/")) return std::nullopt;
    if (!is_page(request, router_.find(request.method, request.path))) return std::nullopt;
    return answer(request);
}

Response Server::answer_file(const Request& request) const {
    const auto by_path = [&](std::string_view path) {
        return std::ranges::find(parts_.files, path, [](const StaticFile& file) {
            return std::string_view(file.path);
        });
    };
    auto found = by_path(request.path);
    const bool is_asset = request.path.starts_with("/assets/");
    // Pages are drawn in the browser: every other path is the shell, which shows its own "not found".
    if (found == parts_.files.end() && !is_asset) found = by_path("/index.html");
    Response response;
    if (found == parts_.files.end()) {
        response.status = 404;
        response.set("Content-Type", "text/plain; charset=utf-8");
        response.body = "404";
        return response;
    }
    response.set("Content-Type", std::string(type_of(found->path)));
    response.set("Vary", "Accept-Encoding");
    response.set("Cache-Control", is_asset ? "public, max-age=31536000, immutable" : "no-cache");
    const bool zipped =
        !found->gzip.empty() && request.field("accept-encoding").find("gzip") != std::string_view::npos;
    if (zipped) response.set("Content-Encoding", "gzip");
    response.body = std::string(zipped ? found->gzip : found->plain);
    return response;
}

Response Server::refusal(int status, std::string_view code, std::string_view accept_language) const {
    LogLine line{"unread", "other", status, 0, {}, {}, std::string(code)};
    Response response = problem(
        parts_.sentences, status, {ErrorKind::Invalid, line.code, {}, {}}, language_of(accept_language)
    );
    add_safety_headers(response);
    if (parts_.log) parts_.log(line);
    return response;
}

Response Server::answer(const Request& request) const {
    const auto started = std::chrono::steady_clock::now();
    LogLine line;
    line.method = request.method;
    line.route = "unknown";
    Response response;
    try {
        const Router::Match match = router_.find(request.method, request.path);
        if (is_page(request, match)) {
            line.route = "file";
            response = answer_file(request);
        } else if (auto result = dispatch(request, match, line)) {
            response = std::move(*result);
            compress_for(request, response);
        } else {
            line.code = result.error().code;
            response = problem(parts_.sentences, result.error(), language_of(request));
        }
    } catch (const std::exception& error) {
        // A bug or an exhausted machine ends here: the caller gets an incident id, the log the same id and
        // its kind.
        line.incident = crypto::random_id();
        line.code = dynamic_cast<const Bug*>(&error) != nullptr ? error.what() : "exception";
        response =
            problem(parts_.sentences, {ErrorKind::Internal, "internal.fault", {}, {}}, language_of(request));
        json::Value body = json::parse(response.body).value_or(json::Value());
        body.set("incident", line.incident);
        response.body = json::write(body);
    }
    add_safety_headers(response);
    line.status = response.status;
    line.micros =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started)
            .count();
    if (parts_.log) parts_.log(line);
    return response;
}

}  // namespace neove::http
