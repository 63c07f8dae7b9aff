#pragma once
/// \file
/// The second record of an action that acts on two (`workflow::Also`), as its actor stands to it.

#include "service/registers/found_record.h"

#include <vector>

namespace neove::service {

/// The record that `of` is linked to and that the action acts on as well, found for her. The sentence names
/// it only to somebody who may open it: `record.also_missing` (nothing is linked), `record.also_closed`,
/// `record.also_not_now` (its state has no such action) and `record.also_refused` (with its number).
Result<FoundRecord> beside_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const workflow::Also& also,
    const RecordId& of,
    const std::vector<record::Link>& links
);

}  // namespace neove::service
