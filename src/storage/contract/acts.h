#pragma once
/// \file
/// What the suites do to a store and how they look at it.

#include "base/crypto.h"
#include "storage/chain.h"
#include "storage/contract/engines.h"
#include "storage/statements/core.h"
#include "storage/store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

namespace neove::storage::contract {

inline constexpr Instant kMorning{1'790'000'000'000'000};

template <typename Engine>
std::unique_ptr<Store> opened(Engine& engine, const Settings& settings = {}) {
    auto store = engine.try_open(settings);
    if (!store) FAIL(store.error().code << ": " << store.error().detail);
    return std::move(*store);
}

inline NewEvent event_of(const std::string& record, std::int64_t version) {
    NewEvent event;
    event.id = crypto::random_id();
    event.register_name = "loan";
    event.record_id = record;
    event.version = version;
    event.kind = "created";
    event.occurred_at = kMorning;
    event.precision = "day";
    event.actor = "a1";
    event.acting_org = "o1";
    event.clear = R"({"ward":"Phường Một"})";
    event.sealed = {1, 0, 255};
    return event;
}

inline JournalDraft draft_of(const std::string& action, const std::string& record = {}) {
    JournalDraft draft;
    draft.actor = "a1";
    draft.action = action;
    draft.register_name = record.empty() ? "" : "loan";
    draft.record_id = record;
    return draft;
}

/// A commit as a use case makes it: one version, one event, one entry.
inline Commit act_on(const std::string& record, std::int64_t version) {
    Commit commit;
    commit.expected = {{"loan", record, version}};
    commit.events = {event_of(record, version + 1)};
    commit.journal = {draft_of("loan.created", record)};
    commit.journal.front().event_id = commit.events.front().id;
    return commit;
}

inline Write fact(const std::string& key, const std::string& value) {
    return {.statement = &statements::kWriteFact, .parameters = {key, value}};
}

inline Rows read(Store& store, const Statement& statement, Parameters parameters = {}) {
    auto view = store.snapshot();
    REQUIRE(view);
    auto rows = (*view)->read(statement, std::move(parameters));
    REQUIRE(rows);
    return std::move(*rows);
}

inline std::string code_of(const Result<Committed>& result) {
    return result ? "" : result.error().code;
}

/// Waits until `count` entries are chained (at once on SQLite).
inline std::vector<ChainedEntry> chained(Store& store, std::size_t count) {
    for (int patience = 0; patience < 500; ++patience) {
        auto entries = store.tail(0, 100'000);
        REQUIRE(entries);
        if (entries->size() >= count) return std::move(*entries);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    FAIL("the journal did not reach " << count << " entries");
    return {};
}

inline void check_chain(const std::vector<ChainedEntry>& entries) {
    Digest head{};
    std::int64_t seq = 0;
    Instant at;
    for (const ChainedEntry& chained : entries) {
        REQUIRE(chained.entry.seq == ++seq);
        REQUIRE(chained.entry.at >= at);
        REQUIRE(journal::digest_of(chained.entry) == chained.digest);
        head = journal::next_head(head, seq, chained.digest);
        REQUIRE(head == chained.head);
        at = chained.entry.at;
    }
}

/// Versions and events of the whole store: what belongs to no entry would show here.
inline constexpr Statement kCountAll{
    "count_all", "SELECT (SELECT COUNT(*) FROM record_version), (SELECT COUNT(*) FROM event)"};

/// An act with a projection row of its own, as `check_whole` expects it.
inline Commit whole_act(const std::string& record) {
    Commit commit = act_on(record, 0);
    commit.writes = {fact(record, "row of it")};
    return commit;
}

/// Every act is there whole or not at all: version, event, entry and projection row agree. Gives the records
/// that are.
inline std::set<std::string> check_whole(Store& store) {
    const auto entries = store.tail(0, 1'000'000);
    REQUIRE(entries);
    check_chain(*entries);
    std::set<std::string> records;
    auto view = store.snapshot();
    REQUIRE(view);
    for (const ChainedEntry& chained : *entries) {
        const std::string& record = chained.entry.record_id;
        const auto version = (*view)->read(statements::kReadVersion, {std::string("loan"), record});
        const auto events = (*view)->read(statements::kEventsOfRecord, {std::string("loan"), record});
        const auto row = (*view)->read(statements::kReadFact, {record});
        REQUIRE(version);
        REQUIRE(version->size() == 1);
        REQUIRE(events);
        REQUIRE(events->size() == 1);
        REQUIRE(events->front().text(0) == chained.entry.event_id);
        REQUIRE(events->front().bytes(12) == Bytes(chained.entry.body.begin(), chained.entry.body.end()));
        REQUIRE(row);
        REQUIRE(row->size() == 1);
        records.insert(record);
    }
    const auto all = (*view)->read(kCountAll);
    REQUIRE(all);
    REQUIRE(all->front().number(0) == std::ssize(records));
    REQUIRE(all->front().number(1) == std::ssize(records));
    return records;
}

}  // namespace neove::storage::contract
