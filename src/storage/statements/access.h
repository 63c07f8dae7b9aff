#pragma once
/// \file
/// Statements about the table of access in force and about breaking the glass (migrations/0016_access.sql).

#include "storage/statement.h"

namespace neove::storage::statements {

// Columns of the table in force: id, table_text, bundle, accepted_at, proposed_by, confirmed_by,
// waiting_text, waiting_bundle, waiting_by, waiting_at, sealed, version, tag.

inline constexpr Statement kAccessTable{
    "access_table",
    "SELECT id, table_text, bundle, accepted_at, proposed_by, confirmed_by, waiting_text, waiting_bundle, "
    "waiting_by, waiting_at, sealed, version, tag FROM access_table WHERE id = $1"};

/// Whatever stood there: of two that write at once, one finds that its version is taken.
inline constexpr Statement kWriteAccessTable{
    "write_access_table",
    "INSERT INTO access_table (id, table_text, bundle, accepted_at, proposed_by, confirmed_by, "
    "waiting_text, waiting_bundle, waiting_by, waiting_at, sealed, version, tag) VALUES ($1, $2, $3, $4, "
    "$5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO UPDATE SET table_text = "
    "excluded.table_text, bundle = excluded.bundle, accepted_at = excluded.accepted_at, proposed_by = "
    "excluded.proposed_by, confirmed_by = excluded.confirmed_by, waiting_text = excluded.waiting_text, "
    "waiting_bundle = excluded.waiting_bundle, waiting_by = excluded.waiting_by, waiting_at = "
    "excluded.waiting_at, sealed = excluded.sealed, version = excluded.version, tag = excluded.tag"};

// Columns of an act of breaking the glass: id, register_name, record_id, number, account_id,
// organisation_id, opened_at, until_at, review_due_at, stage, justified, reviewed_by, reviewed_at, sealed,
// version, tag.

inline constexpr Statement kInsertBreakGlass{
    "insert_break_glass",
    "INSERT INTO break_glass (id, register_name, record_id, number, account_id, organisation_id, opened_at, "
    "until_at, review_due_at, stage, justified, reviewed_by, reviewed_at, sealed, version, tag) VALUES ($1, "
    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"};

inline constexpr Statement kReviewBreakGlass{
    "review_break_glass",
    "UPDATE break_glass SET stage = $2, justified = $3, reviewed_by = $4, reviewed_at = $5, sealed = $6, "
    "version = $7, tag = $8 WHERE id = $1 AND version = $7 - 1"};

inline constexpr Statement kBreakGlassById{
    "break_glass_by_id",
    "SELECT id, register_name, record_id, number, account_id, organisation_id, opened_at, until_at, "
    "review_due_at, stage, justified, reviewed_by, reviewed_at, sealed, version, tag FROM break_glass WHERE "
    "id = $1"};

inline constexpr Statement kBreakGlassOfRegister{
    "break_glass_of_register",
    "SELECT id, register_name, record_id, number, account_id, organisation_id, opened_at, until_at, "
    "review_due_at, stage, justified, reviewed_by, reviewed_at, sealed, version, tag FROM break_glass WHERE "
    "register_name = $1 ORDER BY opened_at DESC, id LIMIT $2"};

inline constexpr Statement kBreakGlassOfRecord{
    "break_glass_of_record",
    "SELECT id, register_name, record_id, number, account_id, organisation_id, opened_at, until_at, "
    "review_due_at, stage, justified, reviewed_by, reviewed_at, sealed, version, tag FROM break_glass WHERE "
    "register_name = $1 AND record_id = $2 ORDER BY opened_at, id"};

inline constexpr Statement kBreakGlassWaiting{
    "break_glass_waiting",
    "SELECT id, register_name, record_id, number, account_id, organisation_id, opened_at, until_at, "
    "review_due_at, stage, justified, reviewed_by, reviewed_at, sealed, version, tag FROM break_glass WHERE "
    "register_name = $1 AND stage = 'waiting' ORDER BY review_due_at, id LIMIT $2"};

}  // namespace neove::storage::statements
