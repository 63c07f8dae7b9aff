#pragma once
/// \file
/// The two drivers as the contract suite sees them: a fresh, empty store each time, opened again on demand.

#include "base/check.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "storage/migration.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/store.h"
#include "storage/store.h"

#include <filesystem>
#include <memory>
#include <string>

namespace neove::storage::contract {

/// What a test may choose.
struct Settings {
    const Clock* clock{nullptr};
    const Clock* monotonic{nullptr};
    std::span<const Migration> migrations{all_migrations()};
};

/// A directory that is gone with its owner.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    std::string file(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline TemporaryDirectory::TemporaryDirectory()
    : path_(std::filesystem::temp_directory_path() / ("neove-contract-" + crypto::random_id())) {
    std::filesystem::create_directory(path_);
}
inline TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

class SqliteEngine {
public:
    static constexpr const char* kName = "sqlite";
    static constexpr bool kChainsInCommit = true;
    static bool is_available() { return true; }

    Result<std::unique_ptr<Store>> try_open(const Settings& settings = {}) {
        SqliteOptions options;
        options.clock = settings.clock;
        options.monotonic = settings.monotonic;
        options.migrations = settings.migrations;
        return open_sqlite(directory_.file("store.db"), options);
    }

    /// The names of those that the engine does not accept; the store must have been opened once.
    std::vector<std::string> refused_statements(std::span<const Statement* const> statements) {
        std::vector<std::string> refused;
        auto connection = sqlite::Connection::open(directory_.file("store.db"), sqlite::Mode::Write, "");
        CHECK(connection);
        for (const Statement* statement : statements) {
            try {
                (*connection)->prepare(*statement);
            } catch (const Bug&) {
                refused.emplace_back(statement->name);
            }
        }
        return refused;
    }

private:
    TemporaryDirectory directory_;
};

}  // namespace neove::storage::contract
