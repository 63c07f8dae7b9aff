/// \file
/// A piece of work is done once, whatever nodes and clocks do.

#include "service/jobs/jobs.h"

#include "service/jobs/contract/nodes.h"
#include "storage/statements/jobs.h"

#include <atomic>
#include <thread>

namespace neove::service::contract {

namespace {

/// Counts itself in the store, so that what was lost counts for nothing.
Finished counted(const std::string& key) {
    Finished finished;
    finished.commit.writes.push_back({&storage::statements::kInsertFact, {key, std::string("x")}});
    finished.result = 1;
    return finished;
}

JobKind daily(std::atomic<int>& worked, const std::string& key) {
    return {"daily", kDay, [&worked, key](const Turn& turn) -> Result<Finished> {
                ++worked;
                return counted(key + std::to_string(turn.period) + "/" + std::to_string(worked));
            }};
}

template <typename N>
std::int64_t facts_of(N& nodes, const std::string& prefix) {
    static constexpr storage::Statement kCountFacts{
        "count_facts", "SELECT COUNT(*) FROM store_fact WHERE fact_key >= $1 AND fact_key < $2"};
    return nodes.read(kCountFacts, {prefix, prefix + "\x7F"}).at(0).number(0);
}

}  // namespace

TEST_CASE_TEMPLATE("a period's work is done once by one node and again in the next period", Engine, ENGINES) {
    NEED(Engine);
    Nodes<Engine> nodes;
    std::atomic<int> worked{0};
    const JobKind job = daily(worked, "done/");
    CHECK(nodes.a.run(job) == TurnOutcome::Done);
    CHECK(nodes.a.run(job) == TurnOutcome::Idle);
    CHECK(nodes.b.run(job) == TurnOutcome::Idle);
    CHECK(worked == 1);
    nodes.advance(kDay);
    CHECK(nodes.b.run(job) == TurnOutcome::Done);
    CHECK(nodes.a.run(job) == TurnOutcome::Idle);
    CHECK(worked == 2);
    CHECK(facts_of(nodes, "done/") == 2);
}

TEST_CASE_TEMPLATE("of two nodes racing for each period exactly one works", Engine, ENGINES) {
    NEED(Engine);
    Nodes<Engine> nodes;
    std::atomic<int> worked{0};
    std::atomic<int> done{0};
    std::atomic<int> refused{0};
    const JobKind job = daily(worked, "race/");
    for (int day = 1; day <= 20; ++day) {
        std::vector<std::thread> threads;
        for (Jobs* node : {&nodes.a, &nodes.b}) {
            threads.emplace_back([&, node] {
                const auto outcome = node->run(job);
                if (!outcome) ++refused;
                if (outcome == TurnOutcome::Done) ++done;
            });
        }
        for (std::thread& thread : threads) thread.join();
        REQUIRE(worked == day);
        REQUIRE(done == day);
        nodes.advance(kDay);
    }
    CHECK(refused == 0);
    CHECK(facts_of(nodes, "race/") == 20);
}

TEST_CASE_TEMPLATE(
    "a node that dies in the middle loses its lease after its time, not before", Engine, ENGINES
) {
    NEED(Engine);
    Nodes<Engine> nodes;
    std::atomic<int> worked{0};
    const JobKind job = daily(worked, "dead/");
    const auto dead = nodes.a.begin("daily", nodes.a.period_now(kDay));
    REQUIRE(dead);
    REQUIRE(dead->has_value());
    CHECK(nodes.b.run(job) == TurnOutcome::Idle);
    nodes.advance(kLeaseTime - kSecond);
    CHECK(nodes.b.run(job) == TurnOutcome::Idle);
    CHECK(worked == 0);
    nodes.advance(2 * kSecond);
    CHECK(nodes.b.run(job) == TurnOutcome::Done);
    CHECK(worked == 1);
    // It was not dead, only slow: nothing of its Commit happens.
    CHECK(nodes.a.finish(**dead, counted("dead/too late")) == TurnOutcome::Lost);
    CHECK(facts_of(nodes, "dead/too") == 0);
    CHECK(facts_of(nodes, "dead/") == 1);
    CHECK(nodes.read(storage::statements::kNewestJobs).at(0).number(3) == 2);
}

TEST_CASE_TEMPLATE("a slow holder commits nothing while another works on the same piece", Engine, ENGINES) {
    NEED(Engine);
    Nodes<Engine> nodes;
    const std::int64_t day = nodes.a.period_now(kDay);
    const auto slow = nodes.a.begin("daily", day);
    REQUIRE(slow->has_value());
    nodes.advance(kLeaseTime + kSecond);
    const auto other = nodes.b.begin("daily", day);
    REQUIRE(other->has_value());
    storage::Commit commit;
    commit.writes.push_back(nodes.a.hold(**slow));
    commit.writes.push_back({&storage::statements::kInsertFact, {std::string("slow"), std::string("x")}});
    CHECK(storage_contract::code_of(nodes.first->commit(commit)) == "storage.conflict");
    CHECK(facts_of(nodes, "slow") == 0);
    // Nor does its failure undo what the other does.
    CHECK(nodes.a.fail(**slow, "late.failure"));
    CHECK(nodes.a.release(**slow));
    CHECK_FALSE(nodes.a.begin("daily", day)->has_value());
    CHECK(nodes.b.finish(**other, counted("fast")) == TurnOutcome::Done);
}

TEST_CASE_TEMPLATE(
    "work that fails is tried again after pauses that grow, and its code is kept", Engine, ENGINES
) {
    NEED(Engine);
    Nodes<Engine> nodes;
    int tries = 0;
    const JobKind job{"daily", kDay, [&](const Turn&) -> Result<Finished> {
                          if (++tries < 4) return refuse(ErrorKind::Unavailable, "test.no_luck");
                          return counted("luck");
                      }};
    CHECK(nodes.a.run(job) == TurnOutcome::Failed);
    std::int64_t before = 0;
    for (const std::int64_t pause : {kMinute, 2 * kMinute, 4 * kMinute}) {
        CHECK(pause > before);
        const storage::Rows rows = nodes.read(storage::statements::kNewestJobs);
        CHECK(rows.at(0).text(2) == "waiting");
        CHECK(rows.at(0).text(6) == "test.no_luck");
        nodes.advance(pause - kSecond);
        CHECK(nodes.b.run(job) == TurnOutcome::Idle);
        nodes.advance(2 * kSecond);
        // The other node may go on with it.
        const auto outcome = nodes.b.run(job);
        CHECK(outcome == (tries == 4 ? TurnOutcome::Done : TurnOutcome::Failed));
        before = pause;
    }
    CHECK(tries == 4);
    CHECK(facts_of(nodes, "luck") == 1);
    CHECK(nodes.read(storage::statements::kNewestJobs).at(0).text(6).empty());
    CHECK(pause_after(1) == kMinute);
    CHECK(pause_after(1'000) == kPauseMax);
}

TEST_CASE_TEMPLATE("a clock that jumps stops no work and doubles none", Engine, ENGINES) {
    NEED(Engine);
    Nodes<Engine> nodes;
    std::atomic<int> worked{0};
    // A node a year ahead leaves a lease and a pause a year away.
    nodes.other_clock.advance(365 * kDay);
    const std::int64_t today = nodes.a.period_now(kDay);
    REQUIRE(nodes.b.begin("daily", today)->has_value());
    const JobKind job = daily(worked, "jump/");
    CHECK(nodes.a.run(job) == TurnOutcome::Done);
    CHECK(worked == 1);
    // Its own clock being ahead does not let it repeat what is done.
    CHECK_FALSE(nodes.b.begin("daily", today)->has_value());
    CHECK(nodes.b.run(job) == TurnOutcome::Done);  // the piece of its own day
    // Back again: neither today's piece nor the far one is done twice.
    nodes.other_clock.advance(-365 * kDay);
    CHECK(nodes.b.run(job) == TurnOutcome::Idle);
    CHECK(nodes.a.run(job) == TurnOutcome::Idle);
    CHECK(worked == 2);
}

TEST_CASE_TEMPLATE("a Commit that the store refuses leaves the work undone, not half done", Engine, ENGINES) {
    NEED(Engine);
    Nodes<Engine> nodes;
    const auto turn = nodes.a.begin("daily", 1);
    REQUIRE(turn->has_value());
    Finished finished = counted("twice");
    finished.commit.writes.push_back(finished.commit.writes.front());
    CHECK(nodes.a.finish(**turn, std::move(finished)) == TurnOutcome::Lost);
    CHECK(facts_of(nodes, "twice") == 0);
    CHECK(
        nodes.read(storage::statements::kJobOf, {std::string("daily"), std::int64_t{1}}).at(0).text(0) ==
        "waiting"
    );
}

}  // namespace neove::service::contract
