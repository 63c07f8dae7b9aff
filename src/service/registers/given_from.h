#pragma once
/// \file
/// The document out of which a record was given that points at none of its tasks, as a day of an order to
/// report does.

#include "service/document_record.h"
#include "service/registers/found_record.h"

namespace neove::service {

/// Looked for by the document's number, where the record's answers repeat it, among the documents that the
/// caller may open; and believed where the record is known by what that document gives (ADR 63). Nothing
/// where there is none.
Result<std::optional<DocumentRow>> given_from(
    House& house, const Caller& caller, const Desk& desk, const RecordId& record, const json::Value& answers
);

}  // namespace neove::service
