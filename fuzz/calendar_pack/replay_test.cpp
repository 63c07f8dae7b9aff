#include "bodies.h"

#include <doctest/doctest.h>

#include <string>

using namespace neove;

TEST_CASE("the fuzz body of a working calendar holds over its corpus") {
    const std::string corpus[] = {
        "",
        "weekly_rest: []\npublished: []\nfixed_holidays: []\ndated: []\n",
        "weekly_rest: [sunday]\npublished:\n  - {year: \"2026\", source: x}\nfixed_holidays:\n"
        "  - {day: 01-01, vi: A, en: B, status: pending, source: x, from: 2026-01-01, until: 2027-01-01}\n"
        "dated:\n  - {on: 2199-12-30, until: 2199-12-31, kind: holiday, vi: A, en: B, status: confirmed, "
        "source: x}\n"
        "  - {on: 2026-11-22, kind: swap_work, vi: A, en: B, status: unconfirmed, source: x}\n",
        "weekly_rest: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]\npublished: x\n"
        "fixed_holidays:\n  - {day: 02-29, vi: [], en: B}\ndated:\n  - {on: 2026-02-30}\n",
    };
    for (const std::string& text : corpus) {
        for (std::size_t size = 0; size <= text.size(); ++size)
            calendar_pack::fuzz_working_calendar(as_bytes(text).first(size));
    }
}
