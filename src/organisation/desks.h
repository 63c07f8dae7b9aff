#pragma once
/// \file
/// Which bodies a desk works for. A desk is one by its kind, as the pack says; a unit of any other kind is a
/// body of its own, however far down the tree it stands.

#include "organisation/directory.h"
#include "organisation/vocabulary.h"

#include <vector>

namespace neove::organisation {

/// The body that this organisation is a desk of; of a desk of a desk both, the nearest first. Nothing where
/// it is a body of its own. Successions are not followed.
std::vector<OrganisationId> bodies_of_desk(
    const Directory& directory, const Kinds& kinds, const OrganisationId& id
);

}  // namespace neove::organisation
