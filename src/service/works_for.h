#pragma once
/// \file
/// The bodies that somebody works for, in whichever of her roles: what keeps one of them away keeps her away
/// (ADR 95), also where she is not the one who asks.

#include "service/account.h"
#include "service/house.h"

#include <set>
#include <vector>

namespace neove::service {

/// While she acts for `acting`: of the grants that hold at `now`, and those that one of them is a desk of.
/// Bodies that are no more count where one that she works for beside this role carries on what they did, so
/// that a merger lifts nothing (ADR 103). What the body she acts for took over is left out, as are those
/// above it and below: whose record it is is never shut out by whom her body has swallowed.
/// Where one of them is at a body that is not believed, nobody knows whose desk she is there and what that
/// body carried on: then she counts as working for every body, so that no guard is lifted by it (ADR 118).
std::set<OrganisationId> works_for(
    const House& house, const std::vector<Grant>& grants, Instant now, const OrganisationId& acting
);

/// The grants of an account that are believed, and whether those were all.
struct HeldGrants {
    std::vector<Grant> grants;
    bool is_whole{true};
};
Result<HeldGrants> held_grants(storage::Snapshot& snapshot, const Keys& keys, const AccountId& account);
/// As above; for every body where some of her grants are not believed.
std::set<OrganisationId> works_for(
    const House& house, const HeldGrants& held, Instant now, const OrganisationId& acting
);

/// Whether a body is there with all those above it. One that is not gives nobody a place to act from: what
/// keeps those above from a record would not be known to keep her.
bool is_body_there(const organisation::Directory& directory, const OrganisationId& organisation);

}  // namespace neove::service
