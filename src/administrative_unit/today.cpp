#include "administrative_unit/today.h"

#include <algorithm>
#include <set>

namespace neove::administrative_unit {

namespace {

class Follower {
public:
    Follower(const Directory& directory, Day on) : directory_(directory), on_(on) {}

    /// Returns whether the unit itself is there on the day.
    bool follow(const Reference& reference, Extent extent) {
        if (!open_.insert(reference).second) return false;
        const Day end = directory_.ended(reference);
        const Unit* now = directory_.find(reference, on_);
        const bool is_there = now != nullptr && (end.is_open() || on_ < end);
        if (is_there) add(now, extent);
        if (!is_there) go_on(reference, extent);
        open_.erase(reference);
        return is_there;
    }

    Today take(bool is_same) {
        Today out;
        std::ranges::sort(found_, {}, [](const Candidate& one) { return one.unit->reference; });
        const bool is_whole = found_.size() == 1 && found_[0].extent == Extent::Whole && !has_dead_end_;
        if (is_same) {
            out.outcome = Outcome::Same;
        } else if (is_whole) {
            out.outcome = Outcome::One;
        } else if (!found_.empty()) {
            out.outcome = Outcome::Choose;
        }
        out.candidates = std::move(found_);
        return out;
    }

private:
    static constexpr std::size_t kMostCandidates = 1'000;  ///< against lists that were made to explode

    void go_on(const Reference& reference, Extent extent) {
        std::set<Reference> next;
        for (const Successor& heir : directory_.successors(reference)) {
            if (heir.unit->reference == reference || found_.size() >= kMostCandidates) continue;
            // Both spells of a unit may name where it came from.
            if (!next.insert(heir.unit->reference).second) continue;
            follow(heir.unit->reference, std::max(extent, heir.extent));
        }
        if (next.empty()) go_below(reference);
    }

    /// A level that was abolished has no successors, but its units do; each of them holds a part of it.
    void go_below(const Reference& reference) {
        const auto units = directory_.below(reference);
        for (const Unit* unit : units) follow(unit->reference, Extent::Part);
        has_dead_end_ = has_dead_end_ || units.empty();
    }

    void add(const Unit* unit, Extent extent) {
        const auto known = std::ranges::find(found_, unit, &Candidate::unit);
        if (known == found_.end()) {
            found_.push_back({unit, extent});
        } else {
            known->extent = std::max(known->extent, extent);
        }
    }

    const Directory& directory_;
    Day on_;
    std::set<Reference> open_;  ///< on the way here: a circle ends
    std::vector<Candidate> found_;
    bool has_dead_end_{false};
};

}  // namespace

std::string_view outcome_code(Outcome outcome) {
    switch (outcome) {
        case Outcome::Same: return "same";
        case Outcome::One: return "one";
        case Outcome::Choose: return "choose";
        case Outcome::Unknown: break;
    }
    return "unknown";
}

Today today_of(const Directory& directory, const Reference& reference, Day on) {
    Follower follower(directory, on);
    const bool is_same = follower.follow(reference, Extent::Whole);
    return follower.take(is_same);
}

}  // namespace neove::administrative_unit
