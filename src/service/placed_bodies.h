#pragma once
/// \file
/// A change of the tree that waits for a second person: bodies as they stood and as they are to stand (ADR
/// 73). It is carried out exactly as it was shown, or not at all.

#include "service/organisation_reach.h"
#include "service/power.h"

#include <vector>

namespace neove::service {

/// Whether a body comes to stand elsewhere: under another, as a body of another kind, with other successors,
/// or with others in its council. Names, codes and days are no place.
bool is_moved(const organisation::Organisation& before, const organisation::Organisation& after);

/// A second person is shown all of them, or is not asked.
inline constexpr std::size_t kMovedAtOnce = 100;

/// How many of these bodies are moved; new ones are not.
std::int64_t count_moved(const std::vector<PlacedOrganisation>& changes);

/// Whether a second person has to agree, because the caller may move bodies anywhere and does. Whoever keeps
/// one subtree stands above all that she can move already (ADR 70).
bool needs_second(
    const House& house,
    const Caller& caller,
    std::string_view permission,
    const std::vector<PlacedOrganisation>& changes
);

/// As a proposal; versions of what is changed are one further than now, those of what is named beside are of
/// `directory`.
PowerChange placing(const organisation::Directory& directory, const std::vector<PlacedOrganisation>& changes);

/// Whether all bodies, and those that they name, still stand as they did, and the tree with the changes is
/// sound. Refuses `proposal.tree_changed`.
Result<> check_bodies(const House& house, const std::vector<PlacedBody>& bodies);

/// Checks once more and adds rows and events of all bodies, both by one picture, which the commit holds; the
/// picture must show at least what the snapshot does. Refuses like `check_bodies`.
Result<> apply_bodies(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& by,
    const std::vector<PlacedBody>& bodies,
    const json::Value& clear,
    storage::Commit& commit
);

json::Value bodies_to_json(const std::vector<PlacedBody>& bodies);
std::vector<PlacedBody> bodies_from_json(const json::Value& value);

}  // namespace neove::service
