#pragma once
/// \file
/// Other documents that are the same paper: it was withdrawn and is in the register again, or came twice.

#include "service/document_record.h"

namespace neove::service {

/// Documents of the same owner with the number (however it was typed) and the date of this one, newest first;
/// none where it has no number. Of those that are not withdrawn only papers of the same issuing body, so far
/// as both are known: two communes may number alike on one day. Whoever calls has decided that its caller may
/// read this one, and decides what she learns of the others.
Result<std::vector<DocumentRow>> paper_copies(
    const House& house, storage::Snapshot& snapshot, const DocumentRow& row
);
/// The same, opened.
Result<std::vector<DocumentRecord>> opened_copies(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentRow& row
);

/// Whether the paper is in the register a second time, not withdrawn, as a document that she may open.
Result<bool> has_copy(const House& house, const Caller& caller, const DocumentRow& row);

}  // namespace neove::service
