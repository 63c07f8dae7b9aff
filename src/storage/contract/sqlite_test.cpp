/// \file
/// What only the embedded driver promises: its settings, its file, who may read it.

#include "storage/contract/acts.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

namespace neove::storage::contract {

namespace {

/// Runs a text that answers one number.
std::int64_t number_of(sqlite::Connection& connection, const Statement& statement) {
    const auto rows = connection.read(statement);
    REQUIRE(rows);
    return rows->at(0).number(0);
}

}  // namespace

TEST_CASE("the connections keep the settings that the design asks for") {
    static constexpr Statement kNumbers[] = {
        {"synchronous", "PRAGMA synchronous"},
        {"secure_delete", "PRAGMA secure_delete"},
        {"temp_store", "PRAGMA temp_store"},
        {"trusted_schema", "PRAGMA trusted_schema"},
        {"cell_size_check", "PRAGMA cell_size_check"},
        {"foreign_keys", "PRAGMA foreign_keys"},
        {"wal_autocheckpoint", "PRAGMA wal_autocheckpoint"},
    };
    constexpr std::int64_t kWanted[] = {2, 1, 2, 0, 1, 1, 0};
    const TemporaryDirectory directory;
    const auto store = open_sqlite(directory.file("store.db"));
    REQUIRE(store);
    auto writer = sqlite::Connection::open(directory.file("store.db"), sqlite::Mode::Write, "");
    REQUIRE(writer);
    for (std::size_t i = 0; i < std::size(kNumbers); ++i) {
        CAPTURE(kNumbers[i].name);
        CHECK(number_of(**writer, kNumbers[i]) == kWanted[i]);
    }
    const std::string other = "ATTACH '" + directory.file("other.db") + "' AS other";
    CHECK_THROWS_AS(static_cast<void>((*writer)->script(other)), Bug);
    const auto schema = "PRAGMA writable_schema=ON; DELETE FROM sqlite_schema";
    CHECK_THROWS_AS(static_cast<void>((*writer)->script(schema)), Bug);
    auto reader = sqlite::Connection::open(directory.file("store.db"), sqlite::Mode::Read, "");
    REQUIRE(reader);
    const auto written = (*reader)->run(statements::kInsertFact, {std::string("k"), std::string("v")});
    REQUIRE(!written);
    CHECK(written.error().code == "storage.unavailable");
}

TEST_CASE("nobody else may read the files, and the log is empty after a clean end") {
    const TemporaryDirectory directory;
    const auto mode_of = [&](const char* name) {
        struct stat status {};
        REQUIRE(stat(directory.file(name).c_str(), &status) == 0);
        return status.st_mode & 0777U;
    };
    {
        const auto store = open_sqlite(directory.file("store.db"));
        REQUIRE(store);
        REQUIRE((*store)->commit(whole_act("r")));
        CHECK(mode_of("store.db") == 0600);
        CHECK(mode_of("store.db-wal") == 0600);
        CHECK(mode_of("store.db-shm") == 0600);
    }
    const std::filesystem::path log = directory.file("store.db-wal");
    CHECK((!std::filesystem::exists(log) || std::filesystem::file_size(log) == 0));
}

TEST_CASE("what is absent or not a store is refused") {
    const TemporaryDirectory directory;
    SqliteOptions options;
    options.create = false;
    const auto absent = open_sqlite(directory.file("none.db"), options);
    REQUIRE(!absent);
    CHECK(absent.error().code == "storage.unavailable");
    CHECK(!std::filesystem::exists(directory.file("none.db")));
    std::ofstream(directory.file("text.db")) << std::string(8192, 'x');
    const auto foreign = open_sqlite(directory.file("text.db"));
    REQUIRE(!foreign);
    CHECK(foreign.error().code == "storage.unavailable");
}

TEST_CASE("another process may write to the same file and the chain goes on behind its entries") {
    const TemporaryDirectory directory;
    const auto one = open_sqlite(directory.file("store.db"));
    const auto other = open_sqlite(directory.file("store.db"));
    REQUIRE(one);
    REQUIRE(other);
    for (int i = 0; i < 10; ++i) {
        REQUIRE((*one)->commit(whole_act(crypto::random_id())));
        REQUIRE((*other)->commit(whole_act(crypto::random_id())));
    }
    CHECK(check_whole(**one).size() == 20);
}

}  // namespace neove::storage::contract
