#include "administrative_unit/directory.h"

#include <algorithm>
#include <tuple>

namespace neove::administrative_unit {

namespace {

auto place(const Unit& unit) {
    return std::tie(unit.reference, unit.valid_from);
}

auto parent_of(const Unit& unit) {
    return std::tie(unit.reference.list, unit.parent);
}

}  // namespace

Directory::Directory(std::vector<Unit> units, Vocabulary vocabulary)
    : units_(std::move(units)), vocabulary_(std::move(vocabulary)) {
    std::ranges::stable_sort(units_, [](const Unit& a, const Unit& b) { return place(a) < place(b); });
    index_links();
    index_names();
}

void Directory::index_links() {
    for (Index i = 0; i < units_.size(); ++i) {
        by_code_.push_back(i);
        // Below a unit stands each child once: its last spell.
        const bool is_last = i + 1 == units_.size() || units_[i + 1].reference != units_[i].reference;
        if (is_last && !units_[i].parent.empty()) by_parent_.push_back(i);
        for (const Predecessor& before : units_[i].predecessors) {
            heirs_.push_back({before.unit, i, before.extent});
        }
    }
    std::ranges::stable_sort(by_code_, {}, [&](Index i) -> const std::string& {
        return units_[i].reference.code;
    });
    std::ranges::stable_sort(by_parent_, [&](Index a, Index b) {
        return parent_of(units_[a]) < parent_of(units_[b]);
    });
    std::ranges::stable_sort(heirs_, {}, &Heir::before);
}

std::vector<ListSummary> Directory::lists() const {
    std::vector<ListSummary> out;
    const Reference* last = nullptr;
    for (const Unit& unit : units_) {
        if (out.empty() || out.back().list != unit.reference.list) out.push_back({unit.reference.list, 0});
        if (last == nullptr || *last != unit.reference) ++out.back().units;
        last = &unit.reference;
    }
    std::ranges::reverse(out);
    return out;
}

std::span<const Unit> Directory::spells(const Reference& reference) const {
    const auto found = std::ranges::equal_range(units_, reference, {}, &Unit::reference);
    return {found.begin(), found.end()};
}

const Unit* Directory::find(const Reference& reference) const {
    const auto found = spells(reference);
    return found.empty() ? nullptr : &found.back();
}

const Unit* Directory::find(const Reference& reference, Day on) const {
    const auto found = spells(reference);
    const auto spell = std::ranges::find_if(found, [&](const Unit& unit) { return unit.covers(on); });
    return spell == found.end() ? nullptr : &*spell;
}

std::vector<const Unit*> Directory::with_code(std::string_view code, Day on) const {
    const auto key = [&](Index i) -> std::string_view { return units_[i].reference.code; };
    std::vector<const Unit*> out;
    for (const Index i : std::ranges::equal_range(by_code_, code, {}, key)) {
        const Unit& unit = units_[i];
        const Unit* asked = on.is_open() ? find(unit.reference) : find(unit.reference, on);
        if (asked == &unit) out.push_back(asked);
    }
    return out;
}

const Unit* Directory::parent(const Unit& unit) const {
    if (unit.parent.empty()) return nullptr;
    const Reference above{unit.reference.list, unit.parent};
    const Unit* then = find(above, std::max(unit.valid_from, unit.reference.list));
    return then == nullptr ? find(above) : then;
}

std::vector<const Unit*> Directory::below(const Reference& reference) const {
    const auto key = [&](Index i) { return parent_of(units_[i]); };
    const auto wanted = std::tie(reference.list, reference.code);
    std::vector<const Unit*> out;
    const auto first = std::ranges::lower_bound(by_parent_, wanted, {}, key);
    for (auto at = first; at != by_parent_.end() && key(*at) == wanted; ++at) out.push_back(&units_[*at]);
    return out;
}

std::vector<Successor> Directory::successors(const Reference& reference) const {
    std::vector<Successor> out;
    for (const Heir& heir : std::ranges::equal_range(heirs_, reference, {}, &Heir::before)) {
        out.push_back({&units_[heir.unit], heir.extent});
    }
    return out;
}

Day Directory::ended(const Reference& reference) const {
    const Unit* last = find(reference);
    if (last == nullptr) return {};
    Day end = last->valid_until;
    for (const Successor& next : successors(reference)) {
        // A later list that knows only its remains says that it is over; in its own list it may go on beside.
        if (next.unit->reference.list <= reference.list || next.unit->valid_from.is_open()) continue;
        if (end.is_open() || next.unit->valid_from < end) end = next.unit->valid_from;
    }
    return end;
}

}  // namespace neove::administrative_unit
