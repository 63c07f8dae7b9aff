#include "calendar_pack/calendar_pack.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

using namespace neove;
using namespace neove::calendar;

namespace {

Date day(std::string_view iso) {
    return Date::parse_iso(iso).value();
}

std::string pack_file() {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/packs/vn_administration/working_calendar.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

WorkingCalendar country() {
    Diagnostics faults;
    CalendarData data = calendar_pack::read_working_calendar(pack_file(), "working_calendar.yaml", faults);
    for (const Error& fault : faults) MESSAGE(fault.code << " at " << fault.where << " " << fault.detail);
    REQUIRE(faults.empty());
    return WorkingCalendar(std::move(data));
}

/// Runs of days without work of three days and more within a year: what an office sees of a calendar.
std::string long_rests(const WorkingCalendar& calendar, int year) {
    std::string out;
    Date on = Date::make(year, 1, 1).value();
    while (on.year() == year) {
        Date end = on;
        while (!calendar.is_working_day(end)) end = end.plus_days(1);
        const int length = end.days() - on.days();
        if (length >= 3) out += on.iso().substr(5) + "+" + std::to_string(length) + " ";
        on = end.plus_days(1);
    }
    return out;
}

std::string small(std::string_view fixed, std::string_view dated) {
    return "weekly_rest: [sunday]\npublished:\n  - {year: \"2026\", source: x}\nfixed_holidays:\n" +
           std::string(fixed) + "dated:\n" + std::string(dated);
}

const std::string kFixed = "  - {day: 01-01, vi: A, en: B, status: confirmed, source: x}\n";
const std::string kDated =
    "  - {on: 2026-02-16, kind: holiday, vi: A, en: B, status: confirmed, source: x}\n";

}  // namespace

TEST_CASE("The pack's calendar has the long rests that offices had") {
    const WorkingCalendar calendar = country();
    CHECK(long_rests(calendar, 2024) == "02-08+7 04-27+5 08-31+4 ");
    CHECK(long_rests(calendar, 2025) == "01-25+9 04-05+3 04-30+5 08-30+4 ");
    CHECK(long_rests(calendar, 2026) == "01-01+4 02-14+9 04-25+3 04-30+4 08-29+5 ");
}

TEST_CASE("Saturdays that are worked instead are working days") {
    const WorkingCalendar calendar = country();
    for (const char* saturday : {"2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"}) {
        CAPTURE(saturday);
        CHECK(day(saturday).weekday() == Weekday::Saturday);
        CHECK(calendar.is_working_day(day(saturday)));
    }
    CHECK_FALSE(calendar.is_working_day(day("2026-08-15")));
}

TEST_CASE("A holiday that is announced and not in force is no day off, and says that it may become one") {
    const WorkingCalendar calendar = country();
    CHECK(calendar.is_working_day(day("2026-11-24")));
    CHECK(calendar.is_provisional(day("2026-11-24"), day("2026-11-24")));
    REQUIRE(calendar.reason_of(day("2026-11-24")) != nullptr);
    CHECK(calendar.reason_of(day("2026-11-24"))->status == Status::Pending);
}

TEST_CASE("A year that nobody published counts what recurs, and says so") {
    const WorkingCalendar calendar = country();
    CHECK_FALSE(calendar.is_published(2027));
    CHECK(calendar.is_public_holiday(day("2027-09-02")));
    CHECK(calendar.is_public_holiday(day("2027-04-16")));
    CHECK(calendar.is_working_day(day("2027-09-01")));
    CHECK(calendar.plus_working_days(day("2027-03-01"), 3).is_provisional);
    CHECK(calendar.is_public_holiday(day("2040-05-01")));
}

TEST_CASE("Every day of the pack says in two languages what it is and where that stands") {
    const WorkingCalendar calendar = country();
    int special = 0;
    for (Date on = day("2024-01-01"); on < day("2031-01-01"); on = on.plus_days(1)) {
        const Reason* reason = calendar.reason_of(on);
        if (reason == nullptr) continue;
        ++special;
        CHECK_FALSE(reason->name_vi.empty());
        CHECK_FALSE(reason->name_en.empty());
        CHECK_FALSE(reason->source.empty());
    }
    CHECK(special > 60);
}

TEST_CASE("Every fault of a calendar is said with its line") {
    struct Case {
        std::string yaml;
        std::string expected;
    };
    const auto broken = [](std::string text, std::string_view from, std::string_view to) {
        return text.replace(text.find(from), from.size(), to);
    };
    const std::string good = small(kFixed, kDated);
    for (const Case& each : {
             Case{good, ""},
             Case{"[]", "definition.not_a_mapping f:1:1"},
             Case{"weekly_rest: [sunday]\n", "definition.missing f:1:1"},
             Case{broken(good, "[sunday]", "sunday"), "definition.not_a_list f:1:14"},
             Case{broken(good, "sunday", "funday"), "definition.unknown_name f:1:15"},
             Case{broken(good, "\"2026\"", "soon"), "definition.not_a_number f:3:5"},
             Case{broken(good, "01-01", "31-12"), "definition.not_a_date f:5:5"},
             Case{broken(good, "01-01", "02-29"), "calendar.no_such_day f:5:5"},
             Case{broken(good, "vi: A", "fr: A"), "definition.unknown_key f:5:18"},
             Case{broken(good, "kind: holiday", "kind: fair"), "definition.unknown_name f:7:5"},
             Case{broken(good, "kind: holiday", "kind: swap_work"), "calendar.swap_of_rest f:7:5"},
             Case{broken(good, "2026-02-16", "2026-02-30"), "definition.not_a_date f:7:10"},
             Case{broken(good, "kind:", "until: 2026-02-15, kind:"), "definition.not_a_date f:7:5"},
             Case{broken(good, "kind:", "until: 2027-02-15, kind:"), "definition.not_a_date f:7:5"},
             Case{good + kDated, "calendar.twice f:8:5"},
         }) {
        CAPTURE(each.yaml);
        Diagnostics faults;
        static_cast<void>(calendar_pack::read_working_calendar(each.yaml, "f", faults));
        CHECK((faults.empty() ? "" : faults.front().code + " " + faults.front().where) == each.expected);
    }
}
