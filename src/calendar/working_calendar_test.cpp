#include "calendar/working_calendar.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using namespace neove;
using namespace neove::calendar;

namespace {

Date day(std::string_view iso) {
    return Date::parse_iso(iso).value();
}

DatedDay dated(std::string_view iso, DayKind kind, Status status = Status::Confirmed) {
    return {day(iso), {kind, status, "x", "x", "x"}};
}

CalendarData data_2026() {
    CalendarData data;
    data.weekly_rest = {Weekday::Saturday, Weekday::Sunday};
    data.fixed = {
        {1, 1, {}},
        {9, 2, {}},
        {11, 24, {DayKind::Holiday, Status::Pending, "x", "x", "x"}, day("2026-01-07")}};
    data.dated = {
        dated("2026-09-01", DayKind::Holiday),
        dated("2026-08-31", DayKind::SwapOff, Status::Unconfirmed),
        dated("2026-08-22", DayKind::SwapWork, Status::Unconfirmed),
        dated("2026-04-26", DayKind::Holiday),
        dated("2026-04-27", DayKind::InLieu),
    };
    data.published = {2026};
    return data;
}

/// A calendar with any rest of up to six weekdays and any special days within two years.
WorkingCalendar any_calendar() {
    CalendarData data;
    for (int weekday = 1; weekday <= 6; ++weekday) {
        if (*rc::gen::inRange(0, 3) == 0) data.weekly_rest.push_back(static_cast<Weekday>(weekday));
    }
    data.fixed = {{1, 1, {}}, {5, 1, {}}};
    data.published = {2026, 2027};
    std::set<std::int32_t> used;
    for (int count = *rc::gen::inRange(0, 30); count > 0; --count) {
        const Date on = day("2026-01-01").plus_days(*rc::gen::inRange(0, 730));
        if (!used.insert(on.days()).second) continue;
        const auto status = static_cast<Status>(*rc::gen::inRange(0, 3));
        const auto kind = static_cast<DayKind>(*rc::gen::inRange(0, 2));
        data.dated.push_back({on, {kind, status, "x", "x", "x"}});
    }
    return WorkingCalendar(std::move(data));
}

}  // namespace

TEST_CASE("A day is worked unless it rests, is a holiday, stands in lieu of one or changed places") {
    const WorkingCalendar calendar(data_2026());
    struct Case {
        const char* on;
        bool works;
        bool holiday;
    };
    for (const Case& each : {
             Case{"2026-11-20", true, false},   // Friday
             Case{"2026-11-21", false, false},  // Saturday
             Case{"2026-09-02", false, true},   // fixed
             Case{"2027-09-02", false, true},   // fixed, in a year nobody published
             Case{"2026-09-01", false, true},   // dated
             Case{"2026-08-31", false, false},  // changed places: off, and no public holiday
             Case{"2026-08-22", true, false},   // the Saturday worked for it
             Case{"2026-04-26", false, true},   // a holiday on a Sunday
             Case{"2026-04-27", false, true},   // the Monday in lieu
             Case{"2026-11-24", true, false},   // announced, not in force
         }) {
        CAPTURE(each.on);
        CHECK(calendar.is_working_day(day(each.on)) == each.works);
        CHECK(calendar.is_public_holiday(day(each.on)) == each.holiday);
    }
}

TEST_CASE("Working days are counted from the day after") {
    const WorkingCalendar plain;
    CHECK(plain.plus_working_days(day("2026-11-02"), 9).date == day("2026-11-13"));
    CHECK(plain.plus_working_days(day("2026-11-20"), 1).date == day("2026-11-23"));
    CHECK(plain.plus_working_days(day("2026-11-21"), 0).date == day("2026-11-23"));
    CHECK(plain.plus_working_days(day("2026-11-20"), 0).date == day("2026-11-20"));
    const WorkingCalendar calendar(data_2026());
    CHECK(calendar.plus_working_days(day("2026-08-21"), 1).date == day("2026-08-22"));
    CHECK(calendar.plus_working_days(day("2026-08-28"), 1).date == day("2026-09-03"));
    CHECK(calendar.next_working_day(day("2026-04-24")).date == day("2026-04-28"));
    CHECK(calendar.working_days_between(day("2026-08-28"), day("2026-09-03")) == 1);
    CHECK(calendar.working_days_between(day("2026-09-03"), day("2026-08-28")) == 0);
}

TEST_CASE("What is counted beyond the published years, or with unconfirmed days, says so") {
    const WorkingCalendar calendar(data_2026());
    CHECK_FALSE(calendar.plus_working_days(day("2026-11-02"), 9).is_provisional);
    CHECK(calendar.plus_working_days(day("2026-12-31"), 1) == Counted{day("2027-01-04"), true});
    CHECK(calendar.plus_working_days(day("2025-12-31"), 1).is_provisional == false);
    CHECK(calendar.plus_working_days(day("2025-12-30"), 1).is_provisional);
    CHECK(calendar.plus_working_days(day("2026-08-28"), 1).is_provisional);
    CHECK(calendar.plus_working_days(day("2026-11-23"), 1) == Counted{day("2026-11-24"), true});
    CHECK_FALSE(calendar.plus_working_days(day("2026-11-24"), 1).is_provisional);
    CHECK(calendar.is_provisional(day("2026-11-24"), day("2026-11-24")));
    CHECK_FALSE(calendar.is_provisional(day("2026-11-25"), day("2026-12-31")));
}

TEST_CASE("A fixed holiday counts from the day on which it came into force") {
    CalendarData data = data_2026();
    data.fixed[2].reason.status = Status::Confirmed;
    const WorkingCalendar calendar(data);
    CHECK_FALSE(calendar.is_working_day(day("2026-11-24")));
    CHECK(calendar.is_working_day(day("2025-11-24")));
    CHECK(calendar.reason_of(day("2025-11-24")) == nullptr);
    REQUIRE(calendar.reason_of(day("2026-11-24")) != nullptr);
    data.fixed[2].valid_until = day("2027-01-01");
    CHECK(WorkingCalendar(data).is_working_day(day("2027-11-24")));
}

TEST_CASE("A calendar that contradicts itself is refused with the place") {
    const auto first = [](const CalendarData& data) {
        const Diagnostics faults = check_calendar(data);
        return faults.empty() ? std::string() : faults.front().code + " " + faults.front().where;
    };
    CHECK(first(data_2026()).empty());
    CalendarData data = data_2026();
    data.weekly_rest = {
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday};
    CHECK(first(data) == "calendar.no_working_day /weekly_rest");
    data = data_2026();
    data.fixed[1].month = 13;
    CHECK(first(data) == "calendar.no_such_day /fixed_holidays/1");
    data = data_2026();
    data.fixed[0] = {2, 29, {}};
    CHECK(first(data) == "calendar.no_such_day /fixed_holidays/0");
    data = data_2026();
    data.dated.push_back(dated("2026-09-01", DayKind::InLieu));
    CHECK(first(data) == "calendar.twice /dated/5");
    data = data_2026();
    data.dated[1].on = day("2026-08-30");  // a Sunday is off anyhow
    CHECK(first(data) == "calendar.swap_of_rest /dated/1");
    data = data_2026();
    data.dated[2].on = day("2026-08-21");  // a Friday is worked anyhow
    CHECK(first(data) == "calendar.swap_of_rest /dated/2");
}

TEST_CASE("Adding working days never lands on a day off, and more never ends earlier") {
    CHECK(rc::check("whatever the calendar", [] {
        const WorkingCalendar calendar = any_calendar();
        const Date from = day("2026-01-01").plus_days(*rc::gen::inRange(-400, 1'000));
        const int count = *rc::gen::inRange(0, 60);
        const Date to = calendar.plus_working_days(from, count).date;
        RC_ASSERT(calendar.is_working_day(to));
        RC_ASSERT(to >= from.plus_days(count));
        RC_ASSERT(calendar.plus_working_days(from, count + 1).date >= to);
        if (count > 0) RC_ASSERT(calendar.working_days_between(from, to) == count);
        const int more = *rc::gen::inRange(1, 20);
        if (count > 0) {
            RC_ASSERT(
                calendar.plus_working_days(to, more).date ==
                calendar.plus_working_days(from, count + more).date
            );
        }
    }));
    CHECK(rc::check(
        "a day that is marked certain stays where it is when pending days come into force elsewhere",
        [] {
            CalendarData data = data_2026();
            const Date from = day("2026-01-01").plus_days(*rc::gen::inRange(0, 300));
            const int count = *rc::gen::inRange(1, 30);
            const Counted before = WorkingCalendar(data).plus_working_days(from, count);
            data.fixed[2].reason.status = Status::Confirmed;
            const Counted after = WorkingCalendar(data).plus_working_days(from, count);
            RC_ASSERT(before.is_provisional || before == after);
        }
    ));
}

TEST_CASE("Counting stops at the end of the calendar instead of running on") {
    CHECK(WorkingCalendar().plus_working_days(day("2199-12-20"), 1'000'000).date == Date::last());
}
