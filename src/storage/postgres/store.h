#pragma once
/// \file
/// The server driver: PostgreSQL 15 or newer, several nodes, one chain.

#include "storage/migration.h"
#include "storage/store.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>

namespace neove::storage {

struct PostgresOptions {
    std::string node{"main"};     ///< what journal entries say of this server
    const Clock* clock{nullptr};  ///< null: the system's; must outlive the store
    const Clock* monotonic{
        nullptr};             ///< null: the time since boot; what wall-clock steps are measured against
    bool migrate{true};       ///< false: the role may not change the schema, which must be current
    std::size_t readers{16};  ///< most snapshots at a time
    std::size_t writers{16};  ///< most commits at a time
    std::chrono::milliseconds longest_queue{10'000};  ///< older, and commits with journal entries are refused
    std::span<const Migration> migrations{all_migrations()};
};

/// Connects and brings the schema up to date. Refusals: `storage.unavailable`, `storage.server`,
/// `storage.newer_store`, `storage.older_store` (needs a migration that `migrate` forbids),
/// `storage.migration_differs`, `storage.clock_behind`.
///
/// A commit refused with `storage.unavailable` because the connection broke at its end may have happened:
/// whoever repeats it sends the same idempotency key. Recorded times never go back on one node; between nodes
/// they follow the nodes' clocks, while journal entries are raised to one order.
Result<std::unique_ptr<Store>> open_postgres(const std::string& conninfo, PostgresOptions options = {});

/// One look at a store: no sequencer, no migration, nothing written. Refusals: as above.
Result<std::unique_ptr<Snapshot>> view_postgres(const std::string& conninfo);

}  // namespace neove::storage
