#pragma once
/// \file
/// What boards in memory are filled from: the rows of a register along their ids, and what happened since.

#include "storage/statement.h"

namespace neove::storage::statements {

/// Without their seals. Along the ids of all registers, which no order of one register's own is better than.
inline constexpr Statement kRecordsOfRegisterAfter{
    "records_of_register_after",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE id > $2 AND "
    "register_name || '' = $1 ORDER BY id LIMIT $3"};

/// The same of sixty by name; their ids empty where there are fewer.
inline constexpr Statement kRecordRowsById{
    "record_rows_by_id",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE id IN ($1, "
    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, "
    "$24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, "
    "$44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60)"};

/// How far the journal is chained, and whether entries wait to be: without a parameter, so that PostgreSQL
/// plans it once a connection, where it plans what follows anew for each question.
inline constexpr Statement kJournalNow{
    "journal_now",
    "SELECT (SELECT MAX(seq) FROM journal), (SELECT COUNT(*) FROM (SELECT 1 FROM chain_queue LIMIT 1) "
    "waiting)"};

/// Records of a register ($1) to which something happened behind the entry $2, chained or not yet: an event,
/// a rebuild ($3), a row of relation ($4) written without an event of the record. Along the journal, and not
/// through all entries of the register there ever were.
inline constexpr Statement kRecordsTouched{
    "records_touched",
    "SELECT record_id FROM journal WHERE seq > $2 AND register_name || '' = $1 AND (event_id <> '' OR action "
    "= $3) UNION SELECT record_id FROM chain_queue WHERE register_name = $1 AND (event_id <> '' OR action = "
    "$3) UNION SELECT r.record_id FROM journal j JOIN relation r ON r.id = SUBSTR(j.record_id, 1, 32) WHERE "
    "j.seq > $2 AND j.register_name || '' = $4 AND r.register_name = $1 UNION SELECT r.record_id FROM "
    "chain_queue j JOIN relation r ON r.id = SUBSTR(j.record_id, 1, 32) WHERE j.register_name = $4 AND "
    "r.register_name = $1"};

}  // namespace neove::storage::statements
