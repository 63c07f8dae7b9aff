/// \file
/// Abuse tests (SECURITY 10.9): what a child under attack would do must end the child, and only the child.

#include "document/extract.h"
#include "document/fixture.h"
#include "worker/probe.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

namespace neove::document {

namespace {

using worker::Probe;

std::filesystem::path beside_this_test(const char* name) {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

ExtractorPool& probe_pool() {
    static ExtractorPool pool(
        {.worker = beside_this_test("neove-worker-probe"), .wall = std::chrono::seconds(40)}
    );
    return pool;
}

Result<Answer> run(Probe probe, ExtractorPool& pool = probe_pool()) {
    return pool.run({static_cast<std::uint8_t>(probe), Kind::Unknown, 0, 0, {}});
}

bool next_document_works(ExtractorPool& pool) {
    const auto extracted = extract(fixture::docx({.body = fixture::paragraph("vẫn chạy")}), pool);
    return extracted && extracted->text == "vẫn chạy\n";
}

}  // namespace

TEST_CASE("each forbidden call ends the child by SIGSYS, and the next document works") {
    for (const Probe probe :
         {Probe::Socket, Probe::Execute, Probe::CreateFile, Probe::Trace, Probe::MapCode, Probe::Fork}) {
        CAPTURE(static_cast<int>(probe));
        const auto answer = run(probe);
        REQUIRE(!answer);
        CHECK(answer.error().code == "document.worker_failed");
        CHECK(answer.error().detail == "child ended by signal 31");
        CHECK(next_document_works(probe_pool()));
    }
    CHECK(!std::filesystem::exists("/tmp/neove-probe"));
}

TEST_CASE("a child that crashes, floods or lies is told of, and the next document works") {
    const auto crash = run(Probe::Crash);
    REQUIRE(!crash);
    CHECK(crash.error().detail == "child ended by signal 4");
    const auto flood = run(Probe::EndlessOutput);
    REQUIRE(!flood);
    CHECK(flood.error().code == "document.worker_failed");
    const auto lie = run(Probe::WrongAnswer);
    REQUIRE(!lie);
    CHECK(lie.error().detail == "the answer breaks the protocol");
    const auto hungry = run(Probe::EatMemory);
    REQUIRE(!hungry);
    CHECK(hungry.error().code == "document.too_large");
    CHECK(next_document_works(probe_pool()));
}

TEST_CASE("a child that hangs is ended by the wall clock, and the next document works") {
    ExtractorPool pool(
        {.worker = beside_this_test("neove-worker-probe"), .wall = std::chrono::milliseconds(300)}
    );
    REQUIRE(pool.report());  // warm, so that the clock measures the child alone
    for (const Probe probe : {Probe::Sleep, Probe::Spin}) {
        const auto answer = run(probe, pool);
        REQUIRE(!answer);
        CHECK(answer.error().code == "document.timeout");
    }
    ExtractorPool patient({.worker = beside_this_test("neove-worker-probe")});
    CHECK(next_document_works(patient));
}

TEST_CASE("a child sees no file of the system, two descriptors and three settings") {
    const auto secret = run(Probe::ReadSecret);
    REQUIRE(secret);
    if (probe_pool().report()->starts_with("landlock=0")) {
        MESSAGE("skipped: this kernel has no Landlock, files are readable");
    } else {
        CHECK(secret->text == "refused");
    }
    const auto descriptors = run(Probe::OpenDescriptors);
    REQUIRE(descriptors);
    CHECK(descriptors->text == "0 1 ");
    setenv("NEOVE_CANARY", "never", 1);
    ExtractorPool fresh({.worker = beside_this_test("neove-worker-probe")});
    const auto environment = run(Probe::Environment, fresh);
    REQUIRE(environment);
    CHECK(environment->text == "OMP_THREAD_LIMIT=1\nLC_ALL=C.UTF-8\nPATH=/nonexistent\n");
}

TEST_CASE("a zygote that is killed is started again for the next document") {
    const auto children = [] {
        std::set<int> pids;
        for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
            std::ifstream list(task.path() / "children");
            for (int pid = 0; list >> pid;) pids.insert(pid);
        }
        return pids;
    };
    const std::set<int> before = children();
    ExtractorPool pool({.worker = beside_this_test("neove-worker-probe")});
    REQUIRE(pool.report());
    std::vector<int> fresh;
    std::ranges::set_difference(children(), before, std::back_inserter(fresh));
    REQUIRE(fresh.size() == 1);
    REQUIRE(kill(fresh[0], SIGKILL) == 0);
    siginfo_t ended{};
    REQUIRE(waitid(P_PID, static_cast<id_t>(fresh[0]), &ended, WEXITED | WNOWAIT) == 0);
    CHECK(next_document_works(pool));
}

TEST_CASE("the product's worker knows no probe") {
    ExtractorPool product;
    const auto answer = run(Probe::Environment, product);
    REQUIRE(!answer);
    CHECK(answer.error().code == "document.unsupported");
}

TEST_CASE("a worker that is not there, or is no worker, is a plain error") {
    ExtractorPool missing({.worker = "/nonexistent/neove-worker"});
    CHECK(!missing.report());
    ExtractorPool other({.worker = "/bin/true"});
    CHECK(other.report().error().code == "document.worker_failed");
}

TEST_CASE("threads share the pool, each with its own document") {
    std::vector<std::jthread> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&good, i] {
            const std::string line = "Tờ số " + std::to_string(i);
            const auto extracted = extract(fixture::docx({.body = fixture::paragraph(line)}), probe_pool());
            if (extracted && extracted->text == line + "\n") ++good;
        });
    }
    threads.clear();
    CHECK(good == 8);
}

}  // namespace neove::document
