#include "service/carried_on.h"

#include "organisation/heirs.h"
#include "service/registers/given_ids.h"

namespace neove::service {

namespace {

organisation::Date day_of(const House& house, Instant now) {
    return organisation::Date(calendar::date_of(now, house.options.utc_offset_micros));
}

std::optional<OrganisationId> sole_heir(
    const organisation::Directory& directory, const OrganisationId& body, organisation::Date on
) {
    const auto heirs = organisation::heirs_of(directory, body, on);
    if (heirs.size() != 1 || !heirs.front().subject.empty()) return std::nullopt;
    return heirs.front().organisation;
}

}  // namespace

std::optional<OrganisationId> carried_on_by(const House& house, Instant now, const OrganisationId& body) {
    const auto live = house.live.view();
    return sole_heir(live->directory, body, day_of(house, now));
}

bool carries_on(const House& house, const Caller& caller, const OrganisationId& body) {
    return carried_on_by(house, caller.now, body) == caller.acting.organisation;
}

std::set<OrganisationId> acts_for(const House& house, const Caller& caller) {
    std::set<OrganisationId> own(caller.actor.desk_of.begin(), caller.actor.desk_of.end());
    own.insert(caller.actor.organisation);
    const auto live = house.live.view();
    std::set<OrganisationId> out = own;
    for (const OrganisationId& before : with_predecessors(live->directory, own)) {
        const auto heir = sole_heir(live->directory, before, day_of(house, caller.now));
        if (heir && own.contains(*heir)) out.insert(before);
    }
    return out;
}

}  // namespace neove::service
