#pragma once
/// \file
/// Withdrawn documents of one paper that is in the register again.

#include "service/document_record.h"

namespace neove::service {

/// Withdrawn documents of the same owner with the number (however it was typed) and the date of this one;
/// none where it has no number. Whoever calls has decided that its caller may read this one.
Result<std::vector<DocumentRecord>> withdrawn_copies(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentRow& row
);

}  // namespace neove::service
