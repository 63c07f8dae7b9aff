/// \file
/// A store is brought up to date whole or not at all: with kill -9 in the middle, with power cuts at any
/// operation of the disk, and beside nodes that go on working.

#include "storage/contract/acts.h"
#include "storage/contract/recording_vfs.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <random>

namespace neove::storage::contract {

namespace {

constexpr std::int64_t kShelves = 4'000;

constexpr Statement kCountShelves{"count_shelves", "SELECT COUNT(*) FROM shelf"};
constexpr Statement kHoldSchemaLock{"hold_schema_lock", "SELECT 1 FROM pg_advisory_lock(7310001)"};
constexpr Statement kFreeSchemaLock{"free_schema_lock", "SELECT pg_advisory_unlock(7310001)"};
constexpr Statement kWaiting{
    "waiting",
    "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 7310001"};

constexpr Statement kHoldGate{"hold_gate", "SELECT 1 FROM pg_advisory_lock(7310099)"};
constexpr Statement kFreeGate{"free_gate", "SELECT 1 FROM pg_advisory_unlock(7310099)"};
constexpr Statement kAtGate{
    "at_gate",
    "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 7310099"};

/// Two migrations of tomorrow. Neither can be run twice, so that anything by half is seen at the next start.
std::vector<Migration> tomorrow() {
    std::vector<Migration> all(all_migrations().begin(), all_migrations().end());
    const std::int64_t next = all.back().number + 1;
    all.push_back(
        {next,
         "tomorrow_shelf",
         "CREATE TABLE shelf (n {{int}} NOT NULL PRIMARY KEY, label {{text}} NOT NULL){{strict}};\n"
         "INSERT INTO shelf (n, label) WITH RECURSIVE every(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM "
         "every "
         "WHERE n < 4000) SELECT n, 'a label long enough to need many pages of the file' FROM every;"}
    );
    all.push_back(
        {next + 1,
         "tomorrow_room",
         "ALTER TABLE shelf ADD COLUMN room {{text}} NOT NULL DEFAULT '';\nUPDATE shelf SET room = label;"}
    );
    return all;
}

std::int64_t shelves(Store& store) {
    return read(store, kCountShelves).at(0).number(0);
}

/// A process that upgrades and is killed after so many microseconds.
template <typename Engine>
void upgrade_killed_after(Engine& engine, std::chrono::microseconds patience) {
    const pid_t child = fork();
    if (child == 0) {
        const std::vector<Migration> all = tomorrow();
        Settings settings;
        settings.migrations = all;
        static_cast<void>(engine.try_open(settings));
        for (;;) ::pause();
    }
    std::this_thread::sleep_for(patience);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
}

/// Evenly over all the work, and on both sides of every sync: there one transaction ends and the next begins.
std::set<std::size_t> cuts_of(const RecordingVfs& vfs, std::size_t from) {
    std::set<std::size_t> cuts;
    const std::size_t end = vfs.size();
    for (std::size_t i = 0; i <= 20; ++i) cuts.insert(from + (end - from) * i / 20);
    for (std::size_t i = from; i < end; ++i) {
        if (vfs.at(i).kind == RecordingVfs::Kind::Sync) cuts.insert({i, i + 1});
    }
    return cuts;
}

}  // namespace

#define ENGINES SqliteEngine, PostgresEngine
#define NEED(Engine)                     \
    if (!Engine::is_available()) return; \
    Engine engine

TEST_CASE_TEMPLATE("a migration killed in the middle leaves the old store or the new one", Engine, ENGINES) {
    std::mt19937 random(20261122);
    const std::vector<Migration> all = tomorrow();
    for (int round = 0; round < 6; ++round) {
        NEED(Engine);
        REQUIRE(opened(engine)->commit(act_on("r", 0)));
        upgrade_killed_after(engine, std::chrono::microseconds(random() % 60'000));
        Settings settings;
        settings.migrations = all;
        const auto store = opened(engine, settings);
        CHECK(shelves(*store) == kShelves);
        CHECK(read(*store, statements::kReadMigrations).size() == all.size());
        REQUIRE(store->commit(act_on("r", 1)));
    }
}

TEST_CASE("a node killed between two statements of a migration leaves the old store") {
    if (!PostgresEngine::is_available()) return;
    PostgresEngine engine;
    REQUIRE(opened(engine)->commit(act_on("r", 0)));
    const auto holder = postgres::Connection::open(engine.conninfo());
    REQUIRE(holder);
    REQUIRE((*holder)->read(kHoldGate));
    const pid_t child = fork();
    if (child == 0) {
        std::vector<Migration> all = tomorrow();
        const std::string gated = std::string(all.back().text) + ";\nSELECT pg_advisory_xact_lock(7310099);";
        all.back().text = gated;
        PostgresOptions options;
        options.migrations = all;
        static_cast<void>(open_postgres(engine.conninfo(), options));
        for (;;) ::pause();
    }
    int patience = 1'000;
    while ((*holder)->read(kAtGate)->at(0).number(0) == 0 && --patience > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(patience > 0);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    REQUIRE((*holder)->read(kFreeGate));
    const std::vector<Migration> all = tomorrow();
    Settings settings;
    settings.migrations = all;
    const auto store = opened(engine, settings);
    CHECK(shelves(*store) == kShelves);
    REQUIRE(store->commit(act_on("r", 1)));
}

TEST_CASE_TEMPLATE("starts at the same moment upgrade a store once", Engine, ENGINES) {
    NEED(Engine);
    REQUIRE(opened(engine)->commit(act_on("r", 0)));
    const std::vector<Migration> all = tomorrow();
    Settings settings;
    settings.migrations = all;
    std::vector<std::future<std::string>> nodes;
    for (int i = 0; i < 4; ++i) {
        nodes.push_back(std::async(std::launch::async, [&] {
            const auto store = engine.try_open(settings);
            return store ? std::string() : store.error().code + " " + store.error().detail;
        }));
    }
    for (auto& node : nodes) CHECK(node.get() == "");
    const auto store = opened(engine, settings);
    CHECK(shelves(*store) == kShelves);
}

TEST_CASE("wherever the power is cut during an upgrade, the store is the old one or the new one") {
    RecordingVfs vfs;
    const TemporaryDirectory directory;
    SqliteOptions options;
    options.vfs = vfs.name();
    {
        const auto store = open_sqlite(directory.file("store.db"), options);
        REQUIRE(store);
        REQUIRE((*store)->commit(whole_act("before")));
    }
    const std::size_t from = vfs.size();
    const std::vector<Migration> all = tomorrow();
    options.migrations = all;
    REQUIRE(open_sqlite(directory.file("store.db"), options));
    const std::size_t operations = vfs.size() - from;
    REQUIRE(operations > 50);
    std::set<std::size_t> ledgers;
    const std::set<std::size_t> cuts = cuts_of(vfs, from);
    REQUIRE(cuts.size() > 20);
    for (const std::size_t cut : cuts) {
        CAPTURE(cut);
        std::mt19937 random(static_cast<std::mt19937::result_type>(cut));
        const TemporaryDirectory disk;
        vfs.play(cut, disk.file(""), std::array{0U, 50U, 90U}[cut % 3], random, false);
        {
            auto raw = sqlite::Connection::open(disk.file("store.db"), sqlite::Mode::Write, "");
            REQUIRE(raw);
            const auto ledger = (*raw)->read(statements::kReadMigrations, {});
            REQUIRE(ledger);
            ledgers.insert(ledger->size());
        }
        SqliteOptions plain;
        plain.migrations = all;
        const auto store = open_sqlite(disk.file("store.db"), plain);
        REQUIRE(store);
        CHECK(shelves(**store) == kShelves);
        CHECK(check_whole(**store) == std::set<std::string>{"before"});
    }
    // The instrument cut before, between and after.
    CHECK(ledgers == std::set<std::size_t>{all.size() - 2, all.size() - 1, all.size()});
}

TEST_CASE("an upgrade waits for the node that upgrades, and nodes that serve go on working") {
    if (!PostgresEngine::is_available()) return;
    PostgresEngine engine;
    const auto serving = opened(engine);
    REQUIRE(serving->commit(act_on("r", 0)));
    auto holder = postgres::Connection::open(engine.conninfo());
    REQUIRE(holder);
    REQUIRE((*holder)->read(kHoldSchemaLock));

    const std::vector<Migration> all = tomorrow();
    Settings settings;
    settings.migrations = all;
    auto upgrade = std::async(std::launch::async, [&] { return engine.try_open(settings).has_value(); });
    int patience = 1'000;
    while ((*holder)->read(kWaiting)->at(0).number(0) == 0 && --patience > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(patience > 0);
    // It waits for us: nothing was changed yet, and the other node works.
    CHECK(read(*serving, statements::kReadMigrations).size() == all.size() - 2);
    REQUIRE(serving->commit(act_on("r", 1)));

    std::atomic<bool> done{false};
    std::atomic<int> refused{0};
    std::thread work([&] {
        for (std::int64_t version = 2; !done; ++version)
            if (!serving->commit(act_on("r", version))) ++refused;
    });
    REQUIRE((*holder)->read(kFreeSchemaLock));
    const bool upgraded = upgrade.get();
    done = true;
    work.join();
    CHECK(upgraded);
    CHECK(refused == 0);
    CHECK(shelves(*serving) == kShelves);
}

}  // namespace neove::storage::contract
