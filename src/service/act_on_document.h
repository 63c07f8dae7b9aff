#pragma once
/// \file
/// The pipeline of a write (`act.h`) for a document: found, authorised, its seal opened, changed, committed,
/// given back as the change left it.

#include "service/document_record.h"

#include <functional>
#include <string>

namespace neove::service {

struct DocumentAct {
    std::string permission;
    DocumentId document;
    std::string request_key;
    std::string request_body;
};

/// Changes the record in place and says what is to be written.
using DecideDocument = std::function<Result<Decided>(storage::Snapshot&, DocumentRecord&)>;

/// The record as the change leaves it; the change is the journal's entry for this look at it. A request that
/// was carried out before changes nothing and opens the record as it is now. Refusals: `access.not_found`,
/// `document.withdrawn`, `version.stale` where somebody else's change came first, those of `decide`.
Result<DocumentRecord> act_on_document(
    House& house, const Caller& caller, const DocumentAct& what, const DecideDocument& decide
);

}  // namespace neove::service
