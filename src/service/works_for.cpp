#include "service/works_for.h"

#include "organisation/desks.h"
#include "organisation/heirs.h"
#include "service/caller.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr int kDeepest = 100;  ///< deeper is a circle, in which nobody can say who stands above

/// Those that are no more and that this body carries on today, straight or through others.
class Left {
public:
    Left(const organisation::Directory& directory, organisation::Date on) : directory_(directory), on_(on) {}

    void add_to(std::set<OrganisationId>& out, const OrganisationId& heir) {
        seen_.clear();
        std::vector<OrganisationId> next{heir};
        while (!next.empty()) {
            const OrganisationId body = std::move(next.back());
            next.pop_back();
            for (const organisation::Organisation* one : directory_.predecessors(body)) {
                if (!organisation::has_ended(*one, on_) || !seen_.insert(one->id).second) continue;
                next.push_back(one->id);
                if (is_heir(one->id, heir)) out.insert(one->id);
            }
        }
    }

private:
    bool is_heir(const OrganisationId& former, const OrganisationId& heir) const {
        const auto heirs = organisation::heirs_of(directory_, former, on_);
        return std::ranges::find(heirs, heir, &organisation::Successor::organisation) != heirs.end();
    }
    const organisation::Directory& directory_;
    organisation::Date on_;
    std::set<OrganisationId> seen_;
};

}  // namespace

bool is_body_there(const organisation::Directory& directory, const OrganisationId& organisation) {
    OrganisationId next = organisation;
    for (int depth = 0; depth < kDeepest; ++depth) {
        const organisation::Organisation* one = directory.find(next);
        if (one == nullptr) return false;
        if (one->parent.is_empty()) return true;
        next = one->parent;
    }
    return false;
}

namespace {

/// All that are there, and where she has a role.
std::set<OrganisationId> every_body(
    const organisation::Directory& directory, const std::vector<Grant>& grants, Instant now
) {
    std::set<OrganisationId> out;
    for (const organisation::Organisation& one : directory.all()) out.insert(one.id);
    for (const Grant& grant : grants) {
        if (grant.holds_at(now)) out.insert(grant.organisation);
    }
    return out;
}

}  // namespace

std::set<OrganisationId> works_for(
    const House& house, const HeldGrants& held, Instant now, const OrganisationId& acting
) {
    if (held.is_whole) return works_for(house, held.grants, now, acting);
    return every_body(house.live.view()->directory, held.grants, now);
}

std::set<OrganisationId> works_for(
    const House& house, const std::vector<Grant>& grants, Instant now, const OrganisationId& acting
) {
    const auto view = house.live.view();
    const organisation::Directory& directory = view->directory;
    const bool is_known = std::ranges::all_of(grants, [&](const Grant& grant) {
        return !grant.holds_at(now) || is_body_there(directory, grant.organisation);
    });
    if (!is_known) return every_body(directory, grants, now);
    const auto bodies_of = [&](const OrganisationId& place) {
        auto out = organisation::bodies_of_desk(directory, house.vocabulary.kinds, place);
        out.push_back(place);
        return out;
    };
    const std::vector<OrganisationId> here = bodies_of(acting);
    const auto is_here = [&](const OrganisationId& body) {
        return std::ranges::any_of(here, [&](const OrganisationId& one) {
            return one == body || directory.is_below(one, body) || directory.is_below(body, one);
        });
    };
    Left left(directory, organisation::Date::parse_iso(today(house, now)).value_or(organisation::Date{}));
    std::set<OrganisationId> out;
    for (const Grant& grant : grants) {
        if (!grant.holds_at(now)) continue;
        for (OrganisationId& body : bodies_of(grant.organisation)) {
            if (!is_here(body)) left.add_to(out, body);
            out.insert(std::move(body));
        }
    }
    return out;
}

}  // namespace neove::service
