#pragma once
/// \file
/// The embedded driver: one file, one writer, everything acknowledged is on the disk.

#include "storage/migration.h"
#include "storage/store.h"

#include <memory>
#include <span>
#include <string>

namespace neove::storage {

struct SqliteOptions {
    std::string node{"main"};     ///< what journal entries say of this server
    const Clock* clock{nullptr};  ///< null: the system's; must outlive the store
    const Clock* monotonic{
        nullptr};             ///< null: the time since boot; what wall-clock steps are measured against
    bool create{true};        ///< false: an absent file is refused
    std::size_t readers{16};  ///< most snapshots at a time
    std::string vfs;          ///< for tests: a registered SQLite VFS
    std::span<const Migration> migrations{all_migrations()};
};

/// Opens the store and brings its schema up to date. Refusals: `storage.unavailable`, `storage.newer_store`,
/// `storage.migration_differs`, `storage.clock_behind`.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, SqliteOptions options = {});

/// One look at a store without opening it: nothing is migrated, completed or written, not even beside it
/// where no server is running. Refusals: as above, and `storage.older_store`.
Result<std::unique_ptr<Snapshot>> view_sqlite(const std::string& path);

}  // namespace neove::storage
