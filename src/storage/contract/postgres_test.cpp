/// \file
/// What only the server driver promises: the sequencer, several nodes, a server that dies.

#include "storage/contract/acts.h"
#include "storage/statements/postgres_session.h"

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <sstream>

namespace neove::storage::contract {

namespace {

std::unique_ptr<Store> opened_node(
    const std::string& conninfo, const std::string& node, int longest_queue = 10'000
) {
    PostgresOptions options;
    options.node = node;
    options.longest_queue = std::chrono::milliseconds(longest_queue);
    auto store = open_postgres(conninfo, options);
    if (!store) FAIL(store.error().code << ": " << store.error().detail);
    return std::move(*store);
}

template <typename Condition>
bool soon(const Condition& condition) {
    for (int patience = 0; patience < 1'000; ++patience) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

bool is_missing() {
    return !PostgresEngine::is_available();
}

/// Somebody else holds the chain lock: no sequencer can work.
std::unique_ptr<postgres::Connection> hold_chain_lock(const std::string& conninfo) {
    auto holder = postgres::Connection::open(conninfo);
    REQUIRE(holder);
    const auto held = (*holder)->read(statements::kPgTryChainLock);
    REQUIRE(held);
    REQUIRE(held->at(0).number(0) == 1);
    return std::move(*holder);
}

}  // namespace

TEST_CASE("two nodes write one chain, and when the one that chains goes the other takes over") {
    if (is_missing()) return;
    const std::string conninfo = tests::postgres()->new_database();
    auto first = opened_node(conninfo, "n1");
    const auto second = opened_node(conninfo, "n2");
    for (int i = 0; i < 50; ++i) {
        REQUIRE(first->commit(whole_act(crypto::random_id())));
        REQUIRE(second->commit(whole_act(crypto::random_id())));
    }
    chained(*second, 100);
    first.reset();
    REQUIRE(second->commit(whole_act(crypto::random_id())));
    const auto entries = chained(*second, 101);
    check_chain(entries);
    std::map<std::string, int> by_node;
    for (const auto& chained : entries) ++by_node[chained.entry.node];
    CHECK(by_node == std::map<std::string, int>{{"n1", 50}, {"n2", 51}});
    CHECK(check_whole(*second).size() == 101);
}

TEST_CASE("while the queue stands, nothing that must be journalled is accepted, and reads go on") {
    if (is_missing()) return;
    const std::string conninfo = tests::postgres()->new_database();
    auto holder = hold_chain_lock(conninfo);
    const auto store = opened_node(conninfo, "n1", 300);
    REQUIRE(store->commit(whole_act("first")));
    CHECK(soon([&] { return code_of(store->commit(whole_act(crypto::random_id()))) == "storage.unavailable"; }
    ));
    CHECK(store->tail(0, 10)->empty());
    CHECK(read(*store, statements::kReadFact, {std::string("first")}).size() == 1);
    Commit silent;
    silent.writes = {fact("draft", "kept")};
    CHECK(store->commit(silent));
    holder.reset();
    CHECK(soon([&] { return store->commit(whole_act(crypto::random_id())).has_value(); }));
    chained(*store, 2);
}

TEST_CASE("a server that dies and comes back has all that was acknowledged, and the store finds it again") {
    if (is_missing()) return;
    const std::string conninfo = tests::postgres()->new_database();
    const auto store = opened_node(conninfo, "n1");
    std::atomic<bool> is_over{false};
    std::mutex mutex;
    std::set<std::string> acknowledged;
    std::atomic<std::size_t> count{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            while (!is_over) {
                const std::string record = crypto::random_id();
                if (!store->commit(whole_act(record))) continue;
                const std::lock_guard lock(mutex);
                acknowledged.insert(record);
                count = acknowledged.size();
            }
        });
    }
    bool is_alive = true;
    for (int round = 0; round < 3 && is_alive; ++round) {
        const std::size_t before = count;
        is_alive = soon([&] { return count > before + 30; });
        tests::postgres()->kill();
        is_alive = tests::postgres()->start() && is_alive;
    }
    is_over = true;
    for (auto& thread : threads) thread.join();
    REQUIRE(is_alive);
    CHECK(soon([&] { return store->commit(whole_act("last")).has_value(); }));
    acknowledged.insert("last");
    chained(*store, acknowledged.size());
    // A commit whose answer was lost may be there too; after it is chained the counts agree.
    CHECK(soon([&] {
        const auto queue = store->snapshot().value()->read(statements::kQueueBounds);
        return queue && queue->at(0).is_null(0);
    }));
    const auto there = check_whole(*store);
    for (const std::string& record : acknowledged) REQUIRE(there.contains(record));
}

TEST_CASE("a role that may not change the schema opens a current store and refuses an older one") {
    if (is_missing()) return;
    const std::string conninfo = tests::postgres()->new_database();
    REQUIRE(opened_node(conninfo, "n1"));
    std::vector<Migration> longer(all_migrations().begin(), all_migrations().end());
    longer.push_back(
        {longer.back().number + 1, "9999_later", "CREATE TABLE later (n {{int}} NOT NULL){{strict}};"}
    );
    PostgresOptions options;
    options.migrate = false;
    CHECK(open_postgres(conninfo, options));
    options.migrations = longer;
    const auto refused = open_postgres(conninfo, options);
    REQUIRE(!refused);
    CHECK(refused.error().code == "storage.older_store");
}

TEST_CASE("the servers' role does all its work and cannot touch what happened") {
    if (is_missing()) return;
    const std::string conninfo = tests::postgres()->new_database();
    REQUIRE(opened_node(conninfo, "n1"));
    std::stringstream roles;
    roles << std::ifstream(NEOVE_SOURCE_DIR "/src/storage/postgres/roles.sql").rdbuf();
    auto owner = postgres::Connection::open(conninfo);
    REQUIRE(owner);
    REQUIRE((*owner)->script(roles.str()));
    const std::string as_app = conninfo + " user=neove_app";
    PostgresOptions options;
    options.migrate = false;
    const auto store = open_postgres(as_app, options);
    REQUIRE(store);
    REQUIRE((*store)->commit(whole_act("r")));
    REQUIRE((*store)->commit(act_on("r", 1)));
    chained(**store, 2);
    auto app = postgres::Connection::open(as_app);
    REQUIRE(app);
    for (const std::string text :
         {"UPDATE journal SET actor = 'x'",
          "DELETE FROM journal",
          "TRUNCATE journal",
          "UPDATE event SET clear = 'x'",
          "DELETE FROM event",
          "UPDATE chain_queue SET actor = 'x'",
          "DELETE FROM schema_migration",
          "DROP TABLE journal",
          "CREATE TABLE mine (n BIGINT)"}) {
        CAPTURE(text);
        const auto done = (*app)->script(text);
        REQUIRE(!done);
        CHECK(done.error().detail.ends_with("42501"));
    }
}

TEST_CASE("sums come back as whole numbers") {
    if (is_missing()) return;
    static constexpr Statement kSums{
        "sums",
        "SELECT SUM(n), SUM(n) - SUM(n), MIN(n) + 0.0 - 0.0 = MIN(n), CAST(MIN(n) AS NUMERIC), CAST(20000 AS "
        "NUMERIC), "
        "CAST(-10001 AS NUMERIC) FROM (SELECT CAST(9223372036854775807 AS BIGINT) AS n) AS t"};
    auto connection = postgres::Connection::open(tests::postgres()->new_database());
    REQUIRE(connection);
    const auto rows = (*connection)->read(kSums);
    REQUIRE(rows);
    CHECK(rows->at(0).number(0) == 9223372036854775807);
    CHECK(rows->at(0).number(1) == 0);
    CHECK(rows->at(0).number(2) == 1);
    CHECK(rows->at(0).number(3) == 9223372036854775807);
    CHECK(rows->at(0).number(4) == 20000);
    CHECK(rows->at(0).number(5) == -10001);
    static constexpr Statement kSmallest{"smallest", "SELECT CAST(-9223372036854775808 AS NUMERIC)"};
    CHECK((*connection)->read(kSmallest)->at(0).number(0) == INT64_MIN);
    static constexpr Statement kBroken{"broken", "SELECT CAST(0.5 AS NUMERIC)"};
    CHECK_THROWS_AS(static_cast<void>((*connection)->read(kBroken)), Bug);
}

}  // namespace neove::storage::contract
