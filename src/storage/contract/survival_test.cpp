/// \file
/// What was acknowledged is there after a power cut, a failing disk and kill -9, whole, and nothing is there
/// by half.

#include "storage/contract/acts.h"
#include "storage/contract/recording_vfs.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <thread>

namespace neove::storage::contract {

namespace {

std::unique_ptr<Store> open_recorded(const std::string& path, const std::string& vfs) {
    SqliteOptions options;
    options.vfs = vfs;
    auto store = open_sqlite(path, options);
    if (!store) FAIL(store.error().code << ": " << store.error().detail);
    return std::move(*store);
}

/// Some threads commit; every acknowledgement is noted before the next commit of its thread.
void work(Store& store, RecordingVfs& vfs, int commits) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < commits; ++k) {
                const std::string record = crypto::random_id();
                if (store.commit(whole_act(record))) vfs.note(record);
            }
        });
    }
    for (auto& thread : threads) thread.join();
}

/// Until the checkpointer has written to the file itself after `from`.
void await_checkpoint(const RecordingVfs& vfs, std::size_t from) {
    for (int patience = 0; patience < 1'000; ++patience) {
        for (std::size_t i = from; i < vfs.size(); ++i) {
            const auto operation = vfs.at(i);
            if (operation.kind == RecordingVfs::Kind::Sync && operation.file == "store.db") return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    FAIL("no checkpoint came");
}

/// A life of a store: created, worked on across checkpoints, closed, opened, worked on.
void record_life(RecordingVfs& vfs, const TemporaryDirectory& directory) {
    const std::string path = directory.file("store.db");
    {
        const auto store = open_recorded(path, vfs.name());
        for (int round = 0; round < 3; ++round) {
            const std::size_t from = vfs.size();
            work(*store, vfs, 10);
            await_checkpoint(vfs, from);
        }
    }
    const auto store = open_recorded(path, vfs.name());
    work(*store, vfs, 10);
}

/// How many acknowledged acts are missing after a cut. Fails on anything by half.
std::size_t lost_after(const RecordingVfs& vfs, std::size_t cut, unsigned chance, bool forget_syncs) {
    std::mt19937 random(static_cast<std::mt19937::result_type>(cut * 101 + chance));
    const TemporaryDirectory disk;
    vfs.play(cut, disk.file(""), chance, random, forget_syncs);
    const auto store = open_recorded(disk.file("store.db"), "");
    const auto there = check_whole(*store);
    std::size_t lost = 0;
    for (const std::string& record : vfs.notes(cut)) lost += there.contains(record) ? 0 : 1;
    // And it goes on working.
    REQUIRE(store->commit(whole_act(crypto::random_id())));
    return lost;
}

std::size_t cuts_wanted() {
    const char* wish = std::getenv("NEOVE_CUTS");
    return wish != nullptr ? std::strtoul(wish, nullptr, 10) : 60;
}

}  // namespace

TEST_CASE("no acknowledged commit is lost and none is there by half, wherever the power is cut") {
    RecordingVfs vfs;
    const TemporaryDirectory directory;
    record_life(vfs, directory);
    const std::size_t operations = vfs.size();
    REQUIRE(vfs.notes(operations).size() == 160);
    const std::size_t cuts = cuts_wanted();
    for (std::size_t i = 0; i < cuts; ++i) {
        const std::size_t cut = operations * (i + 1) / cuts;
        // Nothing unsynced, or a sector here and there, or nearly all of it.
        const unsigned chance = std::array{0U, 50U, 0U, 90U}[i % 4];
        CAPTURE(cut);
        CAPTURE(chance);
        REQUIRE(lost_after(vfs, cut, chance, false) == 0);
    }
    MESSAGE(cuts << " cuts over " << operations << " operations of the disk");
}

TEST_CASE("the instrument notices a disk that lies about its syncs") {
    RecordingVfs vfs;
    const TemporaryDirectory directory;
    record_life(vfs, directory);
    CHECK(lost_after(vfs, vfs.size(), 0, true) == 160);
}

TEST_CASE("a full disk refuses the commit, keeps what was and goes on when there is room") {
    RecordingVfs vfs;
    const TemporaryDirectory directory;
    const auto store = open_recorded(directory.file("store.db"), vfs.name());
    REQUIRE(store->commit(whole_act("before")));
    vfs.fail(SQLITE_FULL, SQLITE_OK);
    const auto refused = store->commit(whole_act("without room"));
    CHECK(code_of(refused) == "storage.full");
    CHECK(read(*store, statements::kReadFact, {std::string("before")}).size() == 1);
    vfs.fail(SQLITE_OK, SQLITE_OK);
    CHECK(check_whole(*store) == std::set<std::string>{"before"});
    REQUIRE(store->commit(whole_act("without room")));
    CHECK(check_whole(*store) == std::set<std::string>{"before", "without room"});
}

TEST_CASE("a failing or read-only disk refuses the commit and leaves nothing of it") {
    struct Fault {
        int write;
        int sync;
    };
    for (const Fault fault :
         {Fault{SQLITE_IOERR_WRITE, SQLITE_OK},
          Fault{SQLITE_OK, SQLITE_IOERR_FSYNC},
          Fault{SQLITE_READONLY, SQLITE_OK}}) {
        RecordingVfs vfs;
        const TemporaryDirectory directory;
        const auto store = open_recorded(directory.file("store.db"), vfs.name());
        REQUIRE(store->commit(whole_act("before")));
        vfs.fail(fault.write, fault.sync);
        CHECK(code_of(store->commit(whole_act("after"))) == "storage.unavailable");
        vfs.fail(SQLITE_OK, SQLITE_OK);
        CHECK(check_whole(*store) == std::set<std::string>{"before"});
        REQUIRE(store->commit(whole_act("after")));
        CHECK(check_whole(*store).size() == 2);
    }
}

namespace {

/// Commits until it is killed, writing every acknowledged record to the pipe.
[[noreturn]] void commit_for_ever(const std::string& path, int pipe) {
    auto store = open_sqlite(path);
    if (!store) _exit(1);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (;;) {
                const std::string record = crypto::random_id();
                if (!(*store)->commit(whole_act(record))) _exit(1);
                if (::write(pipe, record.data(), record.size()) != std::ssize(record)) _exit(1);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    _exit(1);
}

/// Reads the child's acknowledgements; kills it once `enough` came, then reads what was still under way.
std::vector<std::string> kill_after(pid_t child, int pipe, std::size_t enough) {
    std::vector<std::string> records;
    std::string record(32, ' ');
    while (::read(pipe, record.data(), record.size()) == std::ssize(record)) {
        records.push_back(record);
        if (records.size() == enough) ::kill(child, SIGKILL);
    }
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    return records;
}

}  // namespace

TEST_CASE("kill -9 at any moment loses nothing that was acknowledged") {
    const TemporaryDirectory directory;
    const std::string path = directory.file("store.db");
    std::mt19937 random(20261122);
    std::vector<std::string> acknowledged;
    for (int round = 0; round < 6; ++round) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const pid_t child = fork();
        if (child == 0) commit_for_ever(path, ends[1]);
        close(ends[1]);
        const auto records = kill_after(child, ends[0], 1 + random() % 400);
        close(ends[0]);
        acknowledged.insert(acknowledged.end(), records.begin(), records.end());
        const auto store = open_recorded(path, "");
        const auto there = check_whole(*store);
        for (const std::string& record : acknowledged) REQUIRE(there.contains(record));
    }
    CHECK(acknowledged.size() > 6);
}

}  // namespace neove::storage::contract
