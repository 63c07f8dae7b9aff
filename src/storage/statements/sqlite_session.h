#pragma once
/// \file
/// What a SQLite connection says about itself and its transactions. Not part of the catalogue: no other
/// engine runs it.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kBegin{"begin", "BEGIN"};
inline constexpr Statement kBeginImmediate{"begin_immediate", "BEGIN IMMEDIATE"};
inline constexpr Statement kCommitAll{"commit", "COMMIT"};
inline constexpr Statement kRollback{"rollback", "ROLLBACK"};
inline constexpr Statement kSavepoint{"savepoint", "SAVEPOINT one"};
inline constexpr Statement kRelease{"release", "RELEASE one"};
inline constexpr Statement kRollbackTo{"rollback_to", "ROLLBACK TO one"};

/// The design's SECURITY 2.7. `synchronous=FULL`: a commit is on the disk when it is acknowledged.
inline constexpr const char* kSqliteSettings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; "
    "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON; PRAGMA "
    "wal_autocheckpoint=0;";
/// SQLite answers a log it cannot have (a network disk) with another mode, not with an error.
inline constexpr Statement kJournalMode{"journal_mode", "PRAGMA journal_mode"};
/// Every commit of another connection empties a reader's page cache: a large one is memory for nothing. So
/// much holds what one page of a list looks through, sixty records by their ids in five tables: with a
/// quarter of it the upper pages of their indexes were read again and again within one request (ADR 114).
inline constexpr const char* kSqliteReaderSettings =
    "PRAGMA cache_size=-2048; PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; "
    "PRAGMA cell_size_check=ON;";

}  // namespace neove::storage::statements
