#pragma once
/// \file
/// Statements for tasks of documents that records point at.

#include "storage/statement.h"

namespace neove::storage::statements {

/// Where a confirmed task stands, for whatever points at it.
inline constexpr Statement kPlaceOfTask{
    "place_of_task", "SELECT document_id, path, body FROM confirmed_task WHERE id = $1"};

/// Records that point at confirmed tasks of a document, by task.
inline constexpr Statement kRecordsOfTasks{
    "records_of_tasks",
    "SELECT DISTINCT t.id, l.register_name, l.record_id FROM confirmed_task t JOIN record_link l ON "
    "l.to_id = t.id WHERE t.document_id = $1 AND (t.id, l.register_name, l.record_id) > ($2, $3, $4) "
    "ORDER BY t.id, l.register_name, l.record_id LIMIT $5"};

/// Every link to something, page by page.
inline constexpr Statement kLinksToAfter{
    "links_to_after",
    "SELECT id, register_name, record_id, kind, to_register, to_id, role_name FROM record_link WHERE "
    "to_id = $1 AND id > $2 ORDER BY id LIMIT $3"};

}  // namespace neove::storage::statements
