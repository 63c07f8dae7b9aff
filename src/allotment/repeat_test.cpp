#include "allotment/repeat.h"

#include <doctest/doctest.h>

namespace neove::allotment {
namespace {

using calendar::Date;

std::string days_of(const Rhythm& rhythm, const Bounds& bounds) {
    std::string out;
    for (const Occurrence& one : occurrences({rhythm}, {}, bounds)) {
        out += one.named_on.iso() + " ";
        for (const Period& about : one.about) out += about.code() + "; ";
    }
    return out;
}

const Bounds kYear{
    *Date::parse_iso("2026-11-23"), *Date::parse_iso("2027-11-23"), *Date::parse_iso("2026-11-20")};

}  // namespace

TEST_CASE("what repeats and names no day is due at the end of each period") {
    CHECK(
        days_of(rhythm_of("quarterly", ""), kYear) ==
        "2026-12-31 quarter_4; 2027-03-31 quarter_1; 2027-06-30 quarter_2; 2027-09-30 quarter_3; "
    );
    CHECK(days_of(rhythm_of("six_month", ""), kYear) == "2026-12-31 half_2; 2027-06-30 half_1; ");
    CHECK(days_of(rhythm_of("annual", ""), kYear) == "2026-12-31 year; ");
    CHECK(days_of(rhythm_of("annual", "12-05"), kYear) == "2026-12-05 year; ");
    const std::string months = days_of(rhythm_of("monthly", ""), kYear);
    CHECK(months.starts_with("2026-11-30 month; 2026-12-31 month; 2027-01-31 month; 2027-02-28 month; "));
}

TEST_CASE("what has no end to be due at has no days") {
    for (const char* word : {"daily", "ad_hoc", "once", ""}) CHECK(rhythm_of(word, "").days.empty());
    CHECK(rhythm_of("daily", "12-05").days.empty());
    CHECK(rhythm_of("quarterly", "khi có yêu cầu").days.empty());
}

TEST_CASE("what is done every week is due at its end, each week known by its number") {
    const auto weeks = occurrences({rhythm_of("weekly", "")}, {}, kYear);
    REQUIRE(weeks.size() == 52);
    CHECK(weeks.front().named_on.iso() == "2026-11-29");
    CHECK(weeks.front().about == std::vector<Period>{{Stretch::Week, 2026, 48}});
    CHECK(weeks.back().named_on.iso() == "2027-11-21");
    // 2026 has 53 weeks; the last one ends in January.
    CHECK(weeks[5].named_on.iso() == "2027-01-03");
    CHECK(weeks[5].about == std::vector<Period>{{Stretch::Week, 2026, 53}});
    CHECK(weeks[6].about == std::vector<Period>{{Stretch::Week, 2027, 1}});
    for (const Occurrence& one : weeks) {
        CHECK(one.about.front().last_day() == one.named_on);
        CHECK(one.about.front().code() == "week");
    }
    Bounds bounds = kYear;
    bounds.plan_start = Date::parse_iso("2027-01-01");
    bounds.plan_end = Date::parse_iso("2027-01-10");
    CHECK(days_of(rhythm_of("weekly", ""), bounds) == "2027-01-03 week; 2027-01-10 week; ");
}

TEST_CASE("nothing falls due outside the plan") {
    Bounds bounds = kYear;
    bounds.plan_start = Date::parse_iso("2027-01-01");
    bounds.plan_end = Date::parse_iso("2027-06-30");
    CHECK(days_of(rhythm_of("quarterly", ""), bounds) == "2027-03-31 quarter_1; 2027-06-30 quarter_2; ");
}

TEST_CASE("a day of a task is known by the task and the day as it was read, and asks what its task asks") {
    Task task;
    task.id = TaskId::trusted("t");
    task.outcome = Outcome::Dated;
    task.path = "II.3";
    Occurrence day{
        *Date::parse_iso("2027-03-31"), *Date::parse_iso("2027-03-30"), {{Stretch::Quarter, 2027, 1}}};
    const Task one = on_day(task, day, {{Role::Lead, OrganisationId::trusted("a")}});
    CHECK(one.due == "2027-03-30");
    CHECK(one.confirmed_id() == task.id);
    CHECK(task.confirmed_id() == task.id);
    CHECK(one.id != task.id);
    // Moved, it is the same day.
    day.named_on = *Date::parse_iso("2027-03-29");
    CHECK(on_day(task, day, {}).id == one.id);
    day.read_on = *Date::parse_iso("2027-06-30");
    CHECK(on_day(task, day, {}).id != one.id);
}

TEST_CASE("what a word means is asked once for the document, and holds only where it stands") {
    Rule rule{"dated", {Outcome::Dated}, {Role::Lead}, "give", "named_in", {}, {}};
    rule.periods = {{"quarter_1", "quý I/{year}"}};
    Answer counts;
    counts.field = "counts";
    counts.of = Property::DueWords;
    counts.has = {{{"trước"}, "day_before"}};
    counts.otherwise = "that_day";
    counts.ask = Ask::Document;
    Answer periods;
    periods.field = "periods";
    periods.of = Property::Periods;
    rule.answers = {counts, periods};
    Task before;
    before.id = TaskId::trusted("a");
    before.outcome = Outcome::Dated;
    before.due_words = "Hằng năm, trước ngày 05/12";
    before.recurrence = "Hằng năm";
    before.bodies = {{Role::Lead, OrganisationId::trusted("x")}};
    Task on = before;
    on.id = TaskId::trusted("b");
    on.due_words = "Ngày 05/12";
    on.occurrence = Occurrence{{}, {}, {{Stretch::Quarter, 2027, 1}}};
    const std::vector<Task> tasks{before, on};
    const std::vector<Rule> rules{rule};
    const auto wanted = wishes(rules, tasks);
    REQUIRE(wanted.size() == 2);
    const Document document{DocumentId::trusted("d"), "12/KH", "2026-01-05", "Kế hoạch", "Kế hoạch"};
    const LabelOf label_of = [](std::string_view, std::string_view) { return std::string(); };
    Choices choices;
    const Setting setting{document, choices, label_of};
    const auto asked = questions(wanted, setting);
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].of == kOfDocument);
    CHECK(asked[0].about == "“trước”");
    CHECK(asked[0].value == "day_before");
    choices[{"counts", std::string(kOfDocument)}] = "that_day";
    CHECK(answer_of(rule.answers[0], wanted[0], setting) == json::Value("that_day"));
    choices[{"counts", std::string(kOfDocument)}] = "day_before";
    CHECK(answer_of(rule.answers[0], wanted[1], setting) == json::Value("that_day"));
    CHECK(answer_of(rule.answers[1], wanted[0], setting) == json::Value("Hằng năm"));
    CHECK(answer_of(rule.answers[1], wanted[1], setting) == json::Value("quý I/2027"));
    const Setting nobody{document, choices, label_of};
    CHECK(questions({wanted[1]}, nobody).empty());
}

}  // namespace neove::allotment
