#include "http/open_api.h"

#include "base/check.h"

#include <algorithm>
#include <set>

namespace neove::http {

namespace {

struct Header {
    std::string_view name;
    std::string_view about;
};

constexpr Header kRequestHeaders[] = {
    {"X-Neove", "Always `1`: a sign, beside Origin and Sec-Fetch-Site, that a write comes from our own page"},
    {"X-Neove-For",
     "Whom the page shows: an account, or `account/grant`; refused with 409 where the session is another's"},
    {"If-Match",
     "The ETag the change was made for, in quotes; another one is refused with 412, a draft's with 409"},
    {"If-None-Match",
     "Always `*`: there was nothing when the form was opened; refused with 409 where there is"},
    {"Idempotency-Key", "Chosen by the caller: the same request under it is carried out once"},
    {"X-File-Name", "Name of the file, percent-encoded"}};

constexpr Header kAnswerHeaders[] = {
    {"ETag", "Version of what is shown, for If-Match"},
    {"Location", "Path of what was made"},
    {"Set-Cookie", "The session"},
    {"Content-Disposition", "Name of the file"},
    {"X-Paper-Title", "What the paper is called, as base64url of UTF-8"},
    {"Retry-After", "Seconds to wait"}};

/// `X-File-Name` as the name of a component.
std::string key_of(std::string_view header) {
    std::string out(header);
    std::erase(out, '-');
    return out;
}

json::Value reference(std::string_view kind, std::string_view name) {
    return json::Object{{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool is_write(const Route& route) {
    return route.method != "GET";
}

/// What stands in a path: ids, but for the two parts that name an administrative unit.
std::string_view type_of_parameter(std::string_view name) {
    return name == "list" ? "day" : name == "code" ? "string" : "id";
}

json::Value header_parameter(std::string_view name, bool is_required) {
    const auto known = std::ranges::find(kRequestHeaders, name, &Header::name);
    CHECK(known != std::end(kRequestHeaders));
    return json::Object{
        {"name", name},
        {"in", "header"},
        {"required", is_required},
        {"description", known->about},
        {"schema", schema_of_type(name == "X-Neove" ? "'1'" : "string")}};
}

json::Array parameters_of(const Route& route) {
    json::Array out;
    for (const std::string_view segment : segments_of(route.path)) {
        if (!is_parameter(segment)) continue;
        const std::string_view name = segment.substr(1, segment.size() - 2);
        out.push_back(json::Object{
            {"name", name},
            {"in", "path"},
            {"required", true},
            {"schema", schema_of_type(type_of_parameter(name))}});
    }
    for (const Member& one : route.contract.query) {
        out.push_back(json::Object{{"name", one.name}, {"in", "query"}, {"schema", schema_of_type(one.type)}}
        );
    }
    if (is_write(route)) out.push_back(reference("parameters", "XNeove"));
    if (route.door != Door::Anybody) out.push_back(reference("parameters", "XNeoveFor"));
    for (const std::string& name : route.contract.reads) {
        out.push_back(header_parameter(bare(name), !is_optional(name)));
    }
    return out;
}

json::Value content(std::string_view media, json::Value schema) {
    return json::Object{{std::string(media), json::Object{{"schema", std::move(schema)}}}};
}

json::Value body_of(const Route& route) {
    const bool is_json = route.body == BodyKind::Json;
    CHECK(is_json == !route.contract.takes.empty());
    json::Value described = is_json ? content("application/json", schema_of_type(route.contract.takes))
                                    : content("application/octet-stream", json::Object{});
    return json::Object{{"required", true}, {"content", std::move(described)}};
}

json::Value success_of(const Route& route, std::string_view type) {
    json::Object answer{{"description", type.empty() ? "Done" : type}};
    json::Object headers;
    for (const std::string& name : route.contract.sends) {
        headers.emplace_back(name, reference("headers", key_of(name)));
    }
    if (!headers.empty()) answer.emplace_back("headers", std::move(headers));
    if (route.contract.status != 204) {
        json::Value schema = json::Object{};
        if (!type.empty()) schema = schema_of_type(type);
        answer.emplace_back("content", content(route.contract.media, std::move(schema)));
    }
    return answer;
}

json::Object responses_of(const Route& route) {
    json::Object out;
    if (!route.returns.empty() || route.contract.later.empty()) {
        out.emplace_back(std::to_string(route.contract.status), success_of(route, route.returns));
    }
    if (!route.contract.later.empty()) out.emplace_back("202", success_of(route, route.contract.later));
    for (const int status : refusals_of(route)) {
        out.emplace_back(std::to_string(status), reference("responses", status == 429 ? "Pause" : "Problem"));
    }
    out.emplace_back("default", reference("responses", "Problem"));
    return out;
}

json::Value operation_of(const Route& route) {
    json::Object operation{{"summary", route.summary}};
    json::Array parameters = parameters_of(route);
    if (!parameters.empty()) operation.emplace_back("parameters", std::move(parameters));
    if (route.body != BodyKind::None) operation.emplace_back("requestBody", body_of(route));
    operation.emplace_back("responses", responses_of(route));
    if (route.door == Door::Anybody) operation.emplace_back("security", json::Array{});
    return operation;
}

json::Value answer_headers() {
    json::Object out;
    for (const Header& one : kAnswerHeaders) {
        out.emplace_back(
            key_of(one.name), json::Object{{"description", one.about}, {"schema", schema_of_type("string")}}
        );
    }
    return out;
}

json::Value problem_responses() {
    const json::Value problem = content("application/problem+json", schema_of_type("Problem"));
    return json::Object{
        {"Problem", json::Object{{"description", "Problem (RFC 9457)"}, {"content", problem}}},
        {"Pause",
         json::Object{
             {"description", "Problem (RFC 9457): too many attempts"},
             {"headers", json::Object{{"Retry-After", reference("headers", "RetryAfter")}}},
             {"content", problem}}}};
}

/// Every reference leads to something in the document.
void check_references(const json::Value& value, const json::Value& components) {
    if (const json::Array* items = value.array()) {
        for (const json::Value& one : *items) check_references(one, components);
    }
    if (value.object() == nullptr) return;
    for (const auto& [name, member] : *value.object()) {
        check_references(member, components);
        if (name != "$ref") continue;
        const auto parts = segments_of(std::string_view(*member.string()).substr(1));
        CHECK(parts.size() == 3 && parts[0] == "components");
        const json::Value* kind = components.find(parts[1]);
        CHECK(kind != nullptr && kind->find(parts[2]) != nullptr);
    }
}

}  // namespace

std::vector<int> refusals_of(const Route& route) {
    std::set<int> all(route.contract.refuses.begin(), route.contract.refuses.end());
    if (is_write(route)) all.insert(403);
    // Nobody is signed in, or somebody else than the page shows.
    if (route.door != Door::Anybody) all.insert({401, 409});
    // Before the second factor is set up (403), behind a locked screen (423).
    if (route.door == Door::Ready) all.insert({403, 423});
    if (route.body == BodyKind::Json) all.insert({400, 413, 415, 422});
    if (route.body == BodyKind::File) all.insert({413, 415, 422});
    if (route.path.find('{') != std::string::npos) all.insert(404);
    // Where one may also say that there was nothing, another window of hers was first, and nobody else.
    const bool refuses_with_409 =
        std::ranges::find(route.contract.reads, "If-None-Match?") != route.contract.reads.end();
    for (const std::string& name : route.contract.reads) {
        if (bare(name) == "If-Match") all.insert({refuses_with_409 ? 409 : 412, 422});
        if (bare(name) == "Idempotency-Key") all.insert(422);
    }
    return {all.begin(), all.end()};
}

std::vector<Schema> problem_schemas() {
    return {
        {"Problem",
         {{"type", "string"},
          {"title", "string"},
          {"status", "integer"},
          {"code", "string"},
          {"detail", "string"},
          {"pointer?", "string"},
          {"errors?", "Fault[]"},
          {"incident?", "string"},
          {"document?", "DocumentRow"}}},
        {"Fault", {{"code", "string"}, {"pointer", "string"}, {"detail", "string"}}}};
}

json::Value open_api(const Router& router, const std::vector<Schema>& schemas, std::string_view cookie) {
    json::Value paths(json::Object{});
    for (const Route& route : router.routes()) {
        const json::Value* before = paths.find(route.path);
        json::Value item = before == nullptr ? json::Value(json::Object{}) : *before;
        item.set(lower(route.method), operation_of(route));
        paths.set(route.path, std::move(item));
    }
    json::Value components(json::Object{{"schemas", components_of(schemas)}});
    components.set(
        "parameters",
        json::Object{
            {"XNeove", header_parameter("X-Neove", true)},
            {"XNeoveFor", header_parameter("X-Neove-For", false)}}
    );
    components.set("headers", answer_headers());
    components.set("responses", problem_responses());
    const json::Object session{{"type", "apiKey"}, {"in", "cookie"}, {"name", cookie}};
    components.set("securitySchemes", json::Object{{"session", session}});
    check_references(paths, components);
    check_references(components, components);
    return json::Object{
        {"openapi", "3.1.0"},
        {"info", json::Object{{"title", "Nẻo Về"}, {"version", "1"}}},
        {"paths", std::move(paths)},
        {"components", std::move(components)},
        {"security", json::Array{json::Object{{"session", json::Array{}}}}}};
}

}  // namespace neove::http
