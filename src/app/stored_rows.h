#pragma once
/// \file
/// Feeds what a store holds to the verifiers of the journal: entries, events and rows that confer power.

#include "journal/ledger.h"
#include "journal/verify.h"
#include "storage/store.h"

namespace neove::app {

/// All of one snapshot, so that no commit in between looks like a forgery.
Result<journal::Report> verify_store(storage::Snapshot& snapshot, const journal::Evidence& evidence);

}  // namespace neove::app
