#include "deadline/overall.h"

#include "deadline/test_world.h"

#include <doctest/doctest.h>

namespace neove::deadline {
namespace {

using test::at;

const Instant kNow = at("2026-11-20 08:30");

Clock due(std::string_view iso) {
    Clock clock;
    clock.started_at = at("2026-11-01");
    clock.due_at = test::end_of(iso);
    clock.warn_at = *clock.due_at + -3 * kDay;
    return clock;
}

Clock stopped(Clock clock, std::string_view iso) {
    clock.stopped_at = at(iso);
    clock.stopped_latest = clock.stopped_at;
    return clock;
}

std::string word(const std::vector<Clock>& clocks, bool is_final) {
    return std::string(word_of_state(clocks, is_final, kNow).value_or("-"));
}

TEST_CASE("of what goes on the worst limit speaks") {
    CHECK(word({due("2026-12-05")}, false) == "in_time");
    CHECK(word({due("2026-12-05"), due("2026-11-21")}, false) == "due_soon");
    CHECK(word({due("2026-12-05"), due("2026-11-21"), due("2026-11-19")}, false) == "overdue");
    // The last day itself is not late.
    CHECK(word({due("2026-11-20")}, false) == "due_soon");
}

TEST_CASE("of what ended one limit met late is enough to be late") {
    CHECK(word({stopped(due("2026-11-10"), "2026-11-09")}, true) == "in_time");
    CHECK(
        word({stopped(due("2026-11-10"), "2026-11-09"), stopped(due("2026-11-10"), "2026-11-12")}, true) ==
        "late"
    );
    // A limit that still runs is no word about an end.
    CHECK(word({due("2026-11-10")}, true) == "-");
}

TEST_CASE("where no limit speaks there is no word, and nobody is late") {
    Clock unknown;
    unknown.started_at = at("2020-01-01");
    CHECK(word({}, false) == "-");
    CHECK(word({}, true) == "-");
    CHECK(word({unknown}, false) == "-");
    CHECK(word({stopped(due("2026-11-10"), "2026-11-09")}, false) == "-");
}

}  // namespace
}  // namespace neove::deadline
