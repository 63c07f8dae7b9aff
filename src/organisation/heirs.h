#pragma once
/// \file
/// Who carries on, on a day, what a body that is no more left behind: the tree's own word alone.

#include "organisation/directory.h"

#include <vector>

namespace neove::organisation {

/// No body is carried on by more: whoever keeps a part of the tree must not make an answer grow without end.
inline constexpr std::size_t kMostHeirs = 200;

/// Whether the body is there no more on that day; `on` is a day, never open.
bool has_ended(const Organisation& one, Date on);

/// Those who are there on that day and succeed the body, straight or through others that ended since. Each
/// comes once, in the order in which the tree names them; `subject`, `on` and `basis` are those of the body's
/// own first step, subjects of one heir joined by a semicolon. None of a body that is still there, and none
/// whose succession is yet to come. At most kMostHeirs.
std::vector<Successor> heirs_of(const Directory& directory, const OrganisationId& id, Date on);

}  // namespace neove::organisation
