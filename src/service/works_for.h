#pragma once
/// \file
/// The bodies that somebody works for, in whichever of her roles: what keeps one of them away keeps her away
/// (ADR 95), also where she is not the one who asks.

#include "service/account.h"
#include "service/house.h"

#include <set>
#include <vector>

namespace neove::service {

/// Of the grants that hold at `now`, and those that one of them is a desk of.
std::set<OrganisationId> works_for(const House& house, const std::vector<Grant>& grants, Instant now);

}  // namespace neove::service
