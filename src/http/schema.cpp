#include "http/schema.h"

#include "base/check.h"

#include <algorithm>
#include <set>

namespace neove::http {

namespace {

constexpr std::string_view kBetween = " | ";
constexpr std::string_view kReference = "#/components/schemas/";

std::vector<std::string_view> alternatives_of(std::string_view type) {
    std::vector<std::string_view> out;
    for (;;) {
        const std::size_t end = type.find(kBetween);
        out.push_back(type.substr(0, end));
        if (end == std::string_view::npos) return out;
        type.remove_prefix(end + kBetween.size());
    }
}

bool is_word(std::string_view type) {
    return type.size() > 2 && type.starts_with('\'') && type.ends_with('\'');
}

json::Value text_like(std::string_view pattern) {
    return json::Object{{"type", "string"}, {"pattern", pattern}};
}

json::Value schema_of_one(std::string_view type) {
    if (type.ends_with("[]")) {
        return json::Object{{"type", "array"}, {"items", schema_of_one(type.substr(0, type.size() - 2))}};
    }
    if (is_word(type)) return json::Object{{"const", type.substr(1, type.size() - 2)}};
    if (type == "any") return json::Object{};
    if (type == "id") return text_like("^[0-9a-f]{32}$");
    if (type == "day") return text_like("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    if (type == "instant") {
        return text_like(R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$)");
    }
    for (const std::string_view plain : {"string", "integer", "boolean", "null"}) {
        if (type == plain) return json::Object{{"type", plain}};
    }
    CHECK(!type.empty() && type.front() >= 'A' && type.front() <= 'Z');
    return json::Object{{"$ref", std::string(kReference) + std::string(type)}};
}

const Schema& named(const std::vector<Schema>& schemas, std::string_view name) {
    const auto found = std::ranges::find(schemas, name, &Schema::name);
    CHECK(found != schemas.end());
    return *found;
}

std::vector<Member> members_of(const std::vector<Schema>& schemas, const Schema& schema) {
    std::vector<Member> members;
    if (!schema.extends.empty()) members = members_of(schemas, named(schemas, schema.extends));
    members.insert(members.end(), schema.members.begin(), schema.members.end());
    return members;
}

json::Value schema_of(const std::vector<Schema>& schemas, const Schema& schema) {
    if (!schema.is.empty()) return schema_of_type(schema.is);
    const std::vector<Member> members = members_of(schemas, schema);
    json::Object properties;
    json::Array required;
    std::set<std::string_view> seen;
    for (const Member& member : members) {
        const std::string_view name = bare(member.name);
        CHECK(seen.insert(name).second);
        properties.emplace_back(name, schema_of_type(member.type));
        if (!is_optional(member.name)) required.emplace_back(name);
    }
    json::Object out{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) out.emplace_back("required", std::move(required));
    out.emplace_back("additionalProperties", false);
    return out;
}

}  // namespace

json::Value schema_of_type(std::string_view type) {
    const auto all = alternatives_of(type);
    if (all.size() == 1) return schema_of_one(type);
    json::Array words;
    json::Array others;
    for (const std::string_view one : all) {
        if (is_word(one)) {
            words.emplace_back(one.substr(1, one.size() - 2));
        } else {
            others.push_back(schema_of_one(one));
        }
    }
    if (!words.empty()) others.insert(others.begin(), json::Object{{"enum", std::move(words)}});
    if (others.size() == 1) return others.front();
    return json::Object{{"anyOf", std::move(others)}};
}

bool is_optional(std::string_view name) {
    return name.ends_with('?');
}

std::string_view bare(std::string_view name) {
    return is_optional(name) ? name.substr(0, name.size() - 1) : name;
}

json::Value components_of(const std::vector<Schema>& schemas) {
    json::Value out(json::Object{});
    for (const Schema& schema : schemas) {
        CHECK(out.find(schema.name) == nullptr);
        out.set(schema.name, schema_of(schemas, schema));
    }
    return out;
}

}  // namespace neove::http
