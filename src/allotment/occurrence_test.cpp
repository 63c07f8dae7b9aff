#include "allotment/occurrence.h"

#include "allotment/report.h"

#include <doctest/doctest.h>

namespace neove::allotment {
namespace {

using calendar::Date;
using Days = std::vector<std::string>;

Date day(const char* iso) {
    return *Date::parse_iso(iso);
}

Bounds year_from(const char* from) {
    return {day(from), day(from).plus_months(12), day(from)};
}

std::string told(const std::vector<Occurrence>& all) {
    std::string out;
    for (const Occurrence& one : all) {
        out += one.named_on.iso();
        for (const Period& about : one.about) {
            out += " " + about.code() + "/" + std::to_string(about.year);
        }
        out += "; ";
    }
    return out;
}

const std::vector<Rhythm> kClosingMonths{
    {"quarterly", {"03-05", "06-05", "09-05", "12-05"}},
    {"six_month", {"06-05"}},
    {"annual", {"12-05"}},
    {"ad_hoc", {"khi có yêu cầu"}}};

}  // namespace

TEST_CASE("a day on which several rhythms fall is one, about all their periods, the shorter first") {
    CHECK(
        told(occurrences(kClosingMonths, {}, year_from("2026-11-23"))) ==
        "2026-12-05 quarter_4/2026 year/2026; 2027-03-05 quarter_1/2027; "
        "2027-06-05 quarter_2/2027 half_1/2027; 2027-09-05 quarter_3/2027; "
    );
}

TEST_CASE("days that stand for the quarters between are kept as they are named") {
    const std::vector<Rhythm> rhythms{
        {"quarterly", {"03-08", "09-08"}}, {"six_month", {"06-08"}}, {"annual", {"12-08"}}};
    CHECK(
        told(occurrences(rhythms, {}, year_from("2026-11-23"))) ==
        "2026-12-08 year/2026; 2027-03-08 quarter_1/2027; 2027-06-08 half_1/2027; "
        "2027-09-08 quarter_3/2027; "
    );
}

TEST_CASE("never: a day before today, beyond the year that comes, or of a rhythm that names none") {
    CHECK(told(occurrences({{"annual", {"12-05"}}}, {}, year_from("2026-12-05"))).starts_with("2026-12-05"));
    CHECK(
        told(occurrences({{"annual", {"12-05"}}}, {}, year_from("2026-12-06"))) == "2027-12-05 year/2027; "
    );
    CHECK(occurrences({{"once", {"2026-03-01"}}}, {}, year_from("2026-12-06")).empty());
    CHECK(occurrences({{"ad_hoc", {"12-24"}}}, {}, year_from("2026-12-06")).empty());
    CHECK(occurrences({{"weekly", {"thứ sáu hằng tuần"}}}, {}, year_from("2026-12-06")).empty());
    CHECK(occurrences({{"", {"theo quy định"}}}, {}, year_from("2026-12-06")).empty());
    CHECK(occurrences({{"quarterly", {"20"}}}, {}, year_from("2026-12-06")).empty());
    CHECK(occurrences({{"annual", {"13-01", "02-31", "00-10"}}}, {}, year_from("2026-12-06")).empty());
}

TEST_CASE("a report in the month after is about the period that ended, across the end of a year too") {
    const std::vector<Rhythm> after{
        {"quarterly", {"01-10", "04-10"}}, {"six_month", {"01-10", "07-10"}}, {"annual", {"01-10"}}};
    CHECK(
        told(occurrences(after, {}, year_from("2026-11-23"))) ==
        "2027-01-10 quarter_4/2026 half_2/2026 year/2026; 2027-04-10 quarter_1/2027; 2027-07-10 half_1/2027; "
    );
}

TEST_CASE("the last report about a plan's time is still due after its end, and none about what is beyond it"
) {
    Bounds bounds = year_from("2026-11-23");
    bounds.plan_end = day("2026-12-31");
    CHECK(told(occurrences(kClosingMonths, {}, bounds)) == "2026-12-05 quarter_4/2026 year/2026; ");
    CHECK(
        told(occurrences({{"annual", {"01-10"}}, {"quarterly", {"04-10"}}}, {}, bounds)) ==
        "2027-01-10 year/2026; "
    );
    bounds.plan_start = day("2027-01-01");
    bounds.plan_end = day("2027-12-31");
    bounds.until = day("2028-01-31");
    CHECK(
        told(occurrences({{"annual", {"01-10", "12-05"}}, {"once", {"2026-12-31"}}}, {}, bounds)) ==
        "2026-12-31 once/2026; 2027-12-05 year/2027; 2028-01-10 year/2027; "
    );
    bounds.plan_start.reset();
    bounds.plan_end = day("2026-11-30");
    CHECK(occurrences({{"once", {"2026-12-15"}}}, {}, bounds).empty());
}

TEST_CASE("a day that a month does not have is its last one") {
    const auto all = occurrences({{"monthly", {"30"}}}, {}, year_from("2027-12-31"));
    REQUIRE(all.size() == 12);
    CHECK(all[1].named_on.iso() == "2028-02-29");
    CHECK(all[2].named_on.iso() == "2028-03-30");
    CHECK(told({all[1]}) == "2028-02-29 month/2028; ");
    CHECK(
        told(occurrences({{"annual", {"02-29"}}}, {}, year_from("2026-11-23"))) == "2027-02-28 year/2026; "
    );
    CHECK(
        told(occurrences({{"annual", {"02-29"}}}, {}, year_from("2027-11-23"))) == "2028-02-29 year/2027; "
    );
}

TEST_CASE("the day of every month is the only number in the words") {
    CHECK(named_day("monthly", "trước ngày 20 hằng tháng") == "20");
    CHECK(named_day("monthly", "ngày 5 hằng tháng") == "05");
    CHECK_FALSE(named_day("monthly", "từ ngày 20 đến ngày 25 hằng tháng"));
    CHECK_FALSE(named_day("monthly", "hằng tháng"));
    CHECK_FALSE(named_day("monthly", "ngày 45 hằng tháng"));
    CHECK_FALSE(named_day("quarterly", "trước ngày 20"));
}

TEST_CASE("what is due once and names no year is due once, from the day of the document") {
    Bounds bounds = year_from("2026-11-23");
    bounds.issued_on = day("2026-10-01");
    CHECK(told(occurrences({{"once", {"12-15"}}}, {}, bounds)) == "2026-12-15 once/2026; ");
    bounds.from = day("2026-12-16");
    CHECK(occurrences({{"once", {"12-15"}}}, {}, bounds).empty());
}

TEST_CASE("a day that was said otherwise holds, and is known by the one that was read") {
    const auto all = occurrences(kClosingMonths, {{"12-05", "12-10"}}, year_from("2026-11-23"));
    REQUIRE(all.size() == 4);
    CHECK(all[0].named_on == day("2026-12-10"));
    CHECK(all[0].read_on == day("2026-12-05"));
    CHECK(all[0].about.size() == 2);
    CHECK(
        occurrences(kClosingMonths, {{"12-05", "nonsense"}}, year_from("2026-11-23"))[0].named_on ==
        day("2026-12-05")
    );
    // Two that were moved to one day are one report.
    const auto one = occurrences(kClosingMonths, {{"03-05", "06-05"}}, year_from("2026-11-23"));
    CHECK(told(one).contains("2027-06-05 quarter_2/2027 half_1/2027; "));
    CHECK(one.size() == 3);
    CHECK(is_like("12-10", "12-05"));
    CHECK_FALSE(is_like("2026-12-10", "12-05"));
    CHECK_FALSE(is_like("12-32", "12-05"));
}

TEST_CASE("a day that was moved across the end of a year is the same report, and no other is lost") {
    const auto known = [](const std::vector<Occurrence>& all) {
        std::string out;
        for (const Occurrence& one : all) {
            out += one.read_on.iso() + " ";
            for (const Date& read_on : one.also_read) out += read_on.iso() + " ";
            out += "on " + one.named_on.iso() + "; ";
        }
        return out;
    };
    const std::vector<Rhythm> quarters{kClosingMonths[0]};
    const auto moved = occurrences(quarters, {{"12-05", "01-05"}}, year_from("2026-11-23"));
    CHECK(known(moved).starts_with("2026-12-05 on 2027-01-05; 2027-03-05 on 2027-03-05; "));
    CHECK(told({moved[0]}) == "2027-01-05 quarter_4/2026; ");
    const std::vector<Rhythm> yearly{{"annual", {"12-31"}}};
    const std::map<std::string, std::string> into_january{{"12-31", "01-05"}};
    CHECK(known(occurrences(yearly, into_january, year_from("2026-11-23"))) == "2026-12-31 on 2027-01-05; ");
    CHECK(known(occurrences(yearly, into_january, year_from("2027-11-23"))) == "2027-12-31 on 2028-01-05; ");
    CHECK(known(occurrences(yearly, {}, year_from("2027-11-23"))) == "2027-12-31 on 2027-12-31; ");
    CHECK(
        known(occurrences({{"annual", {"01-05"}}}, {{"01-05", "12-20"}}, year_from("2026-11-23"))) ==
        "2027-01-05 on 2026-12-20; "
    );
    const auto monthly = occurrences({{"monthly", {"25"}}}, {{"25", "05"}}, year_from("2026-11-23"));
    REQUIRE(monthly.size() == 12);
    CHECK(known({monthly[0]}) == "2026-11-25 on 2026-12-05; ");
    CHECK(told({monthly[0], monthly[1]}) == "2026-12-05 month/2026; 2027-01-05 month/2026; ");
    CHECK(monthly[0].about[0].ordinal == 11);
    // Each of them is this report, whichever was given.
    const auto one =
        occurrences({quarters[0], {"annual", {"12-15"}}}, {{"12-15", "12-05"}}, year_from("2026-11-23"));
    CHECK(known({one[0]}) == "2026-12-05 2026-12-15 on 2026-12-05; ");
}

TEST_CASE("periodicities of one sentence are one order; another sentence, or other bodies, are another") {
    ReportLine line{"IV.1", {"A"}, "B", "", "Định kỳ báo cáo", "kết quả", {"quarterly", {"03-05", "12-05"}}};
    std::vector<ReportLine> lines{line, line, line, line};
    lines[1].rhythm = {"annual", {"12-05"}};
    lines[2].rhythm = {"ad_hoc", {"khi có yêu cầu"}};
    lines[3].from = {"C"};
    const auto orders = orders_of(lines);
    REQUIRE(orders.size() == 2);
    CHECK(orders[0].rhythms.size() == 2);
    CHECK(orders[0].days() == Days{"03-05", "12-05"});
    CHECK(orders[0].without_day.empty());
    CHECK(orders[0].id != orders[1].id);
    CHECK(orders_of(lines)[0].id == orders[0].id);
    lines[0].words = "Định kỳ báo cáo khác";
    CHECK(orders_of(lines)[0].id != orders[0].id);
    CHECK(orders_of({{"I", {"A"}, "", "", "x", "y", {"", {"theo quy định"}}}})[0].rhythms.empty());
    // What comes back on no day that is named is kept to be told, not dropped.
    lines[3] = lines[1];
    lines[1].rhythm = {"monthly", {"hằng tháng"}};
    CHECK(orders_of({lines[1], lines[2], lines[3]})[0].without_day == Days{"hằng tháng"});
    CHECK(orders_of({lines[1], lines[2], lines[3]})[0].rhythms.size() == 1);
}

}  // namespace neove::allotment
