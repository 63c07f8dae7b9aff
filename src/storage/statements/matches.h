#pragma once
/// \file
/// Statements about records that may be about one person (migrations/0020_matches.sql).

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kInsertMatchLook{
    "insert_match_look",
    "INSERT INTO match_look (record_id, version, register_name, account_id, role, organisation_id, noted_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};

/// Columns: record_id, version, register_name, account_id, role, organisation_id, noted_at.
inline constexpr Statement kMatchLooksAfter{
    "match_looks_after",
    "SELECT record_id, version, register_name, account_id, role, organisation_id, noted_at FROM match_look "
    "WHERE (record_id, version) > ($1, $2) ORDER BY record_id, version LIMIT $3"};

inline constexpr Statement kDeleteMatchLook{
    "delete_match_look", "DELETE FROM match_look WHERE record_id = $1 AND version = $2"};
inline constexpr Statement kDeleteMatchLooksOf{
    "delete_match_looks_of", "DELETE FROM match_look WHERE record_id = $1"};

// Columns of a pair: id, register_name, record_a, record_b, noticed_at, stage, answer, answers, event_id,
// answered_by, answered_at, sealed, version, tag.

/// Of two nodes that notice the same pair one writes it.
inline constexpr Statement kInsertMatch{
    "insert_match",
    "INSERT INTO possible_match (id, register_name, record_a, record_b, noticed_at, stage, answer, answers, "
    "event_id, answered_by, answered_at, sealed, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10, $11, $12, $13, $14) ON CONFLICT (record_a, record_b) DO NOTHING"};

inline constexpr Statement kChangeMatch{
    "change_match",
    "UPDATE possible_match SET noticed_at = $2, stage = $3, answer = $4, answers = $5, event_id = $6, "
    "answered_by = $7, answered_at = $8, sealed = $9, version = $10, tag = $11 WHERE id = $1 AND version = "
    "$10 - 1"};

inline constexpr Statement kMatchById{
    "match_by_id",
    "SELECT id, register_name, record_a, record_b, noticed_at, stage, answer, answers, event_id, "
    "answered_by, answered_at, sealed, version, tag FROM possible_match WHERE id = $1"};

inline constexpr Statement kMatchOfPair{
    "match_of_pair",
    "SELECT id, register_name, record_a, record_b, noticed_at, stage, answer, answers, event_id, "
    "answered_by, answered_at, sealed, version, tag FROM possible_match WHERE record_a = $1 AND record_b = "
    "$2"};

inline constexpr Statement kMatchesWaiting{
    "matches_waiting",
    "SELECT id, register_name, record_a, record_b, noticed_at, stage, answer, answers, event_id, "
    "answered_by, answered_at, sealed, version, tag FROM possible_match WHERE register_name = $1 AND stage = "
    "'waiting' AND (noticed_at, id) > ($2, $3) ORDER BY noticed_at, id LIMIT $4"};

/// Newest first, down from an answer.
inline constexpr Statement kMatchesAnswered{
    "matches_answered",
    "SELECT id, register_name, record_a, record_b, noticed_at, stage, answer, answers, event_id, "
    "answered_by, answered_at, sealed, version, tag FROM possible_match WHERE register_name = $1 AND stage = "
    "'answered' AND (answered_at, id) < ($2, $3) ORDER BY answered_at DESC, id DESC LIMIT $4"};

/// Of every register, whatever it is called.
inline constexpr Statement kMatchesToSweep{
    "matches_to_sweep",
    "SELECT id, register_name, record_a, record_b, noticed_at, stage, answer, answers, event_id, "
    "answered_by, answered_at, sealed, version, tag FROM possible_match WHERE id > $1 AND stage = 'waiting' "
    "ORDER BY id LIMIT $2"};

/// One that nobody answered, as it was looked at.
inline constexpr Statement kRetireMatch{
    "retire_match", "DELETE FROM possible_match WHERE id = $1 AND version = $2 AND stage = 'waiting'"};

inline constexpr Statement kDeleteMatch{"delete_match", "DELETE FROM possible_match WHERE id = $1"};
inline constexpr Statement kDeleteMatchesOf{
    "delete_matches_of", "DELETE FROM possible_match WHERE record_a = $1 OR record_b = $1"};

/// Refused tries at the glass of a register since some time, by account, chained or not yet.
inline constexpr Statement kGlassRefused{
    "glass_refused",
    "SELECT actor, COUNT(*), MAX(recorded_at) FROM (SELECT actor, recorded_at FROM journal WHERE "
    "register_name = $1 AND action LIKE '%.glass_refused' AND recorded_at >= $2 UNION ALL SELECT actor, "
    "recorded_at FROM chain_queue WHERE register_name = $1 AND action LIKE '%.glass_refused' AND recorded_at "
    ">= $2) tried GROUP BY actor ORDER BY actor"};

}  // namespace neove::storage::statements
