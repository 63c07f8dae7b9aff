#include "definition/check.h"

#include "definition/check_register.h"

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

}  // namespace

Checked check(const Compiled& compiled) {
    Checked out{std::nullopt, compiled.faults};
    Diagnostics found;
    Bundle bundle = read_bundle(compiled.bundle, found);
    add_new(compiled, found, out.faults);
    found = check_bundle(bundle, compiled);
    add_new(compiled, found, out.faults);
    out.bundle = std::move(bundle);
    const auto in_order = [](const Fault& a, const Fault& b) {
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
