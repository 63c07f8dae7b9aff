#pragma once
/// \file
/// The engine that a run of the scenarios is about: tests/end_to_end/scenarios_on_postgres_test.py names the
/// other one.

#include "base/clock.h"
#include "storage/store.h"

#include <filesystem>
#include <memory>
#include <string>

namespace neove::service::scenario {

struct Engine {
    std::unique_ptr<storage::Store> store;
    std::string conninfo;  ///< empty on SQLite
};

/// An empty store: on SQLite in that folder, on PostgreSQL in a new database of this run's server. Dies where
/// it cannot be opened.
Engine open_engine(const std::filesystem::path& folder, const Clock& clock);

}  // namespace neove::service::scenario
