/// \file
/// Durable commits per second, alone and with 64 clients, on both drivers. Each commit is an act: one
/// version, one event with 500 sealed bytes, one journal entry, one projection row. Run it twice, the second
/// time with `LD_PRELOAD=…/libslow_sync.so`.

#include "../tests/postgres_fixture.h"
#include "base/crypto.h"
#include "storage/postgres/store.h"
#include "storage/sqlite/store.h"
#include "storage/statements/core.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace neove::storage {

namespace {

using Steady = std::chrono::steady_clock;

std::int64_t micros_since(Steady::time_point start) {
    return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start).count();
}

Commit act() {
    const std::string record = crypto::random_id();
    Commit commit;
    commit.expected = {{"loan", record, 0}};
    commit.events.push_back({
        .id = crypto::random_id(),
        .register_name = "loan",
        .record_id = record,
        .version = 1,
        .kind = "created",
        .occurred_at = {1'790'000'000'000'000},
        .precision = "day",
        .actor = crypto::random_id(),
        .acting_org = crypto::random_id(),
        .clear = R"({"ward":"00001","kind":"book","on":"2026-11-22"})",
        .sealed = crypto::random_bytes(500),
    });
    JournalDraft draft;
    draft.actor = commit.events[0].actor;
    draft.session_digest = record;
    draft.action = "loan.created";
    draft.register_name = "loan";
    draft.record_id = record;
    draft.event_id = commit.events[0].id;
    commit.journal = {draft};
    commit.writes = {{.statement = &statements::kWriteFact, .parameters = {record, "a projection row"}}};
    return commit;
}

struct Figures {
    std::int64_t per_second{0};
    std::int64_t half{0};
    std::int64_t worst_hundredth{0};
};

Figures run(Store& store, int clients, std::chrono::seconds length) {
    std::vector<std::vector<std::int64_t>> times(static_cast<std::size_t>(clients));
    std::atomic<std::int64_t> failed{0};
    const auto start = Steady::now();
    std::vector<std::thread> threads;
    for (auto& mine : times) {
        threads.emplace_back([&] {
            while (Steady::now() - start < length) {
                Commit commit = act();
                const auto begin = Steady::now();
                if (!store.commit(std::move(commit))) ++failed;
                mine.push_back(micros_since(begin));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    const std::int64_t took = micros_since(start);
    std::vector<std::int64_t> all;
    for (const auto& mine : times) all.insert(all.end(), mine.begin(), mine.end());
    std::ranges::sort(all);
    if (failed > 0) fmt::print("  {} commits were refused\n", failed.load());
    const auto count = static_cast<std::int64_t>(all.size());
    return {count * 1'000'000 / took, all[all.size() / 2], all[all.size() * 99 / 100]};
}

void report(Store& store, std::string_view name) {
    constexpr int kRuns = 5;
    for (const int clients : {1, 64}) {
        std::vector<Figures> runs;
        for (int i = 0; i < kRuns; ++i) runs.push_back(run(store, clients, std::chrono::seconds(2)));
        std::ranges::sort(runs, {}, &Figures::per_second);
        const Figures& middle = runs[kRuns / 2];
        fmt::print(
            "{:8} {:2} clients: {:6} commits/s (median of {}, {} to {}), latency p50 {} us, p99 {} us\n",
            name,
            clients,
            middle.per_second,
            kRuns,
            runs.front().per_second,
            runs.back().per_second,
            middle.half,
            middle.worst_hundredth
        );
    }
}

/// How long after the last commit of a burst the chain holds everything (nothing to wait for on SQLite).
void report_chaining(Store& store) {
    const auto begin = Steady::now();
    for (;;) {
        auto view = store.snapshot();
        if (!view) return;
        const auto queue = (*view)->read(statements::kQueueBounds);
        if (!queue || queue->at(0).is_null(0)) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    fmt::print("         the chain was complete {} us after the last commit\n", micros_since(begin));
}

/// Median time of one 4 KiB append with fdatasync, as a log writes.
std::int64_t sync_micros(const std::filesystem::path& folder) {
    const auto path = folder / "sync";
    const int file = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
    const std::string page(4096, 'x');
    std::vector<std::int64_t> times;
    for (int i = 0; i < 200; ++i) {
        if (write(file, page.data(), page.size()) < 0) std::abort();
        const auto begin = Steady::now();
        fdatasync(file);
        times.push_back(micros_since(begin));
    }
    close(file);
    std::ranges::sort(times);
    return times[times.size() / 2];
}

}  // namespace

}  // namespace neove::storage

int main() {
    using namespace neove;
    crypto::initialise();
    const auto folder =
        std::filesystem::path(NEOVE_SOURCE_DIR) / "build" / ("storage-bench-" + crypto::random_id());
    std::filesystem::create_directories(folder);
    fmt::print("the disk's sync: {} us\n", storage::sync_micros(folder));
    {
        auto store = storage::open_sqlite(folder / "store.db");
        if (!store) return 1;
        storage::report(**store, "sqlite");
    }
    std::filesystem::remove_all(folder);
    tests::PostgresServer server(true);
    if (!server.is_running()) {
        fmt::print("postgres: skipped, no binaries\n");
        return 0;
    }
    storage::PostgresOptions options;
    options.writers = 64;
    auto store = storage::open_postgres(server.new_database(), options);
    if (!store) return 1;
    storage::report(**store, "postgres");
    storage::report_chaining(**store);
    return 0;
}
