#pragma once
/// \file
/// What documents of the register say of each other, as it is kept.

#include "service/documents.h"

namespace neove::service {

/// The rows are an index: what is true of them stands sealed in the document, and the journal names all of
/// one document together.
constexpr const char* kRelationTable = "document_relation";
/// Whether a row as `kSaveDocumentRelation` gives it carries our tag.
bool is_own_relation(const Keys& keys, const storage::Row& row);

/// The rows of what a document says, in place of those there are, under the version that it then has.
std::vector<storage::Write> relation_writes(
    const Keys& keys, const DocumentId& self, std::int64_t version, const json::Array& stated
);

/// Puts what a person stated into the record, and gives the rows by which it is found from the other side.
/// Refuses `document.relation_unknown` with its place. What was stated of documents that she does not see
/// stays, and so does what the document carries out (`own_plan.h`).
Result<std::vector<storage::Write>> state_relations(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::vector<StatedRelation>& relations,
    DocumentRecord& record
);

}  // namespace neove::service
