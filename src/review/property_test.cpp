#include "base/text.h"
#include "review/compare.h"
#include "review/edit.h"
#include "review/fixture.h"
#include "review/likeness.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

namespace neove::review {

namespace {

using Random = std::mt19937;

std::int64_t below(Random& random, std::size_t bound) {
    return bound == 0 ? 0 : static_cast<std::int64_t>(random() % bound);
}

std::string words(Random& random) {
    static const std::vector<std::string> kWords{
        "tổ chức", "kiểm kê", "sách", "xã", "trước 30/6/2031", "vận động", "lớp;"};
    std::string text;
    for (std::int64_t left = 1 + below(random, 8); left > 0; --left) {
        text += kWords[static_cast<std::size_t>(below(random, kWords.size()))] + " ";
    }
    return text + "nào";
}

State random_plan(Random& random, int first_id) {
    std::vector<fixture::Line> lines;
    for (std::int64_t i = 0; i < 2 + below(random, 6); ++i) {
        fixture::Line line{"II." + std::to_string(i), words(random), {words(random)}, {}, {}, {}};
        if (below(random, 3) == 0) line.deadlines = {fixture::before("trước", "2031-06-30")};
        lines.push_back(line);
    }
    return fixture::plan(lines, fixture::counter(first_id));
}

TaskId any(const State& state, Random& random) {
    if (state.tasks.empty() || below(random, 20) == 0) return fixture::id(999'999);
    return state.tasks[static_cast<std::size_t>(below(random, state.tasks.size()))].id;
}

Result<State> reread(const State& state, Random& random, int fresh) {
    const State next = random_plan(random, fresh);
    const Difference difference = compare(state, next);
    Acceptance acceptance;
    for (const Change& change : difference.changed) {
        if (below(random, 2) == 0) acceptance.changed.insert(change.task);
    }
    for (const TaskId& id : difference.added) {
        if (below(random, 2) == 0) acceptance.added.insert(id);
    }
    for (const TaskId& id : difference.missing) {
        if (below(random, 2) == 0) acceptance.missing.insert(id);
    }
    auto accepted = accept(state, next, acceptance);
    REQUIRE(accepted);
    return std::move(accepted->state);
}

Result<State> step(const State& state, Random& random, int fresh) {
    const TaskId id = any(state, random);
    switch (below(random, 9)) {
        case 0: {
            Edit edit;
            edit.text = words(random);
            return edit_task(state, id, std::move(edit));
        }
        case 1:
            return add_task(
                state, {fixture::id(fresh), words(random), below(random, 2) == 0 ? id : TaskId(), {}}
            );
        case 2: return split_task(state, id, below(random, 30), fixture::id(fresh));
        case 3: return merge_tasks(state, std::vector{id, any(state, random)});
        case 4: return drop_task(state, id);
        case 5: return restore_task(state, id);
        case 6: return choose(state, id, Choice::Dated, below(random, 2) == 0 ? "2031-01-31" : "");
        case 7: return confirm_tasks(state, std::vector{id}, {"a0", {fresh}});
        default: return reread(state, random, fresh);
    }
}

void check_invariants(const State& state) {
    std::set<TaskId> ids;
    std::set<std::size_t> reached;
    const auto length = static_cast<std::int64_t>(text::count_code_points(state.text));
    for (const Task& task : state.tasks) {
        CHECK(ids.insert(task.id).second);
        CHECK_FALSE(task.item.text.empty());
        reached.insert(task.sources.begin(), task.sources.end());
        if (task.item.span) CHECK(task.item.span->end <= length);
        if (task.choice != Choice::Dated) CHECK(task.due.empty());
    }
    CHECK(reached.size() == state.sources.size());  // every source is reachable, and no task names another
    if (!reached.empty()) CHECK(*reached.rbegin() < state.sources.size());
}

}  // namespace

TEST_CASE(
    "whatever people do, no source is lost, ids are unique, confirmed stays, and JSON gives the state back"
) {
    int done = 0;
    for (unsigned seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        State state = random_plan(random, 1);
        for (int round = 0; round < 40; ++round) {
            const int fresh = 1000 * (round + 1);
            auto next = step(state, random, fresh);
            if (!next) continue;
            ++done;
            check_invariants(*next);
            const bool reread_happened = next->text != state.text;
            for (const Task& task : state.tasks) {
                if (task.state != TaskState::Confirmed || reread_happened) continue;
                const Task* after = find_task(*next, task.id);
                REQUIRE(after != nullptr);
                CHECK(*after == task);
            }
            const std::string written = json::write_canonical(to_json(*next));
            const auto back = state_from_json(*json::parse(written, {.bytes = 10'000'000, .depth = 32}));
            REQUIRE(back);
            // Canonical JSON sorts the members of what was read; nothing else differs.
            CHECK(json::write_canonical(to_json(*back)) == written);
            CHECK(back->tasks == next->tasks);
            state = std::move(*next);
        }
    }
    CHECK(done > 800);  // most steps are no refusals
}

TEST_CASE("splitting and merging back keeps every word of the text") {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        Random random(seed);
        const State state = random_plan(random, 1);
        const Task& task = state.tasks.front();
        const auto split = split_task(state, task.id, below(random, 40), fixture::id(500));
        if (!split) continue;
        const auto merged = merge_tasks(*split, std::vector{task.id, fixture::id(500)});
        REQUIRE(merged);
        std::string letters;
        for (const Task* one : {&task, &merged->tasks.front()}) {
            std::string bare = one->item.text;
            std::erase_if(bare, [](char c) { return c == ' ' || c == ';'; });
            if (letters.empty()) letters = bare;
            CHECK(bare == letters);
        }
        CHECK(merged->tasks.front().item.span == task.item.span);
        CHECK(merged->tasks.front().item.lead == task.item.lead);
    }
}

}  // namespace neove::review
