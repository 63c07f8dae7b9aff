#pragma once
/// \file
/// Statements over the core tables (migrations/0001_house.sql).

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kReadMigrations{
    "read_migrations", "SELECT number, name, digest FROM schema_migration ORDER BY number"};
inline constexpr Statement kInsertMigration{
    "insert_migration",
    "INSERT INTO schema_migration (number, name, digest, applied_at) VALUES ($1, $2, $3, $4)"};
/// Any read fixes a snapshot; this is the cheapest.
inline constexpr Statement kPinSnapshot{"pin_snapshot", "SELECT number FROM schema_migration LIMIT 1"};

inline constexpr Statement kReadFact{"read_fact", "SELECT fact_value FROM store_fact WHERE fact_key = $1"};
inline constexpr Statement kInsertFact{
    "insert_fact", "INSERT INTO store_fact (fact_key, fact_value) VALUES ($1, $2)"};
inline constexpr Statement kWriteFact{
    "write_fact",
    "INSERT INTO store_fact (fact_key, fact_value) VALUES ($1, $2) "
    "ON CONFLICT (fact_key) DO UPDATE SET fact_value = excluded.fact_value"};

inline constexpr Statement kReadVersion{
    "read_version", "SELECT version FROM record_version WHERE register_name = $1 AND record_id = $2"};
inline constexpr Statement kInsertVersion{
    "insert_version", "INSERT INTO record_version (register_name, record_id, version) VALUES ($1, $2, 1)"};
inline constexpr Statement kAdvanceVersion{
    "advance_version",
    "UPDATE record_version SET version = version + 1 "
    "WHERE register_name = $1 AND record_id = $2 AND version = $3"};

/// Locks the row until the commit ends, so that of two commits that rest on each other's record one is
/// refused.
inline constexpr Statement kHoldVersion{
    "hold_version",
    "UPDATE record_version SET version = version "
    "WHERE register_name = $1 AND record_id = $2 AND version = $3"};

inline constexpr Statement kInsertEvent{
    "insert_event",
    "INSERT INTO event (id, register_name, record_id, version, position, kind, occurred_at, "
    "occurred_precision, "
    "actor, acting_org, clear, sealed, body_digest, recorded_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"};
inline constexpr Statement kEventsOfRecord{
    "events_of_record",
    "SELECT id, register_name, record_id, version, position, kind, occurred_at, occurred_precision, actor, "
    "acting_org, clear, sealed, body_digest, recorded_at FROM event "
    "WHERE register_name = $1 AND record_id = $2 ORDER BY version, position"};
inline constexpr Statement kEventById{
    "event_by_id",
    "SELECT id, register_name, record_id, version, position, kind, occurred_at, occurred_precision, actor, "
    "acting_org, clear, sealed, body_digest, recorded_at FROM event WHERE id = $1"};
inline constexpr Statement kLastEventTime{"last_event_time", "SELECT MAX(recorded_at) FROM event"};

inline constexpr Statement kInsertJournal{
    "insert_journal",
    "INSERT INTO journal (seq, recorded_at, node, actor, session_digest, action, register_name, record_id, "
    "event_id, classes, purpose, body, reason, digest, head) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};
inline constexpr Statement kJournalHead{
    "journal_head", "SELECT seq, recorded_at, head FROM journal ORDER BY seq DESC LIMIT 1"};
inline constexpr Statement kJournalAfter{
    "journal_after",
    "SELECT seq, recorded_at, node, actor, session_digest, action, register_name, record_id, event_id, "
    "classes, "
    "purpose, body, reason, digest, head FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2"};
inline constexpr Statement kJournalOfRecord{
    "journal_of_record",
    "SELECT seq, recorded_at, node, actor, session_digest, action, register_name, record_id, event_id, "
    "classes, "
    "purpose, body, reason, digest, head FROM journal WHERE register_name = $1 AND record_id = $2 ORDER BY "
    "seq"};

/// The newest state of every row of a table that the journal names: `row.account`.
inline constexpr Statement kNewestRowStates{
    "newest_row_states",
    "SELECT MAX(record_id) FROM journal WHERE register_name = $1 AND seq > $2 AND LENGTH(record_id) > 13 "
    "GROUP BY SUBSTR(record_id, 1, LENGTH(record_id) - 13)"};
/// The same where only the last entries count: along the journal, and not through every entry of the table
/// there ever was (the empty text keeps the index of records out of it).
inline constexpr Statement kNewestRowStatesSince{
    "newest_row_states_since",
    "SELECT MAX(record_id) FROM journal WHERE register_name || '' = $1 AND seq > $2 AND LENGTH(record_id) > "
    "13 "
    "GROUP BY SUBSTR(record_id, 1, LENGTH(record_id) - 13)"};
/// The first record of a table behind `$2`.
inline constexpr Statement kNextRowRecord{
    "next_row_record",
    "SELECT record_id FROM journal WHERE register_name = $1 AND record_id > $2 AND LENGTH(record_id) > 13 "
    "ORDER BY record_id LIMIT 1"};
/// The newest state of one row that the journal names; between `id.` and what sorts behind it.
inline constexpr Statement kNewestRowState{
    "newest_row_state",
    "SELECT MAX(record_id) FROM journal WHERE register_name = $1 AND record_id > $2 AND record_id < $3"};
inline constexpr Statement kNewestQueuedRowState{
    "newest_queued_row_state",
    "SELECT MAX(record_id) FROM chain_queue WHERE register_name = $1 AND record_id > $2 AND record_id < $3"};
/// Whether an entry about a record is there, chained or not yet.
inline constexpr Statement kCountActs{
    "count_acts",
    "SELECT (SELECT COUNT(*) FROM journal WHERE register_name = $1 AND record_id = $2 AND action = $3) + "
    "(SELECT COUNT(*) FROM chain_queue WHERE register_name = $1 AND record_id = $2 AND action = $3)"};
/// What the journal says an event's row is, chained or not yet.
inline constexpr Statement kJournalledBody{
    "journalled_body",
    "SELECT body FROM journal WHERE register_name = $1 AND record_id = $2 AND event_id = $3 UNION ALL SELECT "
    "body FROM chain_queue WHERE register_name = $1 AND record_id = $2 AND event_id = $3"};
/// How many events of a record the journal names, chained or not yet.
inline constexpr Statement kCountEventsNamed{
    "count_events_named",
    "SELECT (SELECT COUNT(*) FROM journal WHERE register_name = $1 AND record_id = $2 AND event_id <> '') + "
    "(SELECT COUNT(*) FROM chain_queue WHERE register_name = $1 AND record_id = $2 AND event_id <> '')"};
/// The same of many records; both parts of the journal may name one.
inline constexpr Statement kCountEventsOfRecords{
    "count_events_of_records",
    "SELECT record_id, COUNT(*) FROM journal WHERE register_name = $1 AND event_id <> '' AND record_id IN "
    "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "
    "$23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, "
    "$43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61) GROUP "
    "BY record_id UNION ALL SELECT record_id, COUNT(*) FROM chain_queue WHERE register_name = $1 AND "
    "event_id <> '' AND record_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
    "$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, "
    "$37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, "
    "$57, $58, $59, $60, $61) GROUP BY record_id"};
inline constexpr Statement kJournalTimeFrom{
    "journal_time_from", "SELECT seq, recorded_at FROM journal WHERE seq >= $1 ORDER BY seq LIMIT 1"};
inline constexpr Statement kAlarmsSince{
    "alarms_since",
    "SELECT COUNT(*), MAX(recorded_at) FROM journal WHERE action = 'alarm.row_tag' AND recorded_at >= $1"};
/// What `neove backup create` wrote, oldest first: whole backups are `backup.created`, keys files that were
/// made alone `backup.keys_created`.
inline constexpr Statement kBackupsMade{
    "backups_made",
    "SELECT record_id, recorded_at, action FROM journal WHERE register_name = 'backup' "
    "AND action IN ('backup.created', 'backup.keys_created') ORDER BY seq"};

inline constexpr Statement kEnqueueEntry{
    "enqueue_entry",
    "INSERT INTO chain_queue (recorded_at, node, actor, session_digest, action, register_name, record_id, "
    "event_id, "
    "classes, purpose, body, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
inline constexpr Statement kQueuedEntries{
    "queued_entries",
    "SELECT id, recorded_at, node, actor, session_digest, action, register_name, record_id, event_id, "
    "classes, "
    "purpose, body, reason FROM chain_queue ORDER BY id LIMIT $1"};
/// What is durable of a record but not chained yet: what comes after `journal_of_record`, its first columns.
inline constexpr Statement kQueuedOfRecord{
    "queued_of_record",
    "SELECT id, recorded_at, node, actor, session_digest, action FROM chain_queue "
    "WHERE register_name = $1 AND record_id = $2 ORDER BY id"};
inline constexpr Statement kQueueBounds{"queue_bounds", "SELECT MIN(id), MAX(id) FROM chain_queue"};
inline constexpr Statement kLastQueuedTime{"last_queued_time", "SELECT MAX(recorded_at) FROM chain_queue"};
inline constexpr Statement kDequeueEntries{"dequeue_entries", "DELETE FROM chain_queue WHERE id <= $1"};

inline constexpr Statement kInsertIdempotency{
    "insert_idempotency",
    "INSERT INTO idempotency (actor, key_digest, body_digest, resource_id, status, recorded_at) "
    "VALUES ($1, $2, $3, $4, $5, $6)"};
inline constexpr Statement kReadIdempotency{
    "read_idempotency",
    "SELECT body_digest, resource_id, status, recorded_at FROM idempotency WHERE actor = $1 AND key_digest = "
    "$2"};
inline constexpr Statement kForgetIdempotency{
    "forget_idempotency", "DELETE FROM idempotency WHERE recorded_at < $1"};

}  // namespace neove::storage::statements
