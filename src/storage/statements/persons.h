#pragma once
/// \file
/// Statements about registers of persons as a whole: what their index in memory is built from, and erasures
/// (migrations/0012_erasures.sql).

#include "storage/statement.h"

namespace neove::storage::statements {

// What a person is found by, with what opens it and what says who may find her. Columns: record_id, version
// of the card, sealed, epoch, wrapped, owner_org, created_by, state, entered, version of the record. Whom an
// erasure names does not come back into memory, whatever somebody put back.

inline constexpr Statement kPersonsAfter{
    "persons_after",
    "SELECT c.record_id, c.version, c.sealed, k.epoch, k.wrapped, r.owner_org, r.created_by, r.state, "
    "r.entered, r.version FROM record_card c JOIN record_key k ON k.record_id = c.record_id JOIN record r ON "
    "r.id = c.record_id AND r.register_name = c.register_name WHERE c.register_name = $1 AND c.record_id > "
    "$2 AND NOT EXISTS (SELECT 1 FROM erasure e WHERE e.record_id = c.record_id AND e.stage = 'erased') "
    "ORDER "
    "BY c.record_id LIMIT $3"};

inline constexpr Statement kPersonOfRecord{
    "person_of_record",
    "SELECT c.record_id, c.version, c.sealed, k.epoch, k.wrapped, r.owner_org, r.created_by, r.state, "
    "r.entered, r.version FROM record_card c JOIN record_key k ON k.record_id = c.record_id JOIN record r ON "
    "r.id = c.record_id AND r.register_name = c.register_name WHERE c.record_id = $1 AND c.register_name = "
    "$2 AND NOT EXISTS (SELECT 1 FROM erasure e WHERE e.record_id = c.record_id AND e.stage = 'erased')"};

/// Columns as `relations_of_record`.
inline constexpr Statement kRelationsBetween{
    "relations_between",
    "SELECT id, register_name, record_id, kind, account_id, organisation_id, from_at, until_at, given_by, "
    "version, tag FROM relation WHERE register_name = $1 AND record_id > $2 AND record_id <= $3 ORDER BY "
    "record_id, id"};

// Columns of an erasure: id, register_name, record_id, number, stage, state, proposed_by, proposed_at,
// decided_by, decided_at, domain, epoch, sealed, version, tag.

inline constexpr Statement kInsertErasure{
    "insert_erasure",
    "INSERT INTO erasure (id, register_name, record_id, number, stage, state, proposed_by, proposed_at, "
    "decided_by, decided_at, domain, epoch, sealed, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
    "$9, "
    "$10, $11, $12, $13, $14, $15)"};

inline constexpr Statement kDecideErasure{
    "decide_erasure",
    "UPDATE erasure SET stage = $2, state = $3, decided_by = $4, decided_at = $5, domain = $6, epoch = $7, "
    "sealed = $8, version = $9, tag = $10 WHERE id = $1 AND version = $9 - 1"};

inline constexpr Statement kErasureById{
    "erasure_by_id",
    "SELECT id, register_name, record_id, number, stage, state, proposed_by, proposed_at, decided_by, "
    "decided_at, domain, epoch, sealed, version, tag FROM erasure WHERE id = $1"};

inline constexpr Statement kErasuresOfRegister{
    "erasures_of_register",
    "SELECT id, register_name, record_id, number, stage, state, proposed_by, proposed_at, decided_by, "
    "decided_at, domain, epoch, sealed, version, tag FROM erasure WHERE register_name = $1 ORDER BY "
    "proposed_at DESC, id LIMIT $2"};

inline constexpr Statement kErasuresOfRecord{
    "erasures_of_record",
    "SELECT id, register_name, record_id, number, stage, state, proposed_by, proposed_at, decided_by, "
    "decided_at, domain, epoch, sealed, version, tag FROM erasure WHERE record_id = $1 ORDER BY proposed_at, "
    "id"};

/// Typed by whomever, and not yet sent.
inline constexpr Statement kDeleteDraftsOfRecord{
    "delete_drafts_of_record", "DELETE FROM draft WHERE register_name = $1 AND record_key = $2"};

/// Typed for another record, and said to be about this one: the word behind the action begins with
/// `REGISTER/ID` ($1).
inline constexpr Statement kDeleteDraftsAbout{
    "delete_drafts_about", "DELETE FROM draft WHERE action LIKE '%@' || CAST($1 AS TEXT) || '%'"};

/// The same, to be sealed anew: account, action, epoch, sealed.
inline constexpr Statement kDraftsOfRecord{
    "drafts_of_record",
    "SELECT account_id, action, epoch, sealed FROM draft WHERE register_name = $1 AND record_key = $2 ORDER "
    "BY "
    "account_id, action"};
inline constexpr Statement kResealDraft{
    "reseal_draft",
    "UPDATE draft SET sealed = $5 WHERE account_id = $1 AND register_name = $2 AND record_key = $3 AND "
    "action "
    "= $4"};

/// Events of a redacted record under its new key (migrations/0019_redactions.sql).
inline constexpr Statement kResealedOfRecord{
    "resealed_of_record",
    "SELECT record_id, register_name, version, sealed FROM resealed WHERE record_id = $1 AND register_name = "
    "$2"};
inline constexpr Statement kWriteResealed{
    "write_resealed",
    "INSERT INTO resealed (record_id, register_name, version, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT "
    "(record_id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed WHERE resealed.version = "
    "excluded.version - 1"};

/// Key days that ended everywhere: `domain.epoch` that holds since, and when. `$1`: the store.
inline constexpr Statement kKeyDaysDone{
    "key_days_done",
    "SELECT classes, recorded_at FROM journal WHERE register_name = 'keyring' AND record_id = $1 AND action "
    "= "
    "'key_day.done' ORDER BY seq"};

}  // namespace neove::storage::statements
