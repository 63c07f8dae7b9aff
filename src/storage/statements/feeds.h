#pragma once
/// \file
/// Statements about calendars without a session and addresses of reminders (migrations/0027_feed.sql).
/// Columns of a calendar: id, account_id, grant_id, token_digest, opened_at, until_at, ended_at, epoch,
/// version, tag.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kInsertFeed{
    "insert_feed",
    "INSERT INTO calendar_feed (id, account_id, grant_id, token_digest, opened_at, until_at, ended_at, "
    "epoch, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};

inline constexpr Statement kEndFeed{
    "end_feed",
    "UPDATE calendar_feed SET ended_at = $2, version = $3, tag = $4 WHERE id = $1 AND version = $3 - 1"};

inline constexpr Statement kFeedByToken{
    "feed_by_token",
    "SELECT id, account_id, grant_id, token_digest, opened_at, until_at, ended_at, epoch, version, tag FROM "
    "calendar_feed WHERE token_digest = $1"};

inline constexpr Statement kFeedsOfAccount{
    "feeds_of_account",
    "SELECT id, account_id, grant_id, token_digest, opened_at, until_at, ended_at, epoch, version, tag FROM "
    "calendar_feed WHERE account_id = $1 ORDER BY opened_at, id"};

/// Whose end has come.
inline constexpr Statement kFeedsUntil{
    "feeds_until",
    "SELECT id, account_id, grant_id, token_digest, opened_at, until_at, ended_at, epoch, version, tag FROM "
    "calendar_feed WHERE until_at <= $1 ORDER BY until_at, id LIMIT $2"};

inline constexpr Statement kDeleteFeed{
    "delete_feed", "DELETE FROM calendar_feed WHERE id = $1 AND version = $2"};

inline constexpr Statement kReminderAddress{
    "reminder_address", "SELECT account_id, sealed, version FROM reminder_address WHERE account_id = $1"};

inline constexpr Statement kReminderAddressesAfter{
    "reminder_addresses_after",
    "SELECT account_id, sealed, version FROM reminder_address WHERE account_id > $1 ORDER BY account_id "
    "LIMIT $2"};

/// Named as it stands.
inline constexpr Statement kHoldReminderAddress{
    "hold_reminder_address",
    "UPDATE reminder_address SET version = version WHERE account_id = $1 AND version = $2"};

/// Of two changes at once one holds.
inline constexpr Statement kPutReminderAddress{
    "put_reminder_address",
    "INSERT INTO reminder_address (account_id, sealed, version) VALUES ($1, $2, $3) ON CONFLICT (account_id) "
    "DO UPDATE SET sealed = EXCLUDED.sealed, version = EXCLUDED.version WHERE reminder_address.version = "
    "EXCLUDED.version - 1"};

}  // namespace neove::storage::statements
