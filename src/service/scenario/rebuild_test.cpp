/// \file
/// What is stored of records is what their events say, after any history; and what somebody flips is named.

#include "service/registers/rebuild.h"

#include "service/scenario/library.h"
#include "storage/statements/records.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace neove::service::scenario {

namespace {

constexpr int kRecords = 500;

class Chance {
public:
    bool in(int of) { return std::uniform_int_distribution<int>(1, of)(random_) == 1; }
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

private:
    std::mt19937 random_{20261122};
};

/// Corrects some earlier event; refusals are part of life.
void correct_something(Library& on, Chance& chance, OpenedRecord& record) {
    const auto timeline = read_timeline(on.house(), on.caller(kLibrarian), "loan", record.row.id);
    REQUIRE(timeline);
    const auto& events = timeline->events;
    const auto& wrong = events[static_cast<std::size_t>(chance.below(static_cast<int>(events.size())))];
    WantedAct wanted = wants("corrected", {}, "nhầm");
    wanted.corrects = wrong.stored.event.id;
    wanted.occurred_at = wrong.stored.event.occurred_at;
    if (wrong.stored.event.kind == "request") {
        wanted.answers.set("kind", chance.in(2) ? "map" : "novel");
        wanted.answers.set("copies", 1 + chance.below(20));
    } else if (wrong.stored.event.kind == "lend") {
        wanted.answers.set("copies", 1 + chance.below(20));
    }
    if (chance.in(3)) wanted.occurred_at = Instant{wanted.occurred_at->micros + kMinute};
    if (auto done = on.act(kLibrarian, record, wanted)) record = std::move(*done);
}

void live(Library& on, Chance& chance, OpenedRecord record) {
    auto seen = on.read(kLibrarian, record.row.id);
    REQUIRE(seen);
    record = std::move(*seen);
    for (int steps = chance.below(7); steps > 0; --steps) {
        on.clock.advance(kHour * (1 + chance.below(60)));
        if (chance.in(4)) {
            correct_something(on, chance, record);
            continue;
        }
        if (record.may.actions.empty()) return;
        const auto& actions = record.may.actions;
        const std::string& action =
            actions[static_cast<std::size_t>(chance.below(static_cast<int>(actions.size())))];
        WantedAct wanted = wants(action, {}, "vì vậy");
        if (action == "lend" && chance.in(2)) wanted.answers.set("copies", 1 + chance.below(20));
        if (chance.in(3)) {
            wanted.occurred_at = Instant{on.clock.now().micros - kHour};
            wanted.precision = "day";
        }
        if (auto done = on.act(kLibrarian, record, wanted)) record = std::move(*done);
    }
}

RebuildReport rebuilt(Library& on, bool apply = false) {
    const auto report = rebuild(on.house(), apply);
    REQUIRE_MESSAGE(report.has_value(), code_of(report));
    return *report;
}

std::string told(const RebuildReport& report) {
    std::string out;
    for (const RebuildDifference& one : report.differences) out += one.what + "; ";
    return out;
}

}  // namespace

TEST_CASE("five hundred random histories: a rebuild gives what is stored, and names what was flipped") {
    Library on;
    Chance chance;
    std::vector<RecordRow> rows;
    for (int i = 0; i < kRecords; ++i) {
        on.clock.advance(kMinute * chance.below(300));
        auto opened = on.request(
            kDesk,
            {{"copies", 1 + chance.below(20)},
             {"kind", chance.in(3) ? "map" : "novel"},
             {"reader_kind", chance.in(2) ? "child" : "adult"}}
        );
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        const RecordId id = opened->row.id;
        live(on, chance, std::move(*opened));
        const auto now = on.read(kLibrarian, id);
        REQUIRE(now);
        rows.push_back(now->row);
    }
    const RebuildReport whole = rebuilt(on);
    CHECK_MESSAGE(whole.differences.empty(), told(whole));
    CHECK(whole.records == kRecords);
    CHECK(whole.events > 2 * kRecords);
    CHECK(std::ranges::count(rows, "requested", &RecordRow::state) < kRecords / 2);

    // With our own tag, as a fault of ours would write it: the rows alone are right, the events say
    // otherwise.
    const auto write = [&](storage::Write one) {
        storage::Commit commit;
        one.rows_changed.reset();
        commit.writes.push_back(std::move(one));
        REQUIRE(on.house().store.commit(std::move(commit)));
    };
    const auto expect = [&](const char* what) {
        const RebuildReport found = rebuilt(on);
        CHECK_MESSAGE(told(found) == what, what);
        CHECK(rebuilt(on, true).mended == 1);
        CHECK(rebuilt(on).differences.empty());
    };
    RecordRow flipped = rows[7];
    flipped.state = flipped.state == "closed" ? "lost" : "closed";
    write(mend_record(on.house().keys, flipped));
    expect("state; ");
    flipped = rows[8];
    flipped.columns[2] = "x";
    write(mend_record(on.house().keys, flipped));
    expect("column 3; ");
    write({&storage::statements::kDeleteClocksOf, {rows[9].id.text()}});
    expect("clocks; ");
    const auto with_facts =
        std::ranges::find_if(rows, [](const RecordRow& row) { return row.entered.contains("on_loan"); });
    REQUIRE(with_facts != rows.end());
    write(
        {&storage::statements::kDeleteFactsOf,
         {std::string("loan"), fact_subject(on.house().keys, with_facts->id)}}
    );
    expect("facts; ");
}

}  // namespace neove::service::scenario
