#include "service/registers/person_places.h"

#include "access/disclosure.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace neove::service {

namespace {

/// So many changes are remembered one by one.
constexpr std::size_t kRemembered = 512;

/// Whether a row of a unit below gives her role anything here. Asked first: whoever stands above all would
/// else be related to every record.
bool reaches_above(const Seeker& seeker) {
    return std::ranges::any_of(seeker.rules.cells(), [&](const access::Cell& cell) {
        return cell.register_name == seeker.register_name && cell.role == seeker.actor.role &&
               cell.relation.ends_with(access::kToBelow);
    });
}

}  // namespace

bool may_find(const Seeker& seeker, const access::Standing& standing) {
    return access::may_find(seeker.rules, seeker.actor, seeker.register_name, standing, seeker.needed);
}

void PersonPlaces::changed(const RecordId& id) {
    ++stamp_;
    last_changed_.push_back(id);
    if (last_changed_.size() > kRemembered) last_changed_.pop_front();
}

std::optional<std::vector<RecordId>> PersonPlaces::changed_since(std::uint64_t stamp) const {
    const std::uint64_t many = stamp_ - stamp;
    if (stamp > stamp_ || many > last_changed_.size()) return std::nullopt;
    return std::vector<RecordId>(
        last_changed_.end() - static_cast<std::ptrdiff_t>(many), last_changed_.end()
    );
}

void PersonPlaces::put(const PersonPlace& one) {
    changed(one.id);
    const auto known = by_id_.find(one.id.text());
    std::uint32_t slot = 0;
    if (known != by_id_.end()) {
        slot = known->second;
    } else if (!free_.empty()) {
        slot = free_.back();
        free_.pop_back();
    } else {
        slot = static_cast<std::uint32_t>(places_.size());
        places_.emplace_back();
    }
    by_id_[one.id.text()] = slot;
    Place& place = places_[slot];
    place.id = one.id;
    place.owner = words_.number(one.place.owner.text());
    place.creator = words_.number(one.place.created_by.text());
    place.state = words_.number(one.place.state);
    place.entered.clear();
    for (const auto& [state, at] : one.place.entered) {
        place.entered.emplace_back(words_.number(state), at.micros);
    }
    place.rows.clear();
    for (const access::RelationRow& row : one.rows) {
        place.rows.push_back(
            {words_.number(row.relation),
             words_.number(row.account.text()),
             words_.number(row.organisation.text()),
             row.from.micros,
             row.until ? row.until->micros : INT64_MAX}
        );
    }
}

void PersonPlaces::remove(const RecordId& id) {
    const auto known = by_id_.find(id.text());
    if (known == by_id_.end()) return;
    changed(id);
    places_[known->second] = {};
    free_.push_back(known->second);
    by_id_.erase(known);
}

void PersonPlaces::clear() {
    ++stamp_;
    last_changed_.clear();
    words_.clear();
    places_.clear();
    free_.clear();
    by_id_.clear();
}

/// What of an actor is compared with each record.
struct PersonPlaces::Eyes {
    const Seeker& seeker;
    std::optional<std::uint32_t> account;
    std::optional<std::uint32_t> organisation;
    /// What ends so long after which state was first entered. Of records that never entered one of them time
    /// says nothing.
    std::set<std::pair<std::uint32_t, std::int64_t>> ends;
    std::unordered_set<std::uint32_t> reaching;  ///< other bodies whose rows reach her

    /// Of a record that never entered such a state time says nothing.
    bool is_timed(const Place& place) const {
        return std::ranges::any_of(place.entered, [&](const auto& entered) {
            const auto end = ends.lower_bound({entered.first, INT64_MIN});
            return end != ends.end() && end->first == entered.first;
        });
    }
    std::int64_t next_end(const Place& place) const {
        std::int64_t next = INT64_MAX;
        for (const auto& [state, at] : place.entered) {
            for (const auto& [ends_after, micros] : ends) {
                if (ends_after == state && at + micros > seeker.now.micros)
                    next = std::min(next, at + micros);
            }
        }
        return next;
    }
};

PersonPlaces::Eyes PersonPlaces::eyes_of(const Seeker& seeker) const {
    Eyes eyes{
        seeker,
        words_.find(seeker.actor.account.text()),
        words_.find(seeker.actor.organisation.text()),
        {},
        {}};
    for (const access::Cell& cell : seeker.rules.cells()) {
        if (cell.register_name != seeker.register_name || cell.role != seeker.actor.role) continue;
        if (cell.condition.until_state.empty()) continue;
        // One that no record here entered ends nothing.
        const auto state = words_.find(cell.condition.until_state);
        if (state) eyes.ends.emplace(*state, cell.condition.until_days * kDay);
    }
    const auto add = [&](const std::set<OrganisationId>& bodies) {
        for (const OrganisationId& body : bodies) {
            if (const auto number = words_.find(body.text())) eyes.reaching.insert(*number);
        }
    };
    // What keeps a body away keeps its desks away, and those who work for it in another role, whether a grant
    // reaches them or not.
    add(seeker.actor.desk_of);
    add(seeker.actor.works_for);
    if (reaches_above(seeker)) add(seeker.actor.below);
    return eyes;
}

bool PersonPlaces::is_hers(const Eyes& eyes, const Row& row) const {
    if (row.account == 0 && row.organisation == 0) return false;
    if (row.account != 0 && row.account != eyes.account) return false;
    if (row.organisation == 0 || row.organisation == eyes.organisation) return true;
    return row.account == 0 && eyes.reaching.contains(row.organisation);
}

bool PersonPlaces::concerns(const Eyes& eyes, const Row& row) const {
    if (!is_hers(eyes, row)) return false;
    return row.from <= eyes.seeker.now.micros && eyes.seeker.now.micros < row.until;
}

bool PersonPlaces::asked(const Eyes& eyes, const Place& place) const {
    access::RecordPlace record{
        OrganisationId::trusted(words_.text(place.owner)),
        AccountId::trusted(words_.text(place.creator)),
        words_.text(place.state),
        {}};
    for (const auto& [state, at] : place.entered) record.entered.emplace(words_.text(state), Instant{at});
    std::vector<access::RelationRow> rows;
    for (const Row& row : place.rows) {
        if (!concerns(eyes, row)) continue;
        rows.push_back(
            {words_.text(row.relation),
             AccountId::trusted(words_.text(row.account)),
             OrganisationId::trusted(words_.text(row.organisation)),
             Instant{row.from},
             row.until == INT64_MAX ? std::nullopt : std::optional(Instant{row.until})}
        );
    }
    return may_find(eyes.seeker, access::standing_of(eyes.seeker.actor, record, rows, eyes.seeker.now));
}

PersonPlaces::Split PersonPlaces::split(const Seeker& seeker) const {
    Split out;
    if (access::scope_of(seeker.rules, seeker.actor, seeker.register_name, access::Channel::Search)
            .is_empty()) {
        return out;
    }
    const Eyes eyes = eyes_of(seeker);
    // Records that no relation of hers touches, and that time does not end for her, are alike where owner,
    // state and "did I open it" are.
    std::unordered_map<std::uint64_t, bool> alike;
    for (std::uint32_t slot = 0; slot < places_.size(); ++slot) {
        const Place& place = places_[slot];
        if (place.id.is_empty()) continue;
        const bool is_related =
            std::ranges::any_of(place.rows, [&](const Row& row) { return concerns(eyes, row); });
        bool is_visible = false;
        if (is_related || eyes.is_timed(place)) {
            is_visible = asked(eyes, place);
        } else {
            const bool created = place.creator != 0 && place.creator == eyes.account;
            const std::uint64_t key = std::uint64_t{place.owner} << 32U | std::uint64_t{place.state} << 1U |
                                      static_cast<std::uint64_t>(created);
            const auto known = alike.find(key);
            is_visible = known != alike.end() ? known->second : (alike[key] = asked(eyes, place));
        }
        (is_visible ? out.visible : out.hidden).push_back(slot);
    }
    return out;
}

bool PersonPlaces::is_visible(const Seeker& seeker, const RecordId& id) const {
    const auto known = by_id_.find(id.text());
    return known != by_id_.end() && asked(eyes_of(seeker), places_[known->second]);
}

std::int64_t PersonPlaces::next_turn(const Eyes& eyes, const Place& place) const {
    std::int64_t next = eyes.next_end(place);
    for (const Row& row : place.rows) {
        if (!is_hers(eyes, row)) continue;
        for (const std::int64_t at : {row.from, row.until}) {
            if (at > eyes.seeker.now.micros) next = std::min(next, at);
        }
    }
    return next;
}

Instant PersonPlaces::next_turn(const Seeker& seeker) const {
    const Eyes eyes = eyes_of(seeker);
    std::int64_t next = INT64_MAX;
    for (const Place& place : places_) next = std::min(next, next_turn(eyes, place));
    return {next};
}

Instant PersonPlaces::next_turn_of(const Seeker& seeker, const std::vector<RecordId>& ids) const {
    const Eyes eyes = eyes_of(seeker);
    std::int64_t next = INT64_MAX;
    for (const RecordId& id : ids) {
        const auto known = by_id_.find(id.text());
        if (known != by_id_.end()) next = std::min(next, next_turn(eyes, places_[known->second]));
    }
    return {next};
}

std::vector<RecordId> PersonPlaces::ids(const std::vector<std::uint32_t>& places) const {
    std::vector<RecordId> out;
    out.reserve(places.size());
    for (const std::uint32_t slot : places) out.push_back(places_[slot].id);
    return out;
}

}  // namespace neove::service
