#include "definition/check.h"

#include "definition/check_register.h"
#include "definition/check_scenarios.h"
#include "definition/what_there_is.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace neove::definition {

namespace {

/// Whether one is the other or lies within it.
bool touches(std::string_view one, std::string_view other) {
    if (one.size() > other.size()) std::swap(one, other);
    return other.starts_with(one) && (one.size() == other.size() || other[one.size()] == '/');
}

/// Faults of a later stage where an earlier one found none: what follows from a slip in the writing is not
/// told beside it.
void add_new(const Compiled& compiled, const Diagnostics& found, Faults& faults) {
    for (const Error& error : found) {
        const bool follows = std::ranges::any_of(compiled.faults, [&](const Fault& fault) {
            return !fault.pointer.empty() && touches(fault.pointer, error.where);
        });
        if (!follows) faults.push_back(compiled.places.locate(error));
    }
}

bool is_about_labels(const Fault& fault) {
    return fault.code == "definition.unlabelled" || fault.code == "definition.label_unused";
}

/// Roles that are the house's own, and not said to be; and those said to be that are not.
Diagnostics check_house_roles(const Bundle& bundle, const std::set<std::string>& house_roles) {
    Diagnostics faults;
    const auto fault =
        [&](const char* code, std::size_t programme, const char* list, std::size_t i, const std::string& role
        ) {
            const std::string at = "/programmes/" + std::to_string(programme) + list + std::to_string(i);
            faults.push_back({ErrorKind::Invalid, code, at, role});
        };
    for (std::size_t p = 0; p < bundle.programmes.size(); ++p) {
        const auto& [roles, meant] = std::tie(bundle.programmes[p].roles, bundle.programmes[p].house_roles);
        for (std::size_t i = 0; i < roles.size(); ++i) {
            const bool is_meant = std::ranges::find(meant, roles[i]) != meant.end();
            if (house_roles.contains(roles[i]) && !is_meant) {
                fault("definition.house_role", p, "/roles/", i, roles[i]);
            }
        }
        for (std::size_t i = 0; i < meant.size(); ++i) {
            const bool is_used = std::ranges::find(roles, meant[i]) != roles.end();
            if (!is_used || (!house_roles.empty() && !house_roles.contains(meant[i]))) {
                fault("definition.no_house_role", p, "/house_roles/", i, meant[i]);
            }
        }
    }
    return faults;
}

}  // namespace

Checked check(const Compiled& compiled, const std::set<std::string>& house_roles) {
    Checked out{std::nullopt, compiled.faults};
    Diagnostics found;
    Bundle bundle = read_bundle(compiled.bundle, found);
    add_new(compiled, found, out.faults);
    found = check_bundle(bundle, compiled);
    add_new(compiled, found, out.faults);
    add_new(compiled, check_house_roles(bundle, house_roles), out.faults);
    add_new(compiled, check_scenarios(bundle, compiled), out.faults);
    name_what_there_is(bundle, compiled, out.faults);
    out.bundle = std::move(bundle);
    const auto in_order = [](const Fault& a, const Fault& b) {
        // Labels are written when all else stands: until then every one that is missing hides the rest.
        if (is_about_labels(a) != is_about_labels(b)) return is_about_labels(b);
        return std::tie(a.file, a.place.line, a.place.column, a.code, a.pointer, a.detail) <
               std::tie(b.file, b.place.line, b.place.column, b.code, b.pointer, b.detail);
    };
    std::ranges::sort(out.faults, in_order);
    const auto rest = std::ranges::unique(out.faults);
    out.faults.erase(rest.begin(), rest.end());
    return out;
}

std::string told(const Fault& fault, const std::function<std::string(std::string_view code)>& sentence_of) {
    std::string line = where(fault);
    if (!fault.pointer.empty()) line += (line.empty() ? "" : " ") + fault.pointer;
    line += ": " + sentence_of(fault.code) + " [" + fault.code + "]";
    if (!fault.detail.empty()) line += " " + fault.detail;
    return line;
}

}  // namespace neove::definition
