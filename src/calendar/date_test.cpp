#include "calendar/date.h"

#include "calendar/open_date.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using namespace neove;
using namespace neove::calendar;

namespace {

constexpr std::int64_t kEast7 = 7 * kHour;

Date day(std::string_view iso) {
    return Date::parse_iso(iso).value();
}

rc::Gen<Date> any_date() {
    return rc::gen::map(
        rc::gen::inRange<std::int64_t>(Date::first().days(), Date::last().days() + 1),
        [](std::int64_t days) { return Date::from_days(days); }
    );
}

}  // namespace

TEST_CASE("Only real days between 1900 and 2199 are days") {
    for (const char* real : {"1900-01-01", "2199-12-31", "2024-02-29", "2000-02-29", "2026-11-30"}) {
        CAPTURE(real);
        const auto read = Date::parse_iso(real);
        REQUIRE(read.has_value());
        CHECK(read->iso() == real);
    }
    for (const char* not_real :
         {"",
          "1899-12-31",
          "2200-01-01",
          "1900-02-29",
          "2026-02-29",
          "2026-11-31",
          "2026-13-01",
          "2026-00-10",
          "2026-10-00",
          "2026-1-1",
          "2026/11/20",
          "20-11-2026",
          "2026-11-20 ",
          " 2026-11-20",
          "+026-11-20",
          "2026-11-+1",
          "2026-11--1",
          "２０２６-11-20",
          "2026-11-20T"}) {
        CAPTURE(not_real);
        CHECK_FALSE(Date::parse_iso(not_real).has_value());
    }
}

TEST_CASE("A typed day is day, month, year") {
    CHECK(Date::parse_typed("2/9/2026") == day("2026-09-02"));
    CHECK(Date::parse_typed("02/09/2026") == day("2026-09-02"));
    CHECK(Date::parse_typed("2026-09-02") == day("2026-09-02"));
    CHECK_FALSE(Date::parse_typed("9/13/2026").has_value());
    CHECK_FALSE(Date::parse_typed("2/9/26").has_value());
    CHECK_FALSE(Date::parse_typed("002/9/2026").has_value());
    CHECK(day("2026-09-02").typed() == "02/09/2026");
}

TEST_CASE("A day knows its parts and its day of the week") {
    const Date at = day("2026-11-20");
    CHECK(at.year() == 2026);
    CHECK(at.month() == 11);
    CHECK(at.day() == 20);
    CHECK(at.weekday() == Weekday::Friday);
    CHECK(day("1970-01-01").days() == 0);
    CHECK(day("1969-12-28").weekday() == Weekday::Sunday);
    CHECK(day("2024-02-29").weekday() == Weekday::Thursday);
}

TEST_CASE("Months end on the same-numbered day, or on the last day of a shorter month") {
    CHECK(day("2026-12-31").plus_months(2) == day("2027-02-28"));
    CHECK(day("2027-12-31").plus_months(2) == day("2028-02-29"));
    CHECK(day("2026-01-31").plus_months(1) == day("2026-02-28"));
    CHECK(day("2026-11-20").plus_months(12) == day("2027-11-20"));
    CHECK(day("2026-03-31").plus_months(-1) == day("2026-02-28"));
    CHECK(day("2026-01-15").plus_months(-1) == day("2025-12-15"));
    CHECK(day("2026-11-20").plus_months(0) == day("2026-11-20"));
}

TEST_CASE("Counting past the ends of the calendar stops at its ends") {
    CHECK(day("2199-12-30").plus_days(5) == Date::last());
    CHECK(day("2026-01-01").plus_days(INT64_MAX) == Date::last());
    CHECK(day("2026-01-01").plus_days(INT64_MIN) == Date::first());
    CHECK(day("2026-01-01").plus_months(INT64_MAX) == Date::last());
    CHECK(day("2026-01-01").plus_months(INT64_MIN) == Date::first());
}

TEST_CASE("Written and read again, a day is the same day") {
    CHECK(rc::check("iso and typed round trip", [] {
        const Date at = *any_date();
        RC_ASSERT(Date::parse_iso(at.iso()) == at);
        RC_ASSERT(Date::parse_typed(at.typed()) == at);
        RC_ASSERT(Date::make(at.year(), at.month(), at.day()) == at);
        RC_ASSERT(PartialDate::parse_iso(at.iso()) == PartialDate(at));
    }));
    CHECK(rc::check("adding days and taking them away again", [] {
        const Date at =
            *rc::gen::suchThat(any_date(), [](Date d) { return d.year() > 1950 && d.year() < 2150; });
        const int days = *rc::gen::inRange(-10'000, 10'000);
        RC_ASSERT(at.plus_days(days).plus_days(-days) == at);
        RC_ASSERT((at.plus_days(days) > at) == (days > 0));
    }));
    CHECK(rc::check("more months are never earlier, and land in that month", [] {
        const Date at = *rc::gen::suchThat(any_date(), [](Date d) { return d.year() < 2150; });
        const int months = *rc::gen::inRange(0, 500);
        const Date to = at.plus_months(months);
        RC_ASSERT(to <= at.plus_months(months + 1));
        RC_ASSERT(to.year() * 12 + to.month() == at.year() * 12 + at.month() + months);
    }));
}

TEST_CASE("An instant falls on the day of its place, and days end at 24:00") {
    const Instant late{day("2026-11-20").days() * kDay + 17 * kHour};  // 00:00 of the 21st at +07:00
    CHECK(date_of(late, kEast7) == day("2026-11-21"));
    CHECK(date_of(late + -1, kEast7) == day("2026-11-20"));
    CHECK(date_of(late, 0) == day("2026-11-20"));
    CHECK(start_of(day("2026-11-21"), kEast7) == late);
    CHECK(end_of(day("2026-11-20"), kEast7) == late);
    CHECK(date_of(Instant{-1}, 0) == day("1969-12-31"));
    CHECK(date_of(Instant{-1}, -5 * kHour) == day("1969-12-31"));
    CHECK(rc::check("a day begins and ends with itself", [] {
        const Date at = *any_date();
        const std::int64_t offset = *rc::gen::inRange(-14, 15) * kHour;
        RC_ASSERT(date_of(start_of(at, offset), offset) == at);
        RC_ASSERT(date_of(end_of(at, offset) + -1, offset) == at);
    }));
}

TEST_CASE("A month or a year is known by its first and last possible day") {
    const PartialDate year = PartialDate::parse_iso("2024").value();
    CHECK(year.precision() == Precision::Year);
    CHECK(year.earliest() == day("2024-01-01"));
    CHECK(year.latest() == day("2024-12-31"));
    CHECK(year.iso() == "2024");
    const PartialDate month = PartialDate::parse_iso("2024-02").value();
    CHECK(month.precision() == Precision::Month);
    CHECK(month.latest() == day("2024-02-29"));
    CHECK(month.iso() == "2024-02");
    CHECK(month.typed() == "02/2024");
    const PartialDate whole = PartialDate::parse_iso("2024-02-03").value();
    CHECK(whole.precision() == Precision::Day);
    CHECK(whole.earliest() == whole.latest());
    CHECK(whole.typed() == "03/02/2024");
    CHECK(PartialDate::parse_iso("2199").value().latest() == Date::last());
    CHECK(PartialDate::parse_iso("2199-12").value().latest() == Date::last());
    for (const char* no :
         {"", "24", "2024-", "2024-2", "2024-13", "2024-00", "2024-02-30", "20240203", "1899"}) {
        CAPTURE(no);
        CHECK_FALSE(PartialDate::parse_iso(no).has_value());
    }
}

TEST_CASE("How exactly something is known has a name, and a day can be known by its month alone") {
    for (const Precision each : {Precision::Year, Precision::Month, Precision::Day, Precision::Instant}) {
        CHECK(parse_precision(name_of(each)) == each);
    }
    CHECK(name_of(Precision::Instant) == "instant");
    CHECK_FALSE(parse_precision("hour").has_value());
    CHECK(PartialDate(day("2026-11-20"), Precision::Month) == PartialDate::parse_iso("2026-11"));
    CHECK(PartialDate(day("2026-11-20"), Precision::Year) == PartialDate::parse_iso("2026"));
    CHECK(PartialDate(day("2026-11-20"), Precision::Instant) == PartialDate(day("2026-11-20")));
}

TEST_CASE("No bound comes before every day and is written as nothing") {
    CHECK(OpenDate().is_open());
    CHECK(OpenDate().iso().empty());
    CHECK(OpenDate() < OpenDate(Date::first()));
    CHECK_FALSE(OpenDate::parse_iso("").has_value());
    CHECK(OpenDate::parse_typed("2/9/2026").value().iso() == "2026-09-02");
    CHECK(OpenDate::parse_iso("2026-09-02").value() < OpenDate::parse_iso("2026-09-03").value());
    CHECK_FALSE(OpenDate(day("1970-01-01")).is_open());
}
