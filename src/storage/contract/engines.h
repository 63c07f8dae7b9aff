#pragma once
/// \file
/// The two drivers as the contract suite sees them: a fresh, empty store each time, opened again on demand.

#include "../tests/postgres_fixture.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "storage/migration.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/store.h"
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

/// The names of those that the engine does not accept.
template <typename Connection>
std::vector<std::string> refused_by(Connection& connection, std::span<const Statement* const> statements) {
    std::vector<std::string> refused;
    for (const Statement* statement : statements) {
        try {
            static_cast<void>(connection.prepare(*statement));
        } catch (const Bug&) {
            refused.emplace_back(statement->name);
        }
    }
    return refused;
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

    std::vector<std::string> refused_statements(std::span<const Statement* const> statements) {
        auto connection = sqlite::Connection::open(directory_.file("store.db"), sqlite::Mode::Write, "");
        CHECK(connection);
        return refused_by(**connection, statements);
    }

private:
    TemporaryDirectory directory_;
};

class PostgresEngine {
public:
    static constexpr const char* kName = "postgres";
    static constexpr bool kChainsInCommit = false;
    static bool is_available() { return tests::postgres() != nullptr; }

    Result<std::unique_ptr<Store>> try_open(const Settings& settings = {}) {
        PostgresOptions options;
        options.clock = settings.clock;
        options.monotonic = settings.monotonic;
        options.migrations = settings.migrations;
        return open_postgres(conninfo(), options);
    }
    const std::string& conninfo() const { return conninfo_; }

    std::vector<std::string> refused_statements(std::span<const Statement* const> statements) {
        auto connection = postgres::Connection::open(conninfo_);
        CHECK(connection);
        return refused_by(**connection, statements);
    }

private:
    std::string conninfo_{tests::postgres()->new_database()};
};

}  // namespace neove::storage::contract
