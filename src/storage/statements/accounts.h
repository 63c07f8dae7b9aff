#pragma once
/// \file
/// Statements over accounts, grants, proposals and sessions. Readers must check the tag of every row before
/// believing it.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kAllAccounts{
    "all_accounts", "SELECT id, login_digest, state, stage, sealed, tag, version FROM account ORDER BY id"};
inline constexpr Statement kAccountById{
    "account_by_id",
    "SELECT id, login_digest, state, stage, sealed, tag, version FROM account WHERE id = $1"};
inline constexpr Statement kAccountByLogin{
    "account_by_login",
    "SELECT id, login_digest, state, stage, sealed, tag, version FROM account WHERE login_digest = $1"};
inline constexpr Statement kInsertAccount{
    "insert_account",
    "INSERT INTO account (id, login_digest, state, stage, sealed, tag, version) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
/// The old tag must still stand: two writers of one account cannot both win.
inline constexpr Statement kUpdateAccount{
    "update_account",
    "UPDATE account SET login_digest = $2, state = $3, stage = $4, sealed = $5, tag = $6, version = $7 "
    "WHERE id = $1 AND tag = $8"};

inline constexpr Statement kGrantsOfAccount{
    "grants_of_account",
    "SELECT id, account_id, role_name, organisation_id, from_at, until_at, tag, version FROM role_grant "
    "WHERE account_id = $1 ORDER BY id"};
inline constexpr Statement kAllGrants{
    "all_grants",
    "SELECT id, account_id, role_name, organisation_id, from_at, until_at, tag, version FROM role_grant "
    "ORDER BY id"};
inline constexpr Statement kInsertGrant{
    "insert_grant",
    "INSERT INTO role_grant (id, account_id, role_name, organisation_id, from_at, until_at, tag, version) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
inline constexpr Statement kEndGrant{
    "end_grant", "UPDATE role_grant SET until_at = $2, tag = $3, version = $4 WHERE id = $1 AND tag = $5"};

inline constexpr Statement kProposalById{
    "proposal_by_id",
    "SELECT id, state, action, account_id, proposed_by, proposed_at, expires_at, decided_by, decided_at, "
    "sealed, "
    "tag, version FROM proposal WHERE id = $1"};
inline constexpr Statement kNewestProposals{
    "newest_proposals",
    "SELECT id, state, action, account_id, proposed_by, proposed_at, expires_at, decided_by, decided_at, "
    "sealed, "
    "tag, version FROM proposal ORDER BY proposed_at DESC, id DESC LIMIT $1"};
inline constexpr Statement kWaitingProposals{
    "waiting_proposals",
    "SELECT id, state, action, account_id, proposed_by, proposed_at, expires_at, decided_by, decided_at, "
    "sealed, "
    "tag, version FROM proposal WHERE state = 'waiting' ORDER BY proposed_at, id"};
inline constexpr Statement kInsertProposal{
    "insert_proposal",
    "INSERT INTO proposal (id, state, action, account_id, proposed_by, proposed_at, expires_at, decided_by, "
    "decided_at, sealed, tag, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
/// The old tag must still stand: of two decisions one is refused.
inline constexpr Statement kDecideProposal{
    "decide_proposal",
    "UPDATE proposal SET state = $2, decided_by = $3, decided_at = $4, sealed = $5, tag = $6, version = $7 "
    "WHERE id = $1 AND tag = $8"};

inline constexpr Statement kSessionById{
    "session_by_id",
    "SELECT id, account_id, grant_id, stage, created_at, step_up_at, locked, tag, version, epoch FROM "
    "session "
    "WHERE id = $1"};
inline constexpr Statement kSessionsAfter{
    "sessions_after",
    "SELECT id, account_id, grant_id, stage, created_at, step_up_at, locked, tag, version, epoch FROM "
    "session "
    "WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr Statement kInsertSession{
    "insert_session",
    "INSERT INTO session (id, account_id, grant_id, stage, created_at, step_up_at, locked, tag, version, "
    "epoch) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
/// The old tag must still stand, as with accounts.
inline constexpr Statement kUpdateSession{
    "update_session",
    "UPDATE session SET grant_id = $2, stage = $3, step_up_at = $4, locked = $5, tag = $6, version = $7 "
    "WHERE id = $1 AND tag = $8"};
inline constexpr Statement kCountSessions{"count_sessions", "SELECT COUNT(*) FROM session"};
inline constexpr Statement kDeleteSession{"delete_session", "DELETE FROM session WHERE id = $1"};
inline constexpr Statement kDeleteSessionsOfAccount{
    "delete_sessions_of_account", "DELETE FROM session WHERE account_id = $1"};
inline constexpr Statement kDeleteSessionsBefore{
    "delete_sessions_before", "DELETE FROM session WHERE created_at < $1"};

}  // namespace neove::storage::statements
