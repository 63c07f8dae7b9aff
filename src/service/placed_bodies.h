#pragma once
/// \file
/// A change of the tree that waits for a second person: bodies as they stood and as they are to stand (ADR
/// 73). It is carried out exactly as it was shown, or not at all.

#include "service/organisation_reach.h"
#include "service/power.h"

#include <vector>

namespace neove::service {

/// Whether a body comes to stand elsewhere: under another, as somebody's desk or no longer as one, with other
/// successors, or with others in its council. Names, codes and days are no place.
bool is_moved(
    const organisation::Kinds& kinds,
    const organisation::Organisation& before,
    const organisation::Organisation& after
);

/// How many of these bodies are moved; new ones are not.
std::int64_t count_moved(const House& house, const std::vector<PlacedOrganisation>& changes);

/// Whether a second person has to agree, because the caller may move bodies anywhere and does. Whoever keeps
/// one subtree stands above all that she can move already (ADR 70).
bool needs_second(
    const House& house,
    const Caller& caller,
    std::string_view permission,
    const std::vector<PlacedOrganisation>& changes
);

/// As a proposal; versions of what is changed are one further than now.
PowerChange placing(const std::vector<PlacedOrganisation>& changes);

/// Whether all bodies still stand as they did, and the tree with the changes is sound. Refuses
/// `proposal.tree_changed`.
Result<> check_bodies(const House& house, const std::vector<PlacedBody>& bodies);

/// Adds rows and events of all bodies; `check_bodies` must have passed.
void apply_bodies(
    const House& house,
    const Caller& by,
    const std::vector<PlacedBody>& bodies,
    const json::Value& clear,
    storage::Commit& commit
);

json::Value bodies_to_json(const std::vector<PlacedBody>& bodies);
std::vector<PlacedBody> bodies_from_json(const json::Value& value);

}  // namespace neove::service
