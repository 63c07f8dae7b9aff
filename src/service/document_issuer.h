#pragma once
/// \file
/// Which body issued a document, as a person says it: never what was read, which only proposes. Its leaders
/// read the document and what came of it, and nothing else (ADR 97).

#include "service/change_review.h"

namespace neove::service {

struct IssuingBody {
    OrganisationId organisation;  ///< empty: nobody said, she took it back, or the row is not ours
    std::int64_t version{0};      ///< of the row there is, believed or not; 0 where there is none
};
Result<IssuingBody> issuing_body(storage::Snapshot& snapshot, const Keys& keys, const DocumentId& document);

/// The documents that the organisation issued; rows with a wrong tag are as if absent.
Result<std::set<DocumentId>> issued_documents(
    storage::Snapshot& snapshot, const Keys& keys, const OrganisationId& organisation
);

/// An empty organisation takes it back: whoever read it for its issuer reads it no more. Refuses
/// `review.unknown_organisation`, `access.not_found`, `version.stale`.
Result<DocumentRecord> name_issuer(
    House& house, const Caller& caller, const ReviewRequest& request, const OrganisationId& organisation
);

}  // namespace neove::service
