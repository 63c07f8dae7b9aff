#pragma once
/// \file
/// What a PostgreSQL connection says about itself, its transactions and its locks. Not part of the catalogue:
/// no other engine runs it.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kPgBegin{"pg_begin", "BEGIN ISOLATION LEVEL READ COMMITTED"};
inline constexpr Statement kPgBeginSnapshot{
    "pg_begin_snapshot", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
/// Deleting from the queue up to an id must see exactly the rows that were read from it.
inline constexpr Statement kPgBeginChaining{"pg_begin_chaining", "BEGIN ISOLATION LEVEL REPEATABLE READ"};
inline constexpr Statement kPgCommit{"pg_commit", "COMMIT"};
inline constexpr Statement kPgRollback{"pg_rollback", "ROLLBACK"};

// Advisory locks are per database; the numbers only have to differ.
inline constexpr Statement kPgLockSchema{"pg_lock_schema", "SELECT 1 FROM pg_advisory_lock(7310001)"};
inline constexpr Statement kPgUnlockSchema{"pg_unlock_schema", "SELECT pg_advisory_unlock(7310001)"};
inline constexpr Statement kPgTryChainLock{"pg_try_chain_lock", "SELECT pg_try_advisory_lock(7310002)"};

/// A server that answers before its disk has it is told not to; anything stronger is left as the operator set
/// it.
inline constexpr const char* kPostgresSettings =
    "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET client_min_messages = warning; "
    "SET lock_timeout = '5s'; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = "
    "'120s'; "
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = "
    "'off';";

}  // namespace neove::storage::statements
