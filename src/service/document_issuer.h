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

/// Whether a body is there today: one that ended issues nothing and gives nobody sight by what it issued.
bool is_issuer_there(const House& house, Instant now, const OrganisationId& organisation);
/// What the house's table says of a document: `object` as `document_object` found it.
bool may_with_document(
    const House& house, const Caller& caller, std::string_view permission, access::Object object
);

/// An empty organisation takes it back: whoever read it for its issuer reads it no more. Refuses
/// `review.unknown_organisation`, `review.issuer_ended`, `access.not_found`, `version.stale`.
Result<DocumentRecord> name_issuer(
    House& house, const Caller& caller, const ReviewRequest& request, const OrganisationId& organisation
);

}  // namespace neove::service
