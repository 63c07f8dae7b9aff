/// \file
/// Deciding about one record in a table of some forty thousand cells, with and without finding out how the
/// actor stands to it, and what a search over all records pays to ask about each.

#include "access/rules.h"

#include <benchmark/benchmark.h>

namespace {

using namespace neove;
using namespace neove::access;

std::vector<std::string> numbered(const std::string& word, int count) {
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) out.push_back(word + std::to_string(i));
    return out;
}

Rules large_table() {
    std::vector<RegisterRules> registers;
    for (const std::string& name : numbered("register", 20)) {
        RegisterRules rules{name, numbered("state", 8), numbered("action", 12), {}, {}, {}};
        std::vector<std::string> actions = {"open", "list", "correct", "attach"};
        actions.insert(actions.end(), rules.actions.begin(), rules.actions.end());
        for (const std::string& role : numbered("role", 8)) {
            rules.grants.push_back(
                {{role}, {"own", "responsible"}, actions, {}, kInternal, kInternal, kIdentity, {}}
            );
        }
        rules.policy.denies = {{"block", {}}, {"conflict_of_interest", {"responsible"}}};
        registers.push_back(std::move(rules));
    }
    return Rules::compile(registers);
}

const Rules& table() {
    static const Rules rules = large_table();
    return rules;
}

Actor some_actor() {
    Actor actor{
        AccountId::trusted(std::string(32, 'a')), "role5", OrganisationId::trusted(std::string(32, '1')), {}};
    for (int i = 0; i < 100; ++i) {
        actor.below.insert(OrganisationId::trusted(std::string(29, '2') + std::to_string(100 + i)));
    }
    return actor;
}

RecordPlace some_record(int number) {
    return {
        OrganisationId::trusted(std::string(32, number % 3 == 0 ? '1' : '3')),
        AccountId::trusted(std::string(32, 'b')),
        "state" + std::to_string(number % 8),
        {}};
}

void decide_one(benchmark::State& state) {
    const Actor actor = some_actor();
    const Standing standing = standing_of(actor, some_record(0), {}, {});
    for (auto _ : state) {
        benchmark::DoNotOptimize(decide(table(), actor, "register10", kList, standing));
    }
    state.counters["cells"] = static_cast<double>(table().cells().size());
}

void stand_and_decide(benchmark::State& state) {
    const Actor actor = some_actor();
    const RecordPlace record = some_record(0);
    const std::vector<RelationRow> rows = {
        {"responsible", actor.account, {}, {0}, {}}, {"receiving", {}, actor.organisation, {0}, {}}};
    for (auto _ : state) {
        const Standing standing = standing_of(actor, record, rows, {5});
        benchmark::DoNotOptimize(decide(table(), actor, "register10", kOpen, standing));
    }
}

void decide_about_all(benchmark::State& state) {
    const Actor actor = some_actor();
    std::vector<RecordPlace> records;
    for (int i = 0; i < 100'000; ++i) records.push_back(some_record(i));
    for (auto _ : state) {
        std::size_t shown = 0;
        for (const RecordPlace& record : records) {
            const Standing standing = standing_of(actor, record, {}, {5});
            shown += decide(table(), actor, "register10", kList, standing).allowed ? 1 : 0;
        }
        benchmark::DoNotOptimize(shown);
    }
}

void make_a_scope(benchmark::State& state) {
    const Actor actor = some_actor();
    for (auto _ : state) {
        benchmark::DoNotOptimize(scope_of(table(), actor, "register10", Channel::List));
    }
}

void compile_all(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(large_table());
}

BENCHMARK(decide_one);
BENCHMARK(stand_and_decide);
BENCHMARK(decide_about_all)->Unit(benchmark::kMillisecond);
BENCHMARK(make_a_scope);
BENCHMARK(compile_all)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
