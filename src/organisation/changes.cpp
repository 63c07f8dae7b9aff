#include "organisation/changes.h"

#include <algorithm>
#include <utility>

namespace neove::organisation {

namespace {

std::string name_of(const OrganisationId& id, const Directory& directory) {
    const Organisation* one = directory.find(id);
    return one == nullptr ? id.text() : one->name;
}

/// What the first has and the second has not.
template <typename Value, typename Written>
std::string only_in(const std::vector<Value>& first, const std::vector<Value>& second, Written written) {
    std::string out;
    for (const Value& one : first) {
        if (std::ranges::find(second, one) != second.end()) continue;
        out += (out.empty() ? "" : "; ") + written(one);
    }
    return out;
}

std::string unit_of(const Organisation& one) {
    return one.unit.is_empty() ? std::string() : one.unit.code + " (" + one.unit.list + ")";
}

}  // namespace

std::vector<FieldChange> changes_between(
    const Organisation& before, const Organisation& after, const Directory& directory
) {
    std::vector<FieldChange> out;
    const auto tell = [&](std::string field, std::string was, std::string is) {
        if (was != is) out.push_back({std::move(field), std::move(was), std::move(is)});
    };
    const auto name = [&](const OrganisationId& id) { return name_of(id, directory); };
    tell("name", before.name, after.name);
    tell("short_name", before.short_name, after.short_name);
    tell("kind", before.kind, after.kind);
    tell("code", before.code, after.code);
    tell("parent", name(before.parent), name(after.parent));
    tell("offline", before.offline ? "x" : "", after.offline ? "x" : "");
    tell("valid_from", before.valid_from.iso(), after.valid_from.iso());
    tell("valid_until", before.valid_until.iso(), after.valid_until.iso());
    const auto alias = [](const Alias& one) { return one.name; };
    tell(
        "aliases",
        only_in(before.aliases, after.aliases, alias),
        only_in(after.aliases, before.aliases, alias)
    );
    tell("unit_code", unit_of(before), unit_of(after));
    return out;
}

}  // namespace neove::organisation
