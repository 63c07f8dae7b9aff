#include "deadline/test_world.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <memory>

using namespace neove;
using namespace neove::deadline;
using namespace neove::deadline::test;

namespace {

LimitVersion fixed(std::vector<FixedDay> days, bool included, Roll roll = Roll::None) {
    LimitVersion out = version(1, Unit::FixedDate, roll);
    out.amount.reset();
    out.fixed = std::move(days);
    out.fixed_is_included = included;
    return out;
}

LimitVersion counting_first_day(LimitVersion version) {
    version.first_day_excluded = false;
    return version;
}

std::string due(
    const LimitVersion& version,
    std::string_view start,
    const calendar::WorkingCalendar& calendar = calendar_with()
) {
    const auto found = clocks(limit(version), {entered("open", start)}, calendar);
    REQUIRE(found.size() == 1);
    return due_day(found.front());
}

}  // namespace

TEST_CASE("The check values of the law's way of counting come out") {
    const auto feast = calendar_with({"2026-11-24"});
    CHECK(due(version(3, Unit::Day), "2026-11-20 15:40") == "2026-11-23");
    CHECK(due(version(3, Unit::Day), "2026-11-21 09:00") == "2026-11-24");
    CHECK(due(version(3, Unit::Day), "2026-11-21 09:00", feast) == "2026-11-25");
    CHECK(due(version(9, Unit::WorkingDay), "2026-11-02 07:30") == "2026-11-13");
    CHECK(due(version(120, Unit::Day), "2026-07-01 10:00") == "2026-10-29");
    CHECK(due(version(2, Unit::Month), "2026-12-31 16:00") == "2027-03-01");
    CHECK(due(version(2, Unit::Month, Roll::None), "2026-12-31 16:00") == "2027-02-28");
}

TEST_CASE("A day runs until 24:00 where the record is kept, not where the clock of the machine stands") {
    const auto found = clocks(limit(version(3, Unit::Day)), {entered("open", "2026-11-20 23:59")});
    CHECK(found.front().due_at == at("2026-11-24"));
    const auto after =
        clocks(limit(version(3, Unit::Day, Roll::None)), {entered("open", "2026-11-21 00:00")});
    CHECK(after.front().due_at == at("2026-11-25"));
}

TEST_CASE("How a limit is counted belongs to the limit") {
    const auto feast = calendar_with({"2026-11-24", "2026-11-28"});
    struct Case {
        LimitVersion version;
        const char* start;
        const char* due;
    };
    const Case cases[] = {
        // The first day counts where the limit says so.
        {counting_first_day(version(3, Unit::Day)), "2026-11-18", "2026-11-20"},
        {counting_first_day(version(1, Unit::Day)), "2026-11-18", "2026-11-18"},
        {counting_first_day(version(3, Unit::WorkingDay)), "2026-11-18", "2026-11-20"},
        {counting_first_day(version(3, Unit::WorkingDay)), "2026-11-21", "2026-11-26"},
        {counting_first_day(version(1, Unit::Month, Roll::None)), "2026-11-18", "2026-12-17"},
        {counting_first_day(version(1, Unit::Month, Roll::None)), "2026-01-31", "2026-02-27"},
        // Weekly rest moves one rule and not the other; a public holiday moves both.
        {version(1, Unit::Day, Roll::NextWorkingDay), "2026-11-20", "2026-11-23"},
        {version(1, Unit::Day, Roll::AfterPublicHoliday), "2026-11-20", "2026-11-21"},
        {version(1, Unit::Day, Roll::AfterPublicHoliday), "2026-11-23", "2026-11-25"},
        {version(1, Unit::Day, Roll::AfterPublicHoliday), "2026-11-27", "2026-11-30"},
        {version(1, Unit::Day, Roll::None), "2026-11-23", "2026-11-24"},
        // Working days step over rest and holidays.
        {version(2, Unit::WorkingDay), "2026-11-20", "2026-11-25"},
        // The next fixed day strictly after; `before it` ends the day before.
        {fixed({{3, 25}, {6, 25}, {9, 25}, {12, 25}}, true), "2026-11-20", "2026-12-25"},
        {fixed({{3, 25}, {6, 25}, {9, 25}, {12, 25}}, true), "2026-12-25", "2027-03-25"},
        {fixed({{12, 5}, {6, 5}}, false), "2026-11-20", "2026-12-04"},
        {fixed({{12, 5}, {6, 5}}, false), "2026-12-04", "2026-12-04"},
        {fixed({{12, 5}, {6, 5}}, false), "2026-12-05", "2027-06-04"},
        {fixed({{2, 29}}, true), "2026-11-20", "2027-02-28"},
        {fixed({{2, 29}}, true), "2027-11-20", "2028-02-29"},
        {fixed({{11, 24}}, true, Roll::AfterPublicHoliday), "2026-11-20", "2026-11-25"},
        {fixed({{11, 22}}, true, Roll::AfterPublicHoliday), "2026-11-20", "2026-11-22"},
        {fixed({{11, 22}}, true, Roll::NextWorkingDay), "2026-11-20", "2026-11-23"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.start);
        CAPTURE(each.due);
        CHECK(due(each.version, each.start, feast) == each.due);
    }
}

TEST_CASE("Hours count from the moment, and through the night and the rest") {
    const auto found =
        clocks(limit(version(72, Unit::Hour, Roll::None)), {entered("open", "2026-11-20 15:40")});
    CHECK(found.front().due_at == at("2026-11-23 15:40"));
}

TEST_CASE("What rests on days nobody published or confirmed says so, and only that") {
    calendar::CalendarData data = holidays({});
    data.published = {2026};
    data.dated.push_back(
        {day("2026-11-24"), {calendar::DayKind::Holiday, calendar::Status::Pending, "x", "x", "x"}}
    );
    const calendar::WorkingCalendar known(data);
    const auto is_provisional = [&](const LimitVersion& version, std::string_view start) {
        return clocks(limit(version), {entered("open", start)}, known).front().is_provisional;
    };
    CHECK(is_provisional(version(3, Unit::Day), "2026-11-21"));
    CHECK(due(version(3, Unit::Day), "2026-11-21", known) == "2026-11-24");
    CHECK_FALSE(is_provisional(version(4, Unit::Day), "2026-11-21"));
    CHECK_FALSE(is_provisional(version(3, Unit::Day, Roll::None), "2026-11-21"));
    CHECK(is_provisional(version(2, Unit::WorkingDay), "2026-11-23"));
    CHECK_FALSE(is_provisional(version(2, Unit::WorkingDay), "2026-11-25"));
    CHECK(is_provisional(version(2, Unit::Month), "2026-12-31"));
    CHECK_FALSE(is_provisional(version(2, Unit::Month, Roll::None), "2026-12-31"));
    CHECK_FALSE(is_provisional(version(9'000, Unit::Hour, Roll::None), "2026-12-31"));
}

TEST_CASE("Under the rule that only holidays move, one day more can end sooner, as the rule says") {
    const auto feast = calendar_with({"2026-11-27"});  // a Friday
    CHECK(due(version(1, Unit::Day, Roll::AfterPublicHoliday), "2026-11-26", feast) == "2026-11-30");
    CHECK(due(version(2, Unit::Day, Roll::AfterPublicHoliday), "2026-11-26", feast) == "2026-11-28");
}

TEST_CASE("More never ends earlier, and no limit that moves ends on a day off") {
    CHECK(rc::check("whatever the calendar and the start", [] {
        std::set<std::int32_t> days;
        for (int count = *rc::gen::inRange(0, 25); count > 0; --count) days.insert(*rc::gen::inRange(0, 400));
        calendar::CalendarData data = holidays({});
        for (const std::int32_t each : days) data.dated.push_back({day("2026-01-01").plus_days(each), {}});
        const calendar::WorkingCalendar calendar(std::move(data));
        const auto unit = *rc::gen::element(Unit::Day, Unit::WorkingDay, Unit::Month, Unit::Hour);
        const auto roll =
            unit == Unit::Hour ? Roll::None : *rc::gen::element(Roll::None, Roll::NextWorkingDay);
        const Instant start = at("2026-01-01") + *rc::gen::inRange<std::int64_t>(0, 365 * 24) * kHour;
        const std::int32_t amount = *rc::gen::inRange(1, 40);
        const auto due_at = [&](std::int32_t length, bool first_day_excluded) {
            LimitVersion law = version(length, unit, roll);
            law.first_day_excluded = first_day_excluded;
            const std::vector<Event> history{{"1", "", "open", start}};
            return *clocks(limit(law), history, calendar).front().due_at;
        };
        RC_ASSERT(due_at(amount, true) <= due_at(amount + 1, true));
        RC_ASSERT(due_at(amount, false) <= due_at(amount, true));
        RC_ASSERT(due_at(amount, true) > start);
        if (roll == Roll::NextWorkingDay || unit == Unit::WorkingDay)
            RC_ASSERT(calendar.is_working_day(calendar::date_of(due_at(amount, true) + -1, kOffset)));
    }));
}
