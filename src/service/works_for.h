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
std::set<OrganisationId> works_for(
    const House& house, const std::vector<Grant>& grants, Instant now, const OrganisationId& acting
);

}  // namespace neove::service
