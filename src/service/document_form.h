#pragma once
/// \file
/// The sealed part of a document as JSON.

#include "service/document_record.h"

namespace neove::service {

json::Value sealed_part(const DocumentRecord& record);
/// Fills the sealed part of `record`; refuses `document.unreadable`.
Result<> read_sealed_part(json::Value value, DocumentRecord& record);

}  // namespace neove::service
