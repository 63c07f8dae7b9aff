#pragma once
/// \file
/// Bodies that are no more, and who alone carries on the whole of their work: the tree's own word, which two
/// signed. Where several do, nobody comes to anything by it (ADR 126).

#include "service/caller.h"

#include <optional>
#include <set>

namespace neove::service {

/// The one body that is there today and carries on the whole work of one that ended; nothing of a body that
/// is there, of one that nobody or several carry on, or whose work went to it in part.
std::optional<OrganisationId> carried_on_by(const House& house, Instant now, const OrganisationId& body);

/// Whether the caller's organisation is that one.
bool carries_on(const House& house, const Caller& caller, const OrganisationId& body);

/// The caller's organisation, the bodies that it is a desk of, and those whose whole work one of these
/// carries on alone.
std::set<OrganisationId> acts_for(const House& house, const Caller& caller);

}  // namespace neove::service
