#pragma once
/// \file
/// Statements over records of registers and what is derived from their events
/// (migrations/0011_registers.sql). Columns of `record` come in one order everywhere: id, register_name,
/// number, state, owner_org, created_by, opened_at, changed_at, version, bundle, c1 … c8, due_at, entered,
/// last_event, tag, and then, where an answer is opened, sealed, epoch and wrapped key.

#include "storage/statement.h"

namespace neove::storage::statements {

/// One record with all that opens it; the key is NULL where it was erased.
inline constexpr Statement kRecordById{
    "record_by_id",
    "SELECT r.id, r.register_name, r.number, r.state, r.owner_org, r.created_by, r.opened_at, "
    "r.changed_at, r.version, r.bundle, r.c1, r.c2, r.c3, r.c4, r.c5, r.c6, r.c7, r.c8, r.due_at, "
    "r.entered, r.last_event, r.tag, r.sealed, k.epoch, k.wrapped FROM record r LEFT JOIN record_key "
    "k ON k.record_id = r.id WHERE r.id = $1 AND r.register_name = $2"};

/// The same for sixty at once, of whatever register; their ids empty where there are fewer.
inline constexpr Statement kRecordsById{
    "records_by_id",
    "SELECT r.id, r.register_name, r.number, r.state, r.owner_org, r.created_by, r.opened_at, "
    "r.changed_at, r.version, r.bundle, r.c1, r.c2, r.c3, r.c4, r.c5, r.c6, r.c7, r.c8, r.due_at, "
    "r.entered, r.last_event, r.tag, r.sealed, k.epoch, k.wrapped FROM record r LEFT JOIN record_key k "
    "ON k.record_id = r.id WHERE r.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
    "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, "
    "$35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, "
    "$55, $56, $57, $58, $59, $60)"};

/// As a link to it is shown: without its seal.
inline constexpr Statement kRecordRowById{
    "record_row_by_id",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE id = "
    "$1"};

inline constexpr Statement kRecordIdByNumber{
    "record_id_by_number", "SELECT id FROM record WHERE register_name = $1 AND number = $2"};

inline constexpr Statement kInsertRecord{
    "insert_record",
    "INSERT INTO record (id, register_name, number, state, owner_org, created_by, opened_at, "
    "changed_at, version, bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag, "
    "sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
    "$19, $20, $21, $22, $23)"};

inline constexpr Statement kUpdateRecord{
    "update_record",
    "UPDATE record SET state = $2, owner_org = $3, changed_at = $4, version = $5, bundle = $6, due_at = "
    "$7, entered = $8, last_event = $9, tag = $10, sealed = $11 WHERE id = $1 AND version = $5 - 1"};

/// What seldom changes: an index that an update names is written whether its value changed or not.
inline constexpr Statement kUpdateRecordColumns{
    "update_record_columns",
    "UPDATE record SET c1 = $2, c2 = $3, c3 = $4, c4 = $5, c5 = $6, c6 = $7, c7 = $8, c8 = $9, opened_at "
    "= $10 WHERE id = $1"};

/// What may be derived of a record without its key; `rebuild --apply` writes it back.
inline constexpr Statement kMendRecord{
    "mend_record",
    "UPDATE record SET number = $2, state = $3, owner_org = $4, created_by = $5, opened_at = $6, "
    "changed_at = $7, version = $8, bundle = $9, c1 = $10, c2 = $11, c3 = $12, c4 = $13, c5 = $14, c6 "
    "= $15, c7 = $16, c8 = $17, due_at = $18, entered = $19, last_event = $20, tag = $21 WHERE id = "
    "$1"};

/// Not under an epoch that a key day went past (`store_fact` says which): it would be lost with it.
inline constexpr Statement kInsertRecordKey{
    "insert_record_key",
    "INSERT INTO record_key (record_id, register_name, domain, epoch, wrapped) SELECT $1, $2, $3, $4, $5 "
    "WHERE NOT EXISTS (SELECT 1 FROM store_fact WHERE fact_key = 'epoch.' || $3 AND CAST(fact_value AS "
    "BIGINT) > $4)",
    "INSERT INTO record_key (record_id, register_name, domain, epoch, wrapped) SELECT $1::text, $2::text, "
    "$3::bigint, $4::bigint, $5::bytea WHERE NOT EXISTS (SELECT 1 FROM store_fact WHERE fact_key = 'epoch.' "
    "|| $3::bigint AND CAST(fact_value AS BIGINT) > $4::bigint)"};

inline constexpr Statement kRecordKey{
    "record_key", "SELECT epoch, wrapped FROM record_key WHERE record_id = $1"};

/// A key day; only where nobody rewrapped it meanwhile.
inline constexpr Statement kRewrapRecordKey{
    "rewrap_record_key",
    "UPDATE record_key SET epoch = $2, wrapped = $3 WHERE record_id = $1 AND epoch = $4"};

/// A redaction: the key after this one, also of an epoch that holds; only where nobody replaced it meanwhile.
inline constexpr Statement kReplaceRecordKey{
    "replace_record_key",
    "UPDATE record_key SET epoch = $2, wrapped = $3, generation = $4 WHERE record_id = $1 AND generation = "
    "$4 - 1 AND NOT EXISTS (SELECT 1 FROM store_fact WHERE fact_key = 'epoch.' || record_key.domain AND "
    "CAST(fact_value AS BIGINT) > $2)",
    "UPDATE record_key SET epoch = $2::bigint, wrapped = $3::bytea, generation = $4::bigint WHERE record_id "
    "= "
    "$1::text AND generation = $4::bigint - 1 AND NOT EXISTS (SELECT 1 FROM store_fact WHERE fact_key = "
    "'epoch.' || record_key.domain AND CAST(fact_value AS BIGINT) > $2::bigint)"};

inline constexpr Statement kDeleteRecordKey{
    "delete_record_key", "DELETE FROM record_key WHERE record_id = $1"};

inline constexpr Statement kRecordKeysOfEpoch{
    "record_keys_of_epoch",
    "SELECT record_id, register_name, wrapped, generation FROM record_key WHERE domain = $1 AND epoch = $2 "
    "AND "
    "record_id > $3 ORDER BY record_id LIMIT $4"};

// Pages of a list. Parameters: register, owner (or the beginnings of owners' ids as `,a,b,`: of several
// bodies the rows are looked through along the order, and a text of whole ids would be dear; or the account
// that relations name), due before, states as `,a,b,` (empty: all; or one state), the last row's key and id,
// how many; of one owner's sorted by a column its number; where by relations the organisation and the
// creator.

inline constexpr Statement kRecordsDueOfOwner{
    "records_due_owner",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND owner_org = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS "
    "TEXT) LIKE '%,' || state || ',%') AND (due_at, id) > ($5, $6) ORDER BY due_at, id LIMIT $7"};

inline constexpr Statement kRecordsChangedOfOwner{
    "records_changed_owner",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND owner_org = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS "
    "TEXT) LIKE '%,' || state || ',%') AND (changed_at, id) < ($5, $6) ORDER BY changed_at DESC, id DESC "
    "LIMIT $7"};

inline constexpr Statement kRecordsOpenedOfOwner{
    "records_opened_owner",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND owner_org = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS "
    "TEXT) LIKE '%,' || state || ',%') AND (opened_at, id) < ($5, $6) ORDER BY opened_at DESC, id DESC "
    "LIMIT $7"};

/// Few rows of one body are sorted: no index of owners and columns.
inline constexpr Statement kRecordsSortedOfOwner{
    "records_column_owner",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND owner_org = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS "
    "TEXT) LIKE '%,' || state || ',%') AND (CASE CAST($8 AS BIGINT) WHEN 1 THEN c1 WHEN 2 THEN c2 WHEN 3 "
    "THEN c3 WHEN 4 THEN c4 WHEN 5 THEN c5 WHEN 6 THEN c6 WHEN 7 THEN c7 WHEN 8 THEN c8 ELSE number END, "
    "id) > ($5, $6) ORDER BY CASE CAST($8 AS BIGINT) WHEN 1 THEN c1 WHEN 2 THEN c2 WHEN 3 THEN c3 WHEN 4 "
    "THEN c4 WHEN 5 THEN c5 WHEN 6 THEN c6 WHEN 7 THEN c7 WHEN 8 THEN c8 ELSE number END, id LIMIT $7"};

inline constexpr Statement kRecordsDue{
    "records_due_all",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (due_at, id) > ($5, $6) ORDER BY due_at, id LIMIT $7"};

inline constexpr Statement kRecordsChanged{
    "records_changed_all",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (changed_at, id) < ($5, $6) ORDER BY changed_at DESC, id DESC LIMIT $7"};

inline constexpr Statement kRecordsOpened{
    "records_opened_all",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (opened_at, id) < ($5, $6) ORDER BY opened_at DESC, id DESC LIMIT $7"};

/// Of one state, which few of all may be in.
inline constexpr Statement kRecordsDueOfState{
    "records_due_state",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND state = $4 AND (due_at, id) > ($5, $6) ORDER BY due_at, id LIMIT $7"};

// One a column, each along an index of its own.

inline constexpr Statement kRecordsByNumber{
    "records_by_number",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (number, id) > ($5, $6) ORDER BY number, id LIMIT $7"};

inline constexpr Statement kRecordsByColumn1{
    "records_by_c1",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (c1, id) > ($5, $6) ORDER BY c1, id LIMIT $7"};

inline constexpr Statement kRecordsByColumn2{
    "records_by_c2",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (c2, id) > ($5, $6) ORDER BY c2, id LIMIT $7"};

inline constexpr Statement kRecordsByColumn3{
    "records_by_c3",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (c3, id) > ($5, $6) ORDER BY c3, id LIMIT $7"};

inline constexpr Statement kRecordsByColumn4{
    "records_by_c4",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (c4, id) > ($5, $6) ORDER BY c4, id LIMIT $7"};

inline constexpr Statement kRecordsByColumn5{
    "records_by_c5",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (c5, id) > ($5, $6) ORDER BY c5, id LIMIT $7"};

inline constexpr Statement kRecordsByColumn6{
    "records_by_c6",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (c6, id) > ($5, $6) ORDER BY c6, id LIMIT $7"};

inline constexpr Statement kRecordsByColumn7{
    "records_by_c7",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (c7, id) > ($5, $6) ORDER BY c7, id LIMIT $7"};

inline constexpr Statement kRecordsByColumn8{
    "records_by_c8",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND (CAST($2 AS TEXT) = '' OR CAST($2 AS TEXT) LIKE '%,' || substr(owner_org, 1, "
    "8) || ',%') AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS TEXT) LIKE '%,' || state || "
    "',%') AND (c8, id) > ($5, $6) ORDER BY c8, id LIMIT $7"};

// Those that she opened herself.

inline constexpr Statement kRecordsDueOfCreator{
    "records_due_creator",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND created_by = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS "
    "TEXT) LIKE '%,' || state || ',%') AND (due_at, id) > ($5, $6) ORDER BY due_at, id LIMIT $7"};

inline constexpr Statement kRecordsChangedOfCreator{
    "records_changed_creator",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name || '' = $1 AND created_by = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 "
    "AS TEXT) LIKE '%,' || state || ',%') AND (changed_at, id) < ($5, $6) ORDER BY changed_at DESC, id "
    "DESC LIMIT $7"};

inline constexpr Statement kRecordsOpenedOfCreator{
    "records_opened_creator",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name || '' = $1 AND created_by = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 "
    "AS TEXT) LIKE '%,' || state || ',%') AND (opened_at, id) < ($5, $6) ORDER BY opened_at DESC, id "
    "DESC LIMIT $7"};

inline constexpr Statement kRecordsSortedOfCreator{
    "records_column_creator",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND created_by = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS "
    "TEXT) LIKE '%,' || state || ',%') AND (CASE CAST($8 AS BIGINT) WHEN 1 THEN c1 WHEN 2 THEN c2 WHEN 3 "
    "THEN c3 WHEN 4 THEN c4 WHEN 5 THEN c5 WHEN 6 THEN c6 WHEN 7 THEN c7 WHEN 8 THEN c8 ELSE number END, "
    "id) > ($5, $6) ORDER BY CASE CAST($8 AS BIGINT) WHEN 1 THEN c1 WHEN 2 THEN c2 WHEN 3 THEN c3 WHEN 4 "
    "THEN c4 WHEN 5 THEN c5 WHEN 6 THEN c6 WHEN 7 THEN c7 WHEN 8 THEN c8 ELSE number END, id LIMIT $7"};

// From the few that are related, not along the register: its name is no way in here (`|| ''`).

inline constexpr Statement kRecordsDueRelated{
    "records_due_related",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name || '' = $1 AND id IN (SELECT record_id FROM relation WHERE account_id = $2 AND "
    "account_id <> '' AND register_name = $1 UNION SELECT record_id FROM relation WHERE organisation_id "
    "= $8 AND organisation_id <> '' AND register_name = $1) AND due_at < $3 AND (CAST($4 AS TEXT) = '' "
    "OR CAST($4 AS TEXT) LIKE '%,' || state || ',%') AND (due_at, id) > ($5, $6) ORDER BY due_at, id "
    "LIMIT $7"};

inline constexpr Statement kRecordsChangedRelated{
    "records_changed_related",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name || '' = $1 AND id IN (SELECT record_id FROM relation WHERE account_id = $2 AND "
    "account_id <> '' AND register_name = $1 UNION SELECT record_id FROM relation WHERE organisation_id "
    "= $8 AND organisation_id <> '' AND register_name = $1) AND due_at < $3 AND (CAST($4 AS TEXT) = '' "
    "OR CAST($4 AS TEXT) LIKE '%,' || state || ',%') AND (changed_at, id) < ($5, $6) ORDER BY changed_at "
    "DESC, id DESC LIMIT $7"};

inline constexpr Statement kRecordsOpenedRelated{
    "records_opened_related",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name || '' = $1 AND id IN (SELECT record_id FROM relation WHERE account_id = $2 AND "
    "account_id <> '' AND register_name = $1 UNION SELECT record_id FROM relation WHERE organisation_id "
    "= $8 AND organisation_id <> '' AND register_name = $1) AND due_at < $3 AND (CAST($4 AS TEXT) = '' "
    "OR CAST($4 AS TEXT) LIKE '%,' || state || ',%') AND (opened_at, id) < ($5, $6) ORDER BY opened_at "
    "DESC, id DESC LIMIT $7"};

inline constexpr Statement kRecordsSortedRelated{
    "records_column_related",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name || '' = $1 AND id IN (SELECT record_id FROM relation WHERE account_id = $2 AND "
    "account_id <> '' AND register_name = $1 UNION SELECT record_id FROM relation WHERE organisation_id "
    "= $9 AND organisation_id <> '' AND register_name = $1) AND due_at < $3 AND (CAST($4 AS TEXT) = '' "
    "OR CAST($4 AS TEXT) LIKE '%,' || state || ',%') AND (CASE CAST($8 AS BIGINT) WHEN 1 THEN c1 WHEN 2 "
    "THEN c2 WHEN 3 THEN c3 WHEN 4 THEN c4 WHEN 5 THEN c5 WHEN 6 THEN c6 WHEN 7 THEN c7 WHEN 8 THEN c8 "
    "ELSE number END, id) > ($5, $6) ORDER BY CASE CAST($8 AS BIGINT) WHEN 1 THEN c1 WHEN 2 THEN c2 WHEN "
    "3 THEN c3 WHEN 4 THEN c4 WHEN 5 THEN c5 WHEN 6 THEN c6 WHEN 7 THEN c7 WHEN 8 THEN c8 ELSE number "
    "END, id LIMIT $7"};

inline constexpr Statement kRecordsAfter{
    "records_after",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag, sealed FROM record "
    "WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountRecordsOf{
    "count_records_of", "SELECT COUNT(*) FROM record WHERE register_name = $1"};

/// Along the index of records: whole histories one after another.
inline constexpr Statement kRecordEventsAfter{
    "record_events_after",
    "SELECT id, register_name, record_id, version, position, kind, occurred_at, occurred_precision, "
    "actor, acting_org, clear, sealed, body_digest, recorded_at FROM event WHERE (register_name, "
    "record_id, version, position) > ($1, $2, $3, $4) AND register_name = $5 ORDER BY register_name, "
    "record_id, version, position LIMIT $6"};

inline constexpr Statement kClocksOfRecord{
    "clocks_of_record",
    "SELECT limit_id, ordinal, started_at, due_at, stopped_at, detail FROM clock WHERE record_id = $1 "
    "ORDER BY limit_id, ordinal"};

inline constexpr Statement kPutClockRow{
    "put_clock_row",
    "INSERT INTO clock (record_id, limit_id, ordinal, register_name, started_at, due_at, stopped_at, "
    "detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (record_id, limit_id, ordinal) DO "
    "UPDATE SET started_at = excluded.started_at, due_at = excluded.due_at, stopped_at = "
    "excluded.stopped_at, detail = excluded.detail"};

inline constexpr Statement kDeleteClocksOf{"delete_clocks_from", "DELETE FROM clock WHERE record_id = $1"};

inline constexpr Statement kInsertRecordFact{
    "insert_record_fact",
    "INSERT INTO fact (register_name, subject, ordinal, kind, on_date, org, unit, d1, d2, d3, d4, d5, "
    "d6, d7, d8, n) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"};

inline constexpr Statement kFactsOfSubject{
    "facts_of_subject",
    "SELECT register_name, subject, ordinal, kind, on_date, org, unit, d1, d2, d3, d4, d5, d6, d7, "
    "d8, n FROM fact WHERE register_name = $1 AND subject = $2 ORDER BY ordinal"};

inline constexpr Statement kDeleteFactsOf{
    "delete_facts_of", "DELETE FROM fact WHERE register_name = $1 AND subject = $2"};

inline constexpr Statement kFactSubjectsAfter{
    "fact_subjects_after",
    "SELECT DISTINCT register_name, subject FROM fact WHERE (register_name, subject) > ($1, $2) ORDER "
    "BY register_name, subject LIMIT $3"};

inline constexpr Statement kRelationsOfRecord{
    "relations_of_record",
    "SELECT id, register_name, record_id, kind, account_id, organisation_id, from_at, until_at, "
    "given_by, version, tag FROM relation WHERE record_id = $1 ORDER BY id"};

// Of the rows of a page at once: sixty ids, empty where there are fewer.

inline constexpr Statement kRelationsOfRecords{
    "relations_of_records",
    "SELECT id, register_name, record_id, kind, account_id, organisation_id, from_at, until_at, "
    "given_by, version, tag FROM relation WHERE record_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
    "$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, "
    "$31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, "
    "$51, $52, $53, $54, $55, $56, $57, $58, $59, $60) ORDER BY record_id, id"};

inline constexpr Statement kLivingKeys{
    "living_keys",
    "SELECT record_id FROM record_key WHERE record_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "$12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, "
    "$32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, "
    "$52, $53, $54, $55, $56, $57, $58, $59, $60)"};

inline constexpr Statement kClocksOfRecords{
    "clocks_of_records",
    "SELECT limit_id, ordinal, started_at, due_at, stopped_at, detail, record_id FROM clock WHERE "
    "record_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
    "$20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, "
    "$40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, "
    "$60) ORDER BY record_id, limit_id, ordinal"};

inline constexpr Statement kInsertRecordRelation{
    "insert_record_relation",
    "INSERT INTO relation (id, register_name, record_id, kind, account_id, organisation_id, from_at, "
    "until_at, given_by, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

inline constexpr Statement kEndRecordRelation{
    "end_record_relation",
    "UPDATE relation SET until_at = $2, version = $3, tag = $4 WHERE id = $1 AND version = $3 - 1"};

inline constexpr Statement kLinksOfRecord{
    "links_of_record",
    "SELECT id, register_name, record_id, kind, to_register, to_id, role_name FROM record_link WHERE "
    "record_id = $1 ORDER BY kind, id"};

inline constexpr Statement kLinksToRecord{
    "links_to_record",
    "SELECT id, register_name, record_id, kind, to_register, to_id, role_name FROM record_link WHERE "
    "to_id = $1 ORDER BY kind, id LIMIT 200"};

inline constexpr Statement kInsertRecordLink{
    "insert_record_link",
    "INSERT INTO record_link (id, register_name, record_id, kind, to_register, to_id, role_name) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};

inline constexpr Statement kDeleteRecordLink{"delete_record_link", "DELETE FROM record_link WHERE id = $1"};

inline constexpr Statement kDeleteLinksOfRecord{
    "delete_links_of_record", "DELETE FROM record_link WHERE record_id = $1"};

inline constexpr Statement kDraft{
    "draft",
    "SELECT changed_at, epoch, sealed, writer FROM draft WHERE account_id = $1 AND register_name = $2 AND "
    "record_key = $3 AND action = $4"};

/// Writes no row where there is one.
inline constexpr Statement kBeginDraft{
    "begin_draft",
    "INSERT INTO draft (account_id, register_name, record_key, action, changed_at, epoch, sealed, writer) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account_id, register_name, record_key, action) "
    "DO NOTHING"};

/// Of the version that was read ($9), and of no other.
inline constexpr Statement kWriteDraft{
    "write_draft",
    "UPDATE draft SET changed_at = $5, epoch = $6, sealed = $7, writer = $8 WHERE account_id = $1 AND "
    "register_name = $2 AND record_key = $3 AND action = $4 AND changed_at = $9"};

inline constexpr Statement kDeleteDraft{
    "delete_draft",
    "DELETE FROM draft WHERE account_id = $1 AND register_name = $2 AND record_key = $3 AND action = "
    "$4"};

/// Of the version that was read ($5), and of no other.
inline constexpr Statement kDiscardDraft{
    "discard_draft",
    "DELETE FROM draft WHERE account_id = $1 AND register_name = $2 AND record_key = $3 AND action = "
    "$4 AND changed_at = $5"};

inline constexpr Statement kForgetDrafts{"forget_drafts", "DELETE FROM draft WHERE changed_at < $1"};

inline constexpr Statement kCountDraftsOf{
    "count_drafts_of", "SELECT COUNT(*) FROM draft WHERE account_id = $1"};

inline constexpr Statement kWriteCard{
    "write_card",
    "INSERT INTO record_card (record_id, register_name, version, sealed) VALUES ($1, $2, $3, $4) ON "
    "CONFLICT (record_id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed"};

inline constexpr Statement kDeleteCard{"delete_card", "DELETE FROM record_card WHERE record_id = $1"};

inline constexpr Statement kCardsAfter{
    "cards_after",
    "SELECT c.record_id, c.version, c.sealed, k.epoch, k.wrapped FROM record_card c JOIN record_key k "
    "ON k.record_id = c.record_id WHERE c.register_name = $1 AND c.record_id > $2 ORDER BY "
    "c.record_id LIMIT $3"};

inline constexpr Statement kCardOfRecord{
    "card_of_record",
    "SELECT c.record_id, c.version, c.sealed, k.epoch, k.wrapped FROM record_card c JOIN record_key k "
    "ON k.record_id = c.record_id WHERE c.record_id = $1"};

inline constexpr Statement kBundleByDigest{"bundle_by_digest", "SELECT source FROM bundle WHERE digest = $1"};

inline constexpr Statement kKeepBundle{
    "keep_bundle",
    "INSERT INTO bundle (digest, source, first_used_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO "
    "NOTHING"};

inline constexpr Statement kAcceptedAccess{
    "accepted_access",
    "SELECT digest, table_text, accepted_at, proposed_by, confirmed_by, tag FROM accepted_access "
    "ORDER BY accepted_at DESC, digest"};

inline constexpr Statement kAcceptAccess{
    "accept_access",
    "INSERT INTO accepted_access (digest, table_text, accepted_at, proposed_by, confirmed_by, tag) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (digest) DO UPDATE SET accepted_at = "
    "excluded.accepted_at, proposed_by = excluded.proposed_by, confirmed_by = excluded.confirmed_by, "
    "tag = excluded.tag"};

}  // namespace neove::storage::statements
