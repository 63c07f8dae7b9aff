#pragma once
/// \file
/// The shape of JSON on the wire, written the way TypeScript writes it and turned into JSON Schema for the
/// OpenAPI document. Describes only: nothing is checked against it here, the end-to-end tests do that.

#include "json/json.h"

#include <string>
#include <vector>

namespace neove::http {

/// A member of an object. `name?` may be absent. `type` is alternatives with ` | ` between, each of them
/// `string`, `integer`, `boolean`, `null`, `any`; `id`, `day` (`2026-11-22`), `instant` (`to_iso`);
/// `'a fixed word'`; the name of another schema; any of these with `[]` for a list of it.
struct Member {
    std::string name;
    std::string type;
};

/// An object with these members and no others, those of `extends` first; or, where `is` is given, another
/// name for that type.
struct Schema {
    std::string name;
    std::vector<Member> members{};
    std::string extends{};
    std::string is{};
};

/// JSON Schema (2020-12) of a type; other schemas are referred to under `#/components/schemas`.
json::Value schema_of_type(std::string_view type);

/// Whether `name?` was written, and the name without the mark.
bool is_optional(std::string_view name);
std::string_view bare(std::string_view name);

/// `#/components/schemas` of the document. CHECKs that every name is given once.
json::Value components_of(const std::vector<Schema>& schemas);

}  // namespace neove::http
