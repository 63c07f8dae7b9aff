#pragma once
/// \file
/// One turn for all names of the tree. That no two bodies under one parent bear one name, and none another's
/// code, is a rule over rows that a commit does not touch: whoever decides by it goes on from one turn to the
/// next, and of two at a moment one is refused.

#include "organisation/organisation.h"
#include "storage/store.h"

namespace neove::service {

/// To be read before the picture that is decided by (`Live::refresh` in between), and expected by the commit.
Result<storage::ExpectedVersion> names_turn(storage::Snapshot& snapshot);

/// Whether it changes what other bodies are compared with: names, code, kind, place and days.
bool changes_names(const organisation::Organisation& before, const organisation::Organisation& after);

}  // namespace neove::service
