/// \file
/// The port's promises, each once, for every driver.

#include "base/check.h"
#include "storage/catalogue.h"
#include "storage/contract/acts.h"
#include "storage/contract/engines.h"
#include "storage/row_digest.h"
#include "storage/statements/core.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

namespace neove::storage::contract {

using namespace statements;

#define ENGINES SqliteEngine, PostgresEngine
#define NEED(Engine)                                           \
    if (!Engine::is_available()) {                             \
        MESSAGE("skipped: no binaries for " << Engine::kName); \
        return;                                                \
    }                                                          \
    Engine engine

TEST_CASE_TEMPLATE("a version moves by one and only from the one expected", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    const std::string record = crypto::random_id();
    CHECK(read(*store, kReadVersion, {std::string("loan"), record}).empty());
    CHECK(store->commit(act_on(record, 0)));
    CHECK(code_of(store->commit(act_on(record, 0))) == "storage.conflict");
    CHECK(code_of(store->commit(act_on(record, 2))) == "storage.conflict");
    CHECK(store->commit(act_on(record, 1)));
    CHECK(read(*store, kReadVersion, {std::string("loan"), record}).at(0).number(0) == 2);
    CHECK(code_of(store->commit(act_on(crypto::random_id(), 1))) == "storage.conflict");
}

TEST_CASE_TEMPLATE("of writers racing for one version exactly one wins each round", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    const std::string record = crypto::random_id();
    for (std::int64_t round = 0; round < 20; ++round) {
        std::atomic<int> won{0};
        std::atomic<int> conflicts{0};
        std::vector<std::thread> writers;
        for (int i = 0; i < 4; ++i) {
            writers.emplace_back([&] {
                const auto result = store->commit(act_on(record, round));
                if (result) ++won;
                if (code_of(result) == "storage.conflict") ++conflicts;
            });
        }
        for (auto& writer : writers) writer.join();
        REQUIRE(won == 1);
        REQUIRE(conflicts == 3);
    }
    CHECK(read(*store, kEventsOfRecord, {std::string("loan"), record}).size() == 20);
    check_chain(chained(*store, 20));
}

TEST_CASE_TEMPLATE("an event comes back as it was written", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    const std::string record = crypto::random_id();
    Commit commit = act_on(record, 0);
    commit.events.push_back(event_of(record, 1));
    commit.events.back().sealed = {};
    commit.events.back().clear = "";
    const NewEvent first = commit.events.front();
    const NewEvent second = commit.events.back();
    const auto committed = store->commit(commit);
    REQUIRE(committed);
    const Rows rows = read(*store, kEventsOfRecord, {std::string("loan"), record});
    REQUIRE(rows.size() == 2);
    const Row& row = rows.front();
    CHECK(row.text(0) == first.id);
    CHECK(row.text(1) == first.register_name);
    CHECK(row.text(2) == first.record_id);
    CHECK(row.number(3) == 1);
    CHECK(row.number(4) == 0);
    CHECK(row.text(5) == first.kind);
    CHECK(row.number(6) == first.occurred_at.micros);
    CHECK(row.text(7) == first.precision);
    CHECK(row.text(8) == first.actor);
    CHECK(row.text(9) == first.acting_org);
    CHECK(row.text(10) == first.clear);
    CHECK(row.bytes(11) == first.sealed);
    const Digest digest = event_digest(row.values());
    CHECK(row.bytes(12) == Bytes(digest.begin(), digest.end()));
    CHECK(row.number(13) == committed->recorded_at.micros);
    CHECK(rows[1].number(4) == 1);
    CHECK(rows[1].text(10).empty());
    CHECK(rows[1].bytes(11).empty());
    CHECK(rows[1].text(0) == second.id);
    CHECK(read(*store, kEventById, {first.id}).size() == 1);
}

TEST_CASE_TEMPLATE("an entry carries what the draft said and the digest of its event", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    const std::string record = crypto::random_id();
    Commit commit = act_on(record, 0);
    JournalDraft& draft = commit.journal.front();
    draft.session_digest = "5e55";
    draft.classes = "confidential,identity";
    draft.purpose = "care";
    draft.reason.fill(7);
    const JournalDraft wanted = draft;
    const std::string event = commit.events.front().id;
    const auto committed = store->commit(commit);
    REQUIRE(committed);
    if (Engine::kChainsInCommit) CHECK(committed->journal_seq == 1);
    const auto entries = chained(*store, 1);
    const journal::Entry& entry = entries.front().entry;
    CHECK(entry.actor == wanted.actor);
    CHECK(entry.session_digest == wanted.session_digest);
    CHECK(entry.action == wanted.action);
    CHECK(entry.register_name == wanted.register_name);
    CHECK(entry.record_id == wanted.record_id);
    CHECK(entry.event_id == wanted.event_id);
    CHECK(entry.classes == wanted.classes);
    CHECK(entry.purpose == wanted.purpose);
    CHECK(entry.reason == wanted.reason);
    const Digest body = event_digest(read(*store, kEventById, {event}).at(0).values());
    CHECK(entry.body == body);
    CHECK(entry.at == committed->recorded_at);
    CHECK(entry.node == "main");
    CHECK(read(*store, kJournalOfRecord, {std::string("loan"), record}).size() == 1);
}

TEST_CASE_TEMPLATE("a refused commit leaves nothing", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    const std::string record = crypto::random_id();
    REQUIRE(store->commit(act_on(record, 0)));
    Commit late = act_on(record, 1);
    late.writes = {fact("colour", "red")};
    // The last thing it does breaks: an event id that exists.
    late.events.push_back(event_of(record, 2));
    late.events.back().id = read(*store, kEventsOfRecord, {std::string("loan"), record}).at(0).text(0);
    late.idempotency = Idempotency{"a1", "key", "body", "r", 201};
    CHECK(code_of(store->commit(late)) == "storage.conflict");
    CHECK(read(*store, kReadFact, {std::string("colour")}).empty());
    CHECK(read(*store, kReadIdempotency, {std::string("a1"), std::string("key")}).empty());
    CHECK(read(*store, kReadVersion, {std::string("loan"), record}).at(0).number(0) == 1);
    CHECK(read(*store, kEventsOfRecord, {std::string("loan"), record}).size() == 1);
    REQUIRE(store->commit(act_on(record, 1)));
    check_chain(chained(*store, 2));
    CHECK(chained(*store, 2).size() == 2);
}

TEST_CASE_TEMPLATE("a write whose row count does not hold refuses the commit", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    Commit commit;
    commit.writes = {fact("a", "1"), {.statement = &kAdvanceVersion, .parameters = {"loan", "none", 1}}};
    commit.writes.back().rows_changed = 1;
    commit.writes.push_back(fact("b", "2"));
    CHECK(code_of(store->commit(commit)) == "storage.conflict");
    CHECK(read(*store, kReadFact, {std::string("a")}).empty());
    commit.writes[1].rows_changed = 0;
    CHECK(store->commit(commit));
    CHECK(read(*store, kReadFact, {std::string("a")}).at(0).text(0) == "1");
    CHECK(read(*store, kReadFact, {std::string("b")}).at(0).text(0) == "2");
    commit.writes = {{.statement = &kInsertFact, .parameters = {"a", "again"}}};
    CHECK(code_of(store->commit(commit)) == "storage.conflict");
}

TEST_CASE_TEMPLATE("writes happen in the order given", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    Commit commit;
    for (int i = 0; i < 20; ++i) {
        commit.writes.push_back(fact("k", std::to_string(i)));
        if (i == 10) commit.writes.back().rows_changed = 1;
    }
    REQUIRE(store->commit(commit));
    CHECK(read(*store, kReadFact, {std::string("k")}).at(0).text(0) == "19");
}

TEST_CASE_TEMPLATE("a repeated key is told apart from a conflict and does nothing", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    const std::string record = crypto::random_id();
    Commit commit = act_on(record, 0);
    commit.idempotency = Idempotency{"a1", "key", "body", record, 201};
    const auto first = store->commit(commit);
    REQUIRE(first);
    CHECK(code_of(store->commit(commit)) == "storage.repeated");
    const Rows rows = read(*store, kReadIdempotency, {std::string("a1"), std::string("key")});
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].text(0) == "body");
    CHECK(rows[0].text(1) == record);
    CHECK(rows[0].number(2) == 201);
    CHECK(rows[0].number(3) == first->recorded_at.micros);
    Commit other = act_on(record, 1);
    other.idempotency = Idempotency{"a2", "key", "body", record, 200};
    CHECK(store->commit(other));
    CHECK(chained(*store, 2).size() == 2);
}

TEST_CASE_TEMPLATE("a snapshot does not see a later commit, a new one does", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    auto before = store->snapshot();
    REQUIRE(before);
    Commit commit;
    commit.writes = {fact("k", "v")};
    REQUIRE(store->commit(commit));
    const auto rows = (*before)->read(kReadFact, {std::string("k")});
    REQUIRE(rows);
    CHECK(rows->empty());
    CHECK(read(*store, kReadFact, {std::string("k")}).size() == 1);
}

TEST_CASE_TEMPLATE("more readers than connections wait their turn", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    REQUIRE(store->commit(whole_act("r")));
    std::atomic<int> found{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 48; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 10; ++k) {
                auto view = store->snapshot();
                if (!view) continue;
                const auto rows = (*view)->read(kReadFact, {std::string("r")});
                if (rows && rows->size() == 1) ++found;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(found == 480);
}

TEST_CASE_TEMPLATE("a commit does not wait for open snapshots, however many", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    std::vector<std::unique_ptr<Snapshot>> views;
    for (int i = 0; i < 16; ++i) {
        auto view = store->snapshot();
        REQUIRE(view);
        views.push_back(std::move(*view));
    }
    CHECK(store->commit(whole_act("r")));
    for (const auto& view : views) CHECK(view->read(kReadFact, {std::string("r")})->empty());
    views.clear();
    CHECK(read(*store, kReadFact, {std::string("r")}).size() == 1);
}

TEST_CASE_TEMPLATE("tail gives entries after a place, in order, at most so many", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    for (int i = 0; i < 7; ++i) {
        Commit commit;
        commit.journal = {draft_of("a" + std::to_string(i)), draft_of("b" + std::to_string(i))};
        REQUIRE(store->commit(commit));
    }
    const auto all = chained(*store, 14);
    check_chain(all);
    for (std::size_t i = 0; i < 14; ++i) {
        CHECK(all[i].entry.action == (i % 2 == 0 ? "a" : "b") + std::to_string(i / 2));
    }
    const auto some = store->tail(5, 3);
    REQUIRE(some);
    REQUIRE(some->size() == 3);
    CHECK(some->front().entry.seq == 6);
    CHECK(some->back().entry.seq == 8);
    CHECK(store->tail(14, 10)->empty());
    CHECK(store->tail(0, 0)->empty());
}

TEST_CASE_TEMPLATE("recorded time never goes back and a jump of the clock is an entry", Engine, ENGINES) {
    NEED(Engine);
    FixedClock wall(kMorning);
    FixedClock boot({kHour});
    Settings settings;
    settings.clock = &wall;
    settings.monotonic = &boot;
    const auto store = opened(engine, settings);
    const auto act = [&] {
        const auto committed = store->commit(act_on(crypto::random_id(), 0));
        REQUIRE(committed);
        return committed->recorded_at;
    };
    const auto pass = [&](std::int64_t on_wall, std::int64_t on_boot) {
        wall.advance(on_wall);
        boot.advance(on_boot);
    };
    const Instant first = act();
    CHECK(first == kMorning);
    pass(kMinute, kMinute);
    const Instant second = act();
    CHECK(second == kMorning + kMinute);
    pass(-kSecond, 0);  // small steps are not worth an entry
    CHECK(act() == second);
    CHECK(chained(*store, 3).size() == 3);
    pass(-kHour, kMinute);
    CHECK(act() == second);
    pass(kDay, kMinute);
    CHECK(act() > second);
    const auto entries = chained(*store, 7);
    check_chain(entries);
    REQUIRE(entries.size() == 7);
    CHECK(entries[3].entry.action == "clock.jumped");
    CHECK(entries[3].entry.record_id == "-3661");
    CHECK(entries[3].entry.actor == "system");
    CHECK(entries[5].entry.action == "clock.jumped");
    CHECK(entries[5].entry.record_id == "+86340");
}

TEST_CASE_TEMPLATE("a store is not opened with a clock minutes behind it", Engine, ENGINES) {
    NEED(Engine);
    FixedClock wall(kMorning);
    FixedClock boot({0});
    Settings settings;
    settings.clock = &wall;
    settings.monotonic = &boot;
    {
        const auto store = opened(engine, settings);
        REQUIRE(store->commit(act_on("r", 0)));
        chained(*store, 1);
    }
    wall.advance(-kHour);
    const auto late = engine.try_open(settings);
    REQUIRE(!late);
    CHECK(late.error().code == "storage.clock_behind");
    wall.advance(kHour - kMinute);
    const auto store = opened(engine, settings);
    const auto committed = store->commit(act_on("r", 1));
    REQUIRE(committed);
    CHECK(committed->recorded_at == kMorning);
}

TEST_CASE_TEMPLATE("values come back as they were: NULL, empty, large, Vietnamese", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    Commit commit = act_on("r", 0);
    commit.events.front().sealed = crypto::random_bytes(1024 * 1024);
    commit.events.front().clear = "";
    commit.events.front().actor = "Nguyễn Thị Ánh Đào 🌸 'quoted' \\ \n\t";
    const NewEvent event = commit.events.front();
    CHECK(read(*store, kLastEventTime).at(0).is_null(0));
    CHECK(read(*store, kReadFact, {std::monostate{}}).empty());
    REQUIRE(store->commit(commit));
    const Rows rows = read(*store, kEventsOfRecord, {std::string("loan"), std::string("r")});
    CHECK(rows.at(0).bytes(11) == event.sealed);
    CHECK(rows.at(0).text(10).empty());
    CHECK(rows.at(0).text(8) == event.actor);
    CHECK(!read(*store, kLastEventTime).at(0).is_null(0));
}

TEST_CASE_TEMPLATE("text that one engine could not keep is refused by both", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    using namespace std::string_literals;
    for (const std::string& text :
         {"a\0b"s, "\xff"s, "\xc0\xaf"s, "\xed\xa0\x80"s, "\xf4\x90\x80\x80"s, "Đ\xc4"s}) {
        Commit commit = act_on("r", 0);
        commit.writes = {fact("k", text)};
        CHECK(code_of(store->commit(commit)) == "storage.text");
        Commit journal;
        journal.journal = {draft_of("x")};
        journal.journal.front().purpose = text;
        CHECK(code_of(store->commit(journal)) == "storage.text");
        auto view = store->snapshot();
        REQUIRE(view);
        const auto rows = (*view)->read(kReadFact, {text});
        REQUIRE(!rows);
        CHECK(rows.error().code == "storage.text");
    }
    CHECK(read(*store, kReadVersion, {std::string("loan"), std::string("r")}).empty());
    CHECK(store->tail(0, 1)->empty());
}

TEST_CASE_TEMPLATE("a statement used wrongly is a bug of its caller and hurts nobody else", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    Commit commit;
    commit.writes = {fact("before", "1"), {.statement = &kWriteFact, .parameters = {"too few"}}};
    CHECK_THROWS_AS(static_cast<void>(store->commit(commit)), Bug);
    commit.writes = {
        fact("before", "1"), {.statement = &kWriteFact, .parameters = {"null", std::monostate{}}}};
    CHECK_THROWS_AS(static_cast<void>(store->commit(commit)), Bug);
    CHECK(read(*store, kReadFact, {std::string("before")}).empty());
    CHECK(store->commit(act_on("r", 0)));
    auto view = store->snapshot();
    REQUIRE(view);
    CHECK_THROWS_AS(static_cast<void>((*view)->read(kReadFact, {})), Bug);
}

TEST_CASE_TEMPLATE("a commit that was begun lands as one that was waited for", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    const std::string record = crypto::random_id();
    std::vector<std::shared_ptr<Landing>> begun;
    begun.push_back(store->start(act_on(record, 0)));
    // Entries alone, as of reads, between commits that are refused.
    for (int i = 0; i < 20; ++i) {
        Commit entry;
        entry.journal = {draft_of("loan.open", record)};
        begun.push_back(store->start(std::move(entry)));
        begun.push_back(store->start(act_on(record, 7)));
    }
    int landed = 0;
    int refused = 0;
    for (const auto& one : begun) {
        const auto outcome = one->wait();
        if (outcome) ++landed;
        if (code_of(outcome) == "storage.conflict") ++refused;
    }
    CHECK(landed == 21);
    CHECK(refused == 20);
    check_chain(chained(*store, 21));
    Commit broken;
    broken.journal = {draft_of("loan.\xff")};
    CHECK(code_of(store->start(std::move(broken))->wait()) == "storage.text");
    Commit bug;
    bug.writes = {{&kReadVersion, {std::string("too few")}}};
    CHECK_THROWS_AS(static_cast<void>(store->start(std::move(bug))->wait()), Bug);
}

TEST_CASE_TEMPLATE("64 threads commit 2,000 times and nothing is lost", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    std::atomic<int> next{0};
    std::atomic<int> failed{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 64; ++i) {
        threads.emplace_back([&] {
            while (next++ < 2'000) {
                if (!store->commit(act_on(crypto::random_id(), 0))) ++failed;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(failed == 0);
    const auto entries = chained(*store, 2'000);
    REQUIRE(entries.size() == 2'000);
    check_chain(entries);
    std::vector<std::string> ids;
    for (const auto& chained : entries) ids.push_back(chained.entry.event_id);
    std::ranges::sort(ids);
    CHECK(std::ranges::adjacent_find(ids) == ids.end());
    for (const auto& chained : entries) {
        REQUIRE(read(*store, kReadVersion, {std::string("loan"), chained.entry.record_id}).size() == 1);
    }
}

TEST_CASE_TEMPLATE("chunks of uploads and acts are committed side by side", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    const std::string chunk(64 * 1024, 'x');
    std::atomic<int> failed{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            for (int k = 0; k < 20; ++k) {
                Commit commit;
                if (i % 2 == 0) {
                    commit = act_on(crypto::random_id(), 0);
                } else {
                    commit.writes = {fact("c" + std::to_string(i) + "." + std::to_string(k), chunk)};
                }
                if (!store->commit(std::move(commit))) ++failed;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(failed == 0);
    CHECK(chained(*store, 80).size() == 80);
    CHECK(read(*store, kReadFact, {std::string("c7.19")}).at(0).text(0) == chunk);
}

TEST_CASE_TEMPLATE("a store opened again holds what it held and goes on", Engine, ENGINES) {
    NEED(Engine);
    {
        const auto store = opened(engine);
        for (int i = 0; i < 5; ++i) REQUIRE(store->commit(act_on(std::to_string(i), 0)));
        chained(*store, 5);
    }
    const auto store = opened(engine);
    REQUIRE(store->commit(act_on("0", 1)));
    const auto entries = chained(*store, 6);
    CHECK(entries.size() == 6);
    check_chain(entries);
}

TEST_CASE_TEMPLATE("a store newer than the binary, or with another history, is refused", Engine, ENGINES) {
    NEED(Engine);
    std::vector<Migration> longer(all_migrations().begin(), all_migrations().end());
    longer.push_back(
        {longer.back().number + 1, "9999_later", "CREATE TABLE later (n {{int}} NOT NULL){{strict}};"}
    );
    Settings settings;
    settings.migrations = longer;
    REQUIRE(opened(engine, settings));
    const auto older = engine.try_open();
    REQUIRE(!older);
    CHECK(older.error().code == "storage.newer_store");
    longer.back().text = "CREATE TABLE later (n {{text}} NOT NULL){{strict}};";
    settings.migrations = longer;
    const auto different = engine.try_open(settings);
    REQUIRE(!different);
    CHECK(different.error().code == "storage.migration_differs");
}

TEST_CASE_TEMPLATE("a migration that breaks leaves the store as it was", Engine, ENGINES) {
    NEED(Engine);
    std::vector<Migration> broken(all_migrations().begin(), all_migrations().end());
    broken.push_back({broken.back().number + 1, "9999_broken", "CREATE TABLE half (n {{int}}); {{unknown}}"});
    Settings settings;
    settings.migrations = broken;
    const auto refused = engine.try_open(settings);
    REQUIRE(!refused);
    CHECK(refused.error().code == "storage.placeholder");
    broken.back().text = "CREATE TABLE half (n {{int}}); CREATE TABLE half (n {{int}});";
    CHECK_THROWS_AS(static_cast<void>(engine.try_open(settings)), Bug);
    CHECK(opened(engine)->commit(act_on("r", 0)));
    broken.back().text = "CREATE TABLE half (n {{int}});";
    CHECK(opened(engine, settings)->commit(act_on("r", 1)));
}

TEST_CASE_TEMPLATE("every statement of the catalogue prepares", Engine, ENGINES) {
    NEED(Engine);
    const auto store = opened(engine);
    REQUIRE(all_statements().size() > 20);
    CHECK(engine.refused_statements(all_statements()) == std::vector<std::string>{});
    static constexpr Statement kWrong{"wrong", "SELECT nothing FROM nowhere WHERE x = $1"};
    const Statement* const wrong[] = {&kWrong};
    CHECK(engine.refused_statements(wrong) == std::vector<std::string>{"wrong"});
}

}  // namespace neove::storage::contract
