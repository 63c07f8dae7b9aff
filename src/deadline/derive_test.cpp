#include "deadline/test_world.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace neove;
using namespace neove::deadline;
using namespace neove::deadline::test;

namespace {

/// Thirty days, once by ten more.
Limit thirty_days() {
    Limit out = limit(version(30, Unit::Day, Roll::None));
    out.extensions = {{"extend", 10, Unit::Day, 1, "The head", "Rule 2"}};
    return still(out);
}

std::string only_due(const Limit& limit, const std::vector<Event>& history) {
    const auto found = clocks(limit, history);
    REQUIRE(found.size() == 1);
    return due_day(found.front());
}

std::vector<Step::Kind> kinds(const deadline::Clock& clock) {
    std::vector<Step::Kind> out;
    for (const Step& each : clock.steps) out.push_back(each.kind);
    return out;
}

}  // namespace

TEST_CASE(
    "A clock starts when its trigger happened, not when it was written down, and stops at the first stop"
) {
    Limit two = thirty_days();
    two.stops.push_back({Trigger::Kind::Action, "withdraw"});
    const auto found = clocks(
        two,
        {action("withdraw", "2026-09-30"),
         action("withdraw", "2026-10-12 10:00"),
         entered("done", "2026-10-20"),
         entered("open", "2026-10-01 08:00")}
    );
    REQUIRE(found.size() == 1);
    CHECK(found[0].started_at == at("2026-10-01 08:00"));
    CHECK(found[0].stopped_at == at("2026-10-12 10:00"));
    CHECK(due_day(found[0]) == "2026-10-31");
    CHECK(clocks(two, {entered("done", "2026-10-20")}).empty());
}

TEST_CASE("Coming back after a stop starts the limit again; coming back before it does not") {
    const auto found = clocks(
        thirty_days(),
        {entered("open", "2026-10-01"),
         entered("open", "2026-10-05"),
         entered("done", "2026-10-10"),
         entered("open", "2026-10-20")}
    );
    REQUIRE(found.size() == 2);
    CHECK(found[0].number == 1);
    CHECK(due_day(found[0]) == "2026-10-31");
    CHECK(found[0].stopped_at == at("2026-10-10"));
    CHECK(found[1].number == 2);
    CHECK(due_day(found[1]) == "2026-11-19");
    CHECK_FALSE(found[1].stopped_at.has_value());
}

TEST_CASE("Of two events on a day without times, the one recorded later came later") {
    const Event done = entered("done", "2026-10-05", Precision::Day);
    const Event open = entered("open", "2026-10-05", Precision::Day);
    CHECK_FALSE(clocks(thirty_days(), {done, open}).front().stopped_at.has_value());
    CHECK(clocks(thirty_days(), {open, done}).front().stopped_at == at("2026-10-05"));
    const auto again = clocks(thirty_days(), {entered("open", "2026-10-01"), done, open});
    REQUIRE(again.size() == 2);
    CHECK_FALSE(again[1].stopped_at.has_value());
}

TEST_CASE("One stop ends one clock") {
    Limit by_field = thirty_days();
    by_field.stops = {{Trigger::Kind::Field, "answered_on"}};
    const auto found = clocks(
        by_field,
        {entered("open", "2026-10-01"),
         names_day("answered_on", "2026-10-05", "2026-10-05 09:00"),
         entered("open", "2026-10-05 10:00")}
    );
    REQUIRE(found.size() == 2);
    CHECK(found[0].stopped_at == at("2026-10-05"));
    CHECK_FALSE(found[1].stopped_at.has_value());
}

TEST_CASE("A date field starts and stops clocks with the day it names now") {
    Limit by_field = thirty_days();
    by_field.starts = {Trigger::Kind::Field, "received_on"};
    by_field.stops = {{Trigger::Kind::Field, "answered_on"}, {Trigger::Kind::Entered, "done"}};
    std::vector<Event> history{names_day("received_on", "2026-10-01", "2026-10-15 09:00")};
    CHECK(only_due(by_field, history) == "2026-10-31");
    history.push_back(names_day("received_on", "2026-10-03", "2026-10-16 09:00"));
    CHECK(only_due(by_field, history) == "2026-11-02");
    history.push_back(names_day("answered_on", "2026-10-03", "2026-10-16 10:00"));
    CHECK(clocks(by_field, history).front().stopped_at == at("2026-10-03"));
    Event cleared = names_day("received_on", "2026-10-03", "2026-10-17 09:00");
    cleared.fields.front().day.reset();
    CHECK(clocks(by_field, {history[0], history[1], cleared}).empty());
    // What had ended stays.
    CHECK(clocks(by_field, {history[0], history[1], history[2], cleared}).size() == 1);
}

TEST_CASE("A day that is filled in late still finds the act that met it on the same day") {
    Limit by_field = thirty_days();
    by_field.starts = {Trigger::Kind::Field, "received_on"};
    const auto found = clocks(
        by_field,
        {entered("done", "2026-10-03 10:00"), names_day("received_on", "2026-10-03", "2026-10-20 09:00")}
    );
    REQUIRE(found.size() == 1);
    CHECK(standing(found[0], at("2027-01-01")) == Standing::Met);
}

TEST_CASE("What was done before the day that starts a limit has met it, once that day had been named") {
    Limit appointment = thirty_days();
    appointment.starts = {Trigger::Kind::Field, "come_on"};
    const Event named = names_day("come_on", "2026-12-10", "2026-11-04 09:00");
    const Event done = entered("done", "2026-11-20 15:00");
    const auto found = clocks(appointment, {named, done});
    REQUIRE(found.size() == 1);
    CHECK(standing(found[0], at("2026-11-21")) == Standing::Met);
    CHECK(standing(found[0], at("2027-06-01")) == Standing::Met);
    CHECK(found[0].stopped_at == at("2026-11-20 15:00"));  // when it was done, not the day it was named for
    CHECK(found[0].stopped_latest == at("2026-11-20 15:00"));
    CHECK(elapsed(found[0], at("2027-06-01")) == 0);
    CHECK(kinds(found[0]) == std::vector{Step::Kind::Counted});
    // Recorded later than the day was named, though done before: whoever recorded it knew the day.
    CHECK(clocks(appointment, {named, entered("done", "2026-11-02")}).front().stopped_at == at("2026-11-02"));
    // In the very act that names the day.
    Event both = done;
    both.fields = named.fields;
    CHECK(standing(clocks(appointment, {both}).front(), at("2027-06-01")) == Standing::Met);
    // A stillness of before is none of its steps.
    const auto paused = clocks(appointment, {named, action("pause", "2026-11-10"), done});
    CHECK(kinds(paused.front()) == std::vector{Step::Kind::Counted});
    CHECK(standing(paused.front(), at("2027-06-01")) == Standing::Met);
}

TEST_CASE("A day that is named after a stop starts its limit anew") {
    Limit appointment = thirty_days();
    appointment.starts = {Trigger::Kind::Field, "come_on"};
    const std::vector<Event> history{
        names_day("come_on", "2026-11-10", "2026-11-04 09:00"),
        entered("done", "2026-11-08"),
        names_day("come_on", "2026-12-10", "2026-11-20 09:00")};
    const auto found = clocks(appointment, history);
    REQUIRE(found.size() == 2);
    CHECK(standing(found[0], at("2027-06-01")) == Standing::Met);  // the first is over
    CHECK(due_day(found[1]) == "2027-01-09");
    CHECK_FALSE(found[1].stopped_at.has_value());
    CHECK(standing(found[1], at("2027-06-01")) == Standing::Overdue);
}

namespace {

/// The record names the day by which the matter that is `open` has to be `done`.
Limit named_day(bool included = true, Roll roll = Roll::None) {
    Limit out = limit(version(1, Unit::NamedDay, roll));
    out.versions[0].amount.reset();
    out.versions[0].field = "due_on";
    out.versions[0].fixed_is_included = included;
    return out;
}

Event says(std::string_view day, std::string_view when) {
    return names_day("due_on", day, when);
}

Event opens_due(std::string_view day, std::string_view when) {
    Event out = entered("open", when);
    out.fields = says(day, when).fields;
    return out;
}

}  // namespace

TEST_CASE("A limit whose day the record names ends with that day, or with the day before it") {
    const Event open = opens_due("2026-12-05", "2026-11-20 08:00");
    CHECK(only_due(named_day(), {open}) == "2026-12-05");
    CHECK(only_due(named_day(false), {open}) == "2026-12-04");
    // A Saturday.
    CHECK(only_due(named_day(true, Roll::NextWorkingDay), {open}) == "2026-12-07");
    CHECK(only_due(named_day(true, Roll::AfterPublicHoliday), {open}) == "2026-12-05");
    // Of a month every day may have been meant.
    CHECK(only_due(named_day(), {opens_due("2026-12", "2026-11-20")}) == "2026-12-31");
    CHECK(only_due(named_day(false), {opens_due("2026-12", "2026-11-20")}) == "2026-11-30");
    // A day of before the start is late from the start.
    const auto late = clocks(named_day(), {opens_due("2026-11-10", "2026-11-20 08:00")}).front();
    CHECK(standing(late, at("2026-11-20 09:00")) == Standing::Overdue);
    Limit warned = named_day();
    warned.warn_before_days = 3;
    CHECK(clocks(warned, {open}).front().warn_at == at("2026-12-03"));
}

TEST_CASE("What is done before the day that the record names is met, and stays so") {
    const Event open = opens_due("2026-12-05", "2026-11-20 08:00");
    const auto done = clocks(named_day(), {open, entered("done", "2026-11-25 10:00")}).front();
    CHECK(standing(done, at("2026-11-26")) == Standing::Met);
    CHECK(standing(done, at("2027-06-01")) == Standing::Met);
    const auto late = clocks(named_day(), {open, entered("done", "2026-12-06 00:30")}).front();
    CHECK(standing(late, at("2027-06-01")) == Standing::MetLate);
    // Sent back: the same day again, a second time.
    const auto again =
        clocks(named_day(), {open, entered("done", "2026-11-25"), entered("open", "2026-11-27")});
    REQUIRE(again.size() == 2);
    CHECK(due_day(again[1]) == "2026-12-05");
    CHECK(standing(again[1], at("2026-12-10")) == Standing::Overdue);
}

TEST_CASE("Another day that the record names takes the place of the first, and both are told") {
    const Event open = opens_due("2026-11-20", "2026-11-02 08:00");
    const auto moved = clocks(named_day(), {open, says("2026-12-04", "2026-11-18 09:00")}).front();
    CHECK(due_day(moved) == "2026-12-04");
    CHECK(kinds(moved) == std::vector{Step::Kind::Counted, Step::Kind::NamedAnew});
    CHECK(moved.steps[0].to == day("2026-11-20"));
    const auto late = clocks(named_day(), {open, says("2026-12-04", "2026-11-21 00:01")}).front();
    CHECK(due_day(late) == "2026-12-04");
    CHECK(kinds(late) == std::vector{Step::Kind::Counted, Step::Kind::NamedLate});
    // What was said before the clock began is its first day.
    const auto early = clocks(
        named_day(), {says("2026-11-15", "2026-11-01 08:00"), opens_due("2026-11-20", "2026-11-02 08:00")}
    );
    CHECK(kinds(early.front()) == std::vector{Step::Kind::Counted});
    CHECK(due_day(early.front()) == "2026-11-20");
    // A correction was never another day.
    Event mended = correction(open, "2026-11-02 08:00");
    mended.fields = says("2026-11-25", "2026-11-02").fields;
    CHECK(
        kinds(clocks(named_day(), {open, mended}).front()) ==
        std::vector{Step::Kind::Counted, Step::Kind::NamedMended}
    );
    CHECK(only_due(named_day(), {open, mended}) == "2026-11-25");
}

TEST_CASE("Nobody who was late names himself a better day with the act that ends it, or later") {
    const Event open = opens_due("2026-11-20", "2026-11-02 08:00");
    Event done = entered("done", "2026-11-25 10:00");
    done.fields = says("2026-11-30", "2026-11-25 10:00").fields;
    const auto found = clocks(named_day(), {open, done, says("2026-12-31", "2026-11-26 08:00")}).front();
    CHECK(due_day(found) == "2026-11-20");
    CHECK(standing(found, at("2027-01-01")) == Standing::MetLate);
    // Nor with one that was written down afterwards and claims to be of before.
    const Event over = entered("done", "2026-11-25 10:00");
    const auto backdated = clocks(named_day(), {open, over, says("2026-11-28", "2026-11-19 09:00")}).front();
    CHECK(due_day(backdated) == "2026-11-20");
    CHECK(standing(backdated, at("2027-01-01")) == Standing::MetLate);
    CHECK(kinds(backdated) == std::vector{Step::Kind::Counted});
    // Written down late, but before it was over, it counts from the day on which it was granted.
    const auto granted = clocks(named_day(), {open, says("2026-11-28", "2026-11-19 09:00"), over}).front();
    CHECK(standing(granted, at("2027-01-01")) == Standing::Met);
    CHECK(kinds(granted) == std::vector{Step::Kind::Counted, Step::Kind::NamedAnew});
}

TEST_CASE("A correction of a named day counts after the stop too, and the clock says so") {
    const Event open = opens_due("2026-11-20", "2026-11-02 08:00");
    const Event done = entered("done", "2026-11-25 10:00");
    Event mended = correction(open, "2026-11-02 08:00");
    mended.fields = says("2026-11-28", "2026-11-02").fields;
    const auto after = clocks(named_day(), {open, done, mended}).front();
    CHECK(standing(after, at("2027-01-01")) == Standing::Met);
    REQUIRE(kinds(after) == std::vector{Step::Kind::Counted, Step::Kind::MendedAfter});
    CHECK(after.steps[1].to == day("2026-11-20"));
    // Corrected while it ran: it counts, and what the record said first is told.
    CHECK(
        kinds(clocks(named_day(), {open, mended, done}).front()) ==
        std::vector{Step::Kind::Counted, Step::Kind::NamedMended}
    );
    // A day that was in no event before.
    const Event bare = entered("open", "2026-11-02 08:00");
    Event filled = correction(bare, "2026-11-02 08:00");
    filled.fields = mended.fields;
    CHECK(
        kinds(clocks(named_day(), {bare, done, filled}).front()) ==
        std::vector{Step::Kind::Counted, Step::Kind::MendedAfterNone}
    );
}

TEST_CASE("What is told by the day alone never counts as the last day when that day is over") {
    // A day begins as the limit ends: by the clock alone it would be the very last moment.
    const Event open = opens_due("2026-11-20", "2026-11-02 08:00");
    Event anew = says("2026-12-04", "2026-11-21");
    anew.precision = Precision::Day;
    CHECK(
        kinds(clocks(named_day(), {open, anew}).front()) ==
        std::vector{Step::Kind::Counted, Step::Kind::NamedLate}
    );
    anew.occurred_at = at("2026-11-20");
    CHECK(
        kinds(clocks(named_day(), {open, anew}).front()) ==
        std::vector{Step::Kind::Counted, Step::Kind::NamedAnew}
    );

    Limit extended = limit(version(5, Unit::Day, Roll::None));
    extended.extensions = {{"prolong", 5, Unit::Day, 1, "the head", "Rule 2"}};
    const Event begun = entered("open", "2026-11-02 08:00");
    REQUIRE(only_due(extended, {begun}) == "2026-11-07");
    CHECK(only_due(extended, {begun, action("prolong", "2026-11-08", Precision::Day)}) == "2026-11-07");
    CHECK(only_due(extended, {begun, action("prolong", "2026-11-07", Precision::Day)}) == "2026-11-12");

    const Limit rests = still(limit(version(5, Unit::Day, Roll::None)));
    CHECK(only_due(rests, {begun, action("pause", "2026-11-08", Precision::Day)}) == "2026-11-07");
    CHECK(only_due(rests, {begun, action("pause", "2026-11-07", Precision::Day)}) == "still");
}

Limit dated() {
    Limit limit = named_day();
    limit.stops.front().dated_by = "done_on";
    return limit;
}

Event done_on(std::string_view iso, std::string_view when) {
    Event out = entered("done", when);
    out.fields = {{"done_on", calendar::PartialDate::parse_iso(iso)}};
    return out;
}

TEST_CASE("A stop counts as of the day that the record names for it, and the clock tells both") {
    const Event open = opens_due("2026-11-20", "2026-11-02 08:00");
    const auto found = clocks(dated(), {open, done_on("2026-11-18", "2026-11-23 09:00")}).front();
    CHECK(standing(found, at("2027-01-01")) == Standing::Met);
    CHECK(found.stopped_at == at("2026-11-18"));
    REQUIRE(kinds(found) == std::vector{Step::Kind::Counted, Step::Kind::Dated});
    CHECK(found.steps[1].to == day("2026-11-18"));
    CHECK(found.steps[1].from == day("2026-11-23"));
    // Without the rule, or without a day, it is the act that counts.
    CHECK(
        standing(
            clocks(named_day(), {open, done_on("2026-11-18", "2026-11-23 09:00")}).front(), at("2027-01-01")
        ) == Standing::MetLate
    );
    CHECK(
        standing(clocks(dated(), {open, entered("done", "2026-11-23 09:00")}).front(), at("2027-01-01")) ==
        Standing::MetLate
    );
    // A day after the act is no day of it.
    const auto ahead = clocks(dated(), {open, done_on("2026-11-19", "2026-11-18 09:00")}).front();
    CHECK(ahead.stopped_at == at("2026-11-18 09:00"));
    // Named on the day itself: the act could have been at any hour of it.
    CHECK(
        standing(
            clocks(dated(), {open, done_on("2026-11-20", "2026-11-20 09:00")}).front(), at("2027-01-01")
        ) == Standing::Met
    );
    CHECK(
        standing(
            clocks(dated(), {open, done_on("2026-11-21", "2026-11-23 09:00")}).front(), at("2027-01-01")
        ) == Standing::MetLate
    );
}

TEST_CASE("A day before the clock began ends it all the same, and never leaves it running") {
    const Event open = opens_due("2026-11-20", "2026-11-19 08:00");
    const auto found = clocks(dated(), {open, done_on("2026-11-17", "2026-11-23 09:00")});
    REQUIRE(found.size() == 1);
    CHECK(standing(found[0], at("2027-01-01")) == Standing::Met);
    // What was decided since then is not undone by it: an extension, a second beginning.
    const auto moved = clocks(
        dated(),
        {opens_due("2026-11-10", "2026-11-02 08:00"),
         says("2026-11-30", "2026-11-09 08:00"),
         done_on("2026-11-08", "2026-11-23 09:00")}
    );
    CHECK(due_day(moved[0]) == "2026-11-30");
    const auto again = clocks(
        dated(),
        {open,
         done_on("2026-11-19", "2026-11-19 10:00"),
         entered("open", "2026-11-20 10:00"),
         done_on("2026-11-19", "2026-11-22 10:00")}
    );
    REQUIRE(again.size() == 2);
    CHECK(standing(again[1], at("2027-01-01")) == Standing::Met);
}

TEST_CASE("What goes on elsewhere is late when the record names a late day for it afterwards") {
    Limit limit = dated();
    limit.stops.push_back({Trigger::Kind::Entered, "elsewhere"});
    const Event open = opens_due("2026-11-12", "2026-11-02 08:00");
    const Event left = entered("elsewhere", "2026-11-05 08:00");
    // Nobody waits here: as long as nothing more is known it is not late.
    CHECK(standing(clocks(limit, {open, left}).front(), at("2027-01-01")) == Standing::Met);
    const auto late = clocks(limit, {open, left, done_on("2026-11-20", "2026-11-21 09:00")});
    REQUIRE(late.size() == 1);
    CHECK(standing(late[0], at("2027-01-01")) == Standing::MetLate);
    CHECK(late[0].stopped_at == at("2026-11-20"));
    REQUIRE(kinds(late[0]) == std::vector{Step::Kind::Counted, Step::Kind::Dated});
    CHECK(late[0].steps[1].to == day("2026-11-20"));
    const auto in_time = clocks(limit, {open, left, done_on("2026-11-12", "2026-11-21 09:00")}).front();
    CHECK(standing(in_time, at("2027-01-01")) == Standing::Met);
    CHECK(in_time.stopped_at == at("2026-11-12"));
    // A later stop without a day says nothing of when it was done.
    const auto undated = clocks(limit, {open, left, entered("done", "2026-11-21 09:00")}).front();
    CHECK(standing(undated, at("2027-01-01")) == Standing::Met);
    // Corrected, it counts as corrected, and says so.
    const Event slip = done_on("2026-11-20", "2026-11-21 09:00");
    Event mended = correction(slip, "2026-11-21 09:00");
    mended.fields = {{"done_on", calendar::PartialDate::parse_iso("2026-11-11")}};
    const auto better = clocks(limit, {open, left, slip, mended}).front();
    CHECK(standing(better, at("2027-01-01")) == Standing::Met);
    CHECK(kinds(better) == std::vector{Step::Kind::Counted, Step::Kind::Dated, Step::Kind::StopMended});
    // Begun anew, the day is that of the second clock.
    const auto again = clocks(
        limit, {open, left, entered("open", "2026-11-10 08:00"), done_on("2026-11-20", "2026-11-21 09:00")}
    );
    REQUIRE(again.size() == 2);
    CHECK(again[0].stopped_at == at("2026-11-05 08:00"));
    CHECK(again[1].stopped_at == at("2026-11-20"));
}

TEST_CASE("A stop that was moved by a correction says what the record said before") {
    const Event open = opens_due("2026-11-20", "2026-11-02 08:00");
    const Event late = done_on("2026-11-23", "2026-11-23 09:00");
    Event mended = correction(late, "2026-11-23 09:00");
    mended.fields = {{"done_on", calendar::PartialDate::parse_iso("2026-11-18")}};
    const auto found = clocks(dated(), {open, late, mended}).front();
    CHECK(standing(found, at("2027-01-01")) == Standing::Met);
    REQUIRE(kinds(found) == std::vector{Step::Kind::Counted, Step::Kind::Dated, Step::Kind::StopMended});
    CHECK(found.steps[2].to == day("2026-11-23"));
    // Likewise where the act itself was moved.
    const Event over = entered("done", "2026-11-23 09:00");
    const auto moved = clocks(named_day(), {open, over, correction(over, "2026-11-19 09:00")}).front();
    REQUIRE(kinds(moved) == std::vector{Step::Kind::Counted, Step::Kind::StopMended});
    CHECK(moved.steps[1].to == day("2026-11-23"));
}

TEST_CASE("What a limit had ended with stays when another starting day is named afterwards") {
    Limit appointment = thirty_days();
    appointment.starts = {Trigger::Kind::Field, "come_on"};
    const Event named = names_day("come_on", "2026-10-01", "2026-09-20 09:00");
    const Event done = entered("done", "2026-11-20 15:00");
    REQUIRE(standing(clocks(appointment, {named, done}).front(), at("2027-01-01")) == Standing::MetLate);
    // A day that would have made it early enough.
    const Event better = names_day("come_on", "2026-11-10", "2026-11-21 09:00");
    auto found = clocks(appointment, {named, done, better});
    REQUIRE(found.size() == 1);
    CHECK(standing(found[0], at("2027-01-01")) == Standing::MetLate);
    // A day still to come is another matter, and takes nothing back; so does taking the day out.
    found = clocks(appointment, {named, done, names_day("come_on", "2026-12-10", "2026-11-21 09:00")});
    REQUIRE(found.size() == 2);
    CHECK(standing(found[0], at("2027-01-01")) == Standing::MetLate);
    CHECK(due_day(found[1]) == "2027-01-09");
    Event cleared = better;
    cleared.fields.front().day.reset();
    found = clocks(appointment, {named, done, cleared});
    REQUIRE(found.size() == 1);
    CHECK(standing(found[0], at("2027-01-01")) == Standing::MetLate);
}

TEST_CASE("While the record names no day nobody is late") {
    const auto bare = clocks(named_day(), {entered("open", "2026-11-02 08:00")}).front();
    CHECK_FALSE(bare.due_at.has_value());
    CHECK(standing(bare, at("2030-01-01")) == Standing::Unknown);
    CHECK(elapsed(bare, at("2026-11-04 08:00")) == 2 * kDay);
    Event cleared = says("2026-11-20", "2026-11-10 09:00");
    cleared.fields.front().day.reset();
    const Event open = opens_due("2026-11-20", "2026-11-02 08:00");
    const auto gone = clocks(named_day(), {open, cleared}).front();
    CHECK_FALSE(gone.due_at.has_value());
    CHECK(kinds(gone) == std::vector{Step::Kind::Counted, Step::Kind::NoLongerNamed});
    CHECK(only_due(named_day(), {open, cleared, says("2026-11-22", "2026-11-21 09:00")}) == "2026-11-22");
}

TEST_CASE("A correction moves the clock, whatever it mends") {
    const Event open = entered("open", "2026-10-01 08:00");
    const Event done = entered("done", "2026-11-02 08:00");
    CHECK(standing(clocks(thirty_days(), {open, done}).front(), at("2027-01-01")) == Standing::MetLate);
    const Event later = correction(open, "2026-10-05 08:00");
    CHECK(only_due(thirty_days(), {open, done, later}) == "2026-11-04");
    CHECK(standing(clocks(thirty_days(), {open, done, later}).front(), at("2027-01-01")) == Standing::Met);
    CHECK(
        standing(
            clocks(thirty_days(), {open, done, correction(done, "2026-10-31 23:59")}).front(),
            at("2027-01-01")
        ) == Standing::Met
    );
    // A correction of a correction mends the same event.
    CHECK(only_due(thirty_days(), {open, later, correction(later, "2026-10-02")}) == "2026-11-01");
    CHECK(only_due(thirty_days(), {open, done, later, correction(later, "2026-10-02")}) == "2026-11-01");
    // One that says another state takes the trigger away.
    Event another = correction(open, "2026-10-01 08:00");
    another.entered = "refused";
    CHECK(clocks(thirty_days(), {open, another}).empty());
    // One of an event that nobody knows mends nothing.
    Event stray = entered("done", "2026-10-20");
    stray.corrects = "nobody";
    CHECK(clocks(thirty_days(), {open, stray}).front().stopped_at == at("2026-10-20"));
}

TEST_CASE("The version in force on the day of the trigger governs, and goes on governing") {
    Limit two = limit(version(5, Unit::Day, Roll::None));
    two.versions[0].valid_until = day("2026-07-01");
    two.versions[0].valid_from = day("2020-01-01");
    two.versions.push_back(version(3, Unit::Day, Roll::None));
    two.versions[1].valid_from = day("2026-07-01");
    CHECK(only_due(two, {entered("open", "2026-06-30 23:00")}) == "2026-07-05");
    CHECK(only_due(two, {entered("open", "2026-07-01 00:00")}) == "2026-07-04");
    CHECK(clocks(two, {entered("open", "2019-12-31")}).empty());
    CHECK(clocks(two, {entered("open", "2026-07-01")}).front().version == 1);
}

TEST_CASE("A version that takes over governs what still runs when it comes into force, and nothing else") {
    Limit two = limit(version(30, Unit::Day, Roll::None));
    two.versions[0].valid_until = day("2026-07-01");
    two.versions.push_back(version(60, Unit::Day, Roll::None));
    two.versions[1].valid_from = day("2026-07-01");
    two.versions[1].takes_over_running = true;
    const auto running = clocks(two, {entered("open", "2026-06-10")});
    CHECK(due_day(running.front()) == "2026-08-09");
    CHECK(running.front().version == 1);
    CHECK(kinds(running.front()) == std::vector{Step::Kind::Counted, Step::Kind::TakenOver});
    CHECK(only_due(two, {entered("open", "2026-05-01")}) == "2026-05-31");  // had run out
    CHECK(only_due(two, {entered("open", "2026-05-31")}) == "2026-06-30");  // ran out with the old law
    CHECK(only_due(two, {entered("open", "2026-06-10"), entered("done", "2026-06-20")}) == "2026-07-10");
    two.versions[0].amount.reset();
    two.versions[0].is_confirmed = false;
    CHECK(only_due(two, {entered("open", "2026-05-02")}) == "2026-07-01");  // unknown before: never ran out
    two.versions.erase(two.versions.begin());
    CHECK(only_due(two, {entered("open", "2026-05-02")}) == "2026-07-01");  // the law's first limit
}

namespace {

/// Thirty days, then ten, for what runs as well.
Limit thirty_then_ten() {
    Limit two = thirty_days();
    two.versions[0].valid_until = day("2026-07-01");
    two.versions.push_back(version(10, Unit::Day, Roll::None));
    two.versions[1].valid_from = day("2026-07-01");
    two.versions[1].takes_over_running = true;
    return two;
}

Event recorded(Event event, std::string_view when) {
    event.recorded_at = at(when);
    return event;
}

}  // namespace

TEST_CASE("A version that takes over makes nobody late before it was in force") {
    const Event open = entered("open", "2026-06-10");
    const auto running = clocks(thirty_then_ten(), {open}).front();
    CHECK(due_day(running) == "2026-07-01");
    CHECK(
        kinds(running) == std::vector{Step::Kind::Counted, Step::Kind::NotBeforeLaw, Step::Kind::TakenOver}
    );
    Limit rolls = thirty_then_ten();
    rolls.versions[1].valid_from = *(rolls.versions[0].valid_until = day("2026-07-04"));
    rolls.versions[1].roll = Roll::NextWorkingDay;  // in force since a Saturday
    CHECK(only_due(rolls, {open}) == "2026-07-06");
    // Who is later than the new limit by what is left of it gets no more than the law gives.
    CHECK(only_due(thirty_then_ten(), {entered("open", "2026-06-25")}) == "2026-07-05");
}

TEST_CASE("What came before a law that takes over is judged by the law of then") {
    const Event open = entered("open", "2026-06-10");
    // Extended in time under thirty days, when ten would have been over.
    CHECK(only_due(thirty_then_ten(), {open, action("extend", "2026-06-28")}) == "2026-07-01");
    const auto extended =
        clocks(thirty_then_ten(), {entered("open", "2026-06-14"), action("extend", "2026-06-28")}).front();
    CHECK(due_day(extended) == "2026-07-04");
    CHECK(extended.extended == 1);
    // It stood still when the law came.
    const std::vector<Event> paused{open, action("pause", "2026-06-25")};
    CHECK(only_due(thirty_then_ten(), paused) == "still");
    const std::vector<Event> resumed{open, action("pause", "2026-06-25"), action("resume", "2026-07-10")};
    CHECK(only_due(thirty_then_ten(), resumed) == "2026-07-05");
    // What comes after it is judged by the new one, whose first possible day is its own.
    CHECK(clocks(thirty_then_ten(), {open, action("extend", "2026-07-01 10:00")}).front().extended == 1);
    const auto late = clocks(thirty_then_ten(), {open, action("extend", "2026-07-02 00:01")}).front();
    CHECK(late.extended == 0);
    // What had run out under the law of then stays as it was.
    const std::vector<Event> over{entered("open", "2026-05-01"), action("extend", "2026-06-15")};
    CHECK(only_due(thirty_then_ten(), over) == "2026-05-31");
}

TEST_CASE("What is told of a day with time left, and was recorded when there was none, counts and is told") {
    const Event open = recorded(entered("open", "2026-10-01"), "2026-10-01 09:00");
    const auto last = [&](Event event, std::string_view when) {
        return clocks(thirty_days(), {open, recorded(std::move(event), when)}).front();
    };
    const auto extended = last(action("extend", "2026-10-30"), "2026-11-20 08:00");
    CHECK(due_day(extended) == "2026-11-10");
    REQUIRE(
        kinds(extended) == std::vector{Step::Kind::Counted, Step::Kind::Extended, Step::Kind::RecordedLate}
    );
    CHECK(extended.steps.back().from == day("2026-10-30"));
    CHECK(extended.steps.back().to == day("2026-11-20"));
    const auto paused = last(action("pause", "2026-10-30"), "2026-11-20 08:00");
    CHECK(kinds(paused).back() == Step::Kind::RecordedLate);
    const auto done = last(entered("done", "2026-10-30"), "2026-11-20 08:00");
    CHECK(standing(done, at("2026-12-01")) == Standing::Met);
    CHECK(kinds(done) == std::vector{Step::Kind::Counted, Step::Kind::RecordedLate});
    // In time, and told in time; and late, which everybody sees.
    CHECK(kinds(last(entered("done", "2026-10-30"), "2026-10-31 23:00")).size() == 1);
    CHECK(kinds(last(entered("done", "2026-11-02"), "2026-11-20 08:00")).size() == 1);
    const auto named = clocks(
        named_day(),
        {recorded(opens_due("2026-11-10", "2026-10-01"), "2026-10-01 09:00"),
         recorded(names_day("due_on", "2026-12-15", "2026-11-09"), "2026-11-23 09:00")}
    );
    CHECK(due_day(named.front()) == "2026-12-15");
    CHECK(
        kinds(named.front()) ==
        std::vector{Step::Kind::Counted, Step::Kind::NamedAnew, Step::Kind::RecordedLate}
    );
}

TEST_CASE("Whoever moves the start or the named day by a correction cannot hide what it was") {
    const Event open = entered("open", "2026-10-01");
    const auto moved = clocks(thirty_days(), {open, correction(open, "2026-10-20")}).front();
    CHECK(due_day(moved) == "2026-11-19");
    REQUIRE(kinds(moved) == std::vector{Step::Kind::Counted, Step::Kind::StartMended});
    CHECK(moved.steps.back().to == day("2026-10-01"));
    const Event due = opens_due("2026-11-10", "2026-10-01");
    Event better = correction(due, "2026-10-01");
    better.fields = opens_due("2026-12-10", "2026-10-01").fields;
    const auto named = clocks(named_day(), {due, better}).front();
    CHECK(due_day(named) == "2026-12-10");
    REQUIRE(kinds(named) == std::vector{Step::Kind::Counted, Step::Kind::NamedMended});
    CHECK(named.steps.back().to == day("2026-11-10"));
    // Likewise where it ended afterwards, in time by the better day.
    const auto ended = clocks(named_day(), {due, better, entered("done", "2026-11-20")}).front();
    CHECK(kinds(ended).back() == Step::Kind::NamedMended);
    Limit from_a_day = thirty_days();
    from_a_day.starts = {Trigger::Kind::Field, "due_on"};
    CHECK(kinds(clocks(from_a_day, {due, better}).front()).back() == Step::Kind::StartMended);
}

TEST_CASE("Another day that the record names is told of, whatever time it claims to be of") {
    const auto moved = [](std::string_view when, Precision precision) {
        Event other = recorded(names_day("due_on", "2026-12-30", when), "2026-11-23 09:00");
        other.precision = precision;
        const Event open = recorded(opens_due("2026-11-10", "2026-10-21 09:00"), "2026-10-21 09:00");
        return clocks(named_day(), {open, other}).front();
    };
    const std::vector told{Step::Kind::Counted, Step::Kind::NamedAnew, Step::Kind::RecordedLate};
    // Of the very moment, the day, the month or the year in which the limit began.
    for (const auto& [when, precision] :
         {std::pair{"2026-10-21 09:00", Precision::Instant},
          std::pair{"2026-10-21", Precision::Day},
          std::pair{"2026-10-01", Precision::Month},
          std::pair{"2026-01-01", Precision::Year},
          std::pair{"2026-10-20", Precision::Day}}) {
        const auto found = moved(when, precision);
        CHECK(due_day(found) == "2026-12-30");
        CHECK(kinds(found) == told);
        CHECK(found.steps.front().to == day("2026-11-10"));
        CHECK(found.steps.back().to == day("2026-11-23"));
    }
}

TEST_CASE("A limit that begins with a named day says that it was over when another day was named") {
    Limit come = thirty_days();
    come.starts = {Trigger::Kind::Field, "come_on"};
    const Event first = recorded(names_day("come_on", "2026-10-01", "2026-09-20"), "2026-09-20 09:00");
    const auto moved = [&](std::string_view when, std::string_view recorded_at, std::vector<Event> between) {
        std::vector<Event> history{first};
        history.insert(history.end(), between.begin(), between.end());
        history.push_back(recorded(names_day("come_on", "2026-12-01", when), recorded_at));
        const auto found = clocks(come, history);
        REQUIRE(found.size() == 1);
        CHECK(due_day(found.front()) == (found.front().is_suspended() ? "still" : "2026-12-31"));
        return found.front();
    };
    const auto late = moved("2026-11-20", "2026-11-20 09:00", {});
    REQUIRE(kinds(late) == std::vector{Step::Kind::Counted, Step::Kind::NamedLate});
    CHECK(late.steps.back().from == day("2026-11-20"));
    CHECK(late.steps.back().to == day("2026-12-31"));
    // Told of a day with time left, and recorded when there was none.
    const auto told = moved("2026-10-20", "2026-11-20 09:00", {});
    CHECK(kinds(told) == std::vector{Step::Kind::Counted, Step::Kind::NamedAnew, Step::Kind::RecordedLate});
    // In time; and where the former day had been extended, or stood still.
    CHECK(kinds(moved("2026-10-20", "2026-10-20 09:00", {})) == std::vector{Step::Kind::Counted});
    const Event more = recorded(action("extend", "2026-10-20"), "2026-10-20 09:00");
    CHECK(kinds(moved("2026-11-05", "2026-11-05 09:00", {more})) == std::vector{Step::Kind::Counted});
    const Event still = recorded(action("pause", "2026-10-20"), "2026-10-20 09:00");
    CHECK(kinds(moved("2026-11-20", "2026-11-20 09:00", {still})).back() == Step::Kind::StandsStill);
    // What ended in between was told by its own clock.
    const auto ended = clocks(
        come,
        {first,
         entered("done", "2026-10-15"),
         recorded(names_day("come_on", "2026-12-01", "2026-11-20"), "2026-11-20 09:00")}
    );
    REQUIRE(ended.size() == 2);
    CHECK(kinds(ended[1]) == std::vector{Step::Kind::Counted});
}

TEST_CASE("An extension adds to the limit as often as it may, and never to one that had run out") {
    const Limit thirty = thirty_days();
    const Event open = entered("open", "2026-10-01");
    CHECK(only_due(thirty, {open, action("extend", "2026-10-31 23:59")}) == "2026-11-10");
    const auto late = clocks(thirty, {open, action("extend", "2026-11-01 00:01")}).front();
    CHECK(due_day(late) == "2026-10-31");
    CHECK(kinds(late) == std::vector{Step::Kind::Counted, Step::Kind::TooLate});
    const auto often =
        clocks(thirty, {open, action("extend", "2026-10-05"), action("extend", "2026-10-06")}).front();
    CHECK(due_day(often) == "2026-11-10");
    CHECK(often.extended == 1);
    CHECK(kinds(often) == std::vector{Step::Kind::Counted, Step::Kind::Extended, Step::Kind::TooOften});
    // Neither before the clock began nor after it stopped.
    CHECK(only_due(thirty, {action("extend", "2026-09-30"), open}) == "2026-10-31");
    const std::vector<Event> over{open, entered("done", "2026-10-10"), action("extend", "2026-10-11")};
    CHECK(only_due(thirty, over) == "2026-10-31");
}

TEST_CASE("Months that are extended by months are counted from the start, other units from the day reached") {
    Limit months = limit(version(2, Unit::Month, Roll::None));
    months.extensions = {
        {"extend", 2, Unit::Month, 1, "x", "x"}, {"work_on", 3, Unit::WorkingDay, 1, "x", "x"}};
    const Event open = entered("open", "2026-12-31");
    CHECK(only_due(months, {open}) == "2027-02-28");
    CHECK(only_due(months, {open, action("extend", "2027-02-01")}) == "2027-04-30");
    CHECK(only_due(months, {open, action("work_on", "2027-02-01")}) == "2027-03-03");
    CHECK(
        only_due(months, {open, action("work_on", "2027-02-01"), action("extend", "2027-02-02")}) ==
        "2027-05-05"
    );
}

TEST_CASE("A last day is rolled once, after everything was added") {
    Limit rolls = thirty_days();
    rolls.versions[0] = version(9, Unit::Day);  // from Friday 20/11 to Sunday 29/11
    const Event open = entered("open", "2026-11-20");
    CHECK(only_due(rolls, {open}) == "2026-11-30");
    CHECK(only_due(rolls, {open, action("extend", "2026-11-23")}) == "2026-12-09");
    CHECK(
        only_due(rolls, {open, action("extend", "2026-11-30 12:00")}) == "2026-12-09"
    );  // within the rolled day
}

TEST_CASE("While a limit is suspended nobody is late, and afterwards the days are given back") {
    const Limit thirty = thirty_days();
    const Event open = entered("open", "2026-10-01 08:00");
    const Event pause = action("pause", "2026-10-10 09:00");
    const auto still = clocks(thirty, {open, pause}).front();
    CHECK(still.is_suspended());
    CHECK_FALSE(still.due_at.has_value());
    CHECK(standing(still, at("2030-01-01")) == Standing::Suspended);
    CHECK(elapsed(still, at("2030-01-01")) == 9 * kDay + kHour);
    const auto again = clocks(thirty, {open, pause, action("resume", "2026-10-15 17:00")}).front();
    CHECK_FALSE(again.is_suspended());
    CHECK(due_day(again) == "2026-11-05");
    CHECK(elapsed(again, at("2026-10-16 08:00")) == 15 * kDay - (5 * kDay + 8 * kHour));
    // Twice, and a pause within a pause.
    CHECK(
        only_due(
            thirty,
            {open,
             pause,
             action("pause", "2026-10-11"),
             action("resume", "2026-10-15"),
             action("pause", "2026-11-01"),
             action("resume", "2026-11-03")}
        ) == "2026-11-07"
    );
    // Resuming what was not suspended, pausing before the start and after the end: nothing.
    CHECK(
        only_due(
            thirty,
            {action("pause", "2026-09-01"),
             action("resume", "2026-09-05"),
             open,
             action("resume", "2026-10-05")}
        ) == "2026-10-31"
    );
    CHECK(
        only_due(thirty, {open, entered("done", "2026-10-20"), action("pause", "2026-10-21")}) == "2026-10-31"
    );
}

TEST_CASE("A suspension counts from the limit's start at the earliest, and until its stop at the latest") {
    const Limit thirty = thirty_days();
    const Event open = entered("open", "2026-10-01 08:00");
    CHECK(
        only_due(thirty, {action("pause", "2026-09-20"), open, action("resume", "2026-10-03")}) ==
        "2026-11-02"
    );
    const auto stopped =
        clocks(thirty, {open, action("pause", "2026-10-10"), entered("done", "2026-12-20")}).front();
    CHECK_FALSE(stopped.is_suspended());
    CHECK(standing(stopped, at("2027-01-01")) == Standing::Met);
}

TEST_CASE("A suspension outside a clock's life is none of its steps") {
    const Limit thirty = thirty_days();
    const Event open = entered("open", "2026-10-01 08:00");
    const std::vector none{Step::Kind::Counted};
    CHECK(
        kinds(clocks(thirty, {action("pause", "2026-09-01"), action("resume", "2026-09-05"), open}).front()
        ) == none
    );
    CHECK(
        kinds(clocks(thirty, {open, entered("done", "2026-10-20"), action("pause", "2026-10-21")}).front()) ==
        none
    );
}

TEST_CASE("An extension granted while the limit stands still counts, however long that lasts") {
    const std::vector<Event> history{
        entered("open", "2026-10-01 08:00"), action("pause", "2026-10-10"), action("extend", "2026-11-15")};
    CHECK(clocks(thirty_days(), history).front().extended == 1);
    std::vector<Event> resumed = history;
    resumed.push_back(action("resume", "2026-11-20"));
    CHECK(only_due(thirty_days(), resumed) == "2026-12-21");
}

TEST_CASE("What had run out stays run out when it is suspended later") {
    const Limit thirty = thirty_days();
    const auto late = clocks(thirty, {entered("open", "2026-10-01"), action("pause", "2026-11-05")}).front();
    CHECK(standing(late, at("2026-11-06")) == Standing::Overdue);
    CHECK(due_day(late) == "2026-10-31");
}

TEST_CASE("Suspended working days and hours are given back in their own measure") {
    const std::vector<Event> history{
        entered("open", "2026-11-02 08:00"),
        action("pause", "2026-11-05 10:00"),
        action("resume", "2026-11-09 13:00")};
    // Four days of which two are worked: Friday and Monday.
    CHECK(only_due(still(limit(version(9, Unit::WorkingDay))), history) == "2026-11-17");
    CHECK(only_due(still(limit(version(9, Unit::Day, Roll::None))), history) == "2026-11-15");
    const auto hours = clocks(still(limit(version(96, Unit::Hour, Roll::None))), history).front();
    CHECK(hours.due_at == at("2026-11-06 08:00") + (4 * kDay + 3 * kHour));
}

TEST_CASE("A limit that nobody could confirm counts time and never says late") {
    Limit unknown = thirty_days();
    unknown.versions[0].amount.reset();
    unknown.versions[0].is_confirmed = false;
    unknown.warn_before_days = 5;
    const Event open = entered("open", "2020-01-01 08:00");
    const auto found = clocks(unknown, {open, action("extend", "2020-02-01")}).front();
    CHECK_FALSE(found.due_at.has_value());
    CHECK_FALSE(found.warn_at.has_value());
    CHECK_FALSE(found.is_confirmed);
    CHECK(standing(found, at("2026-11-22")) == Standing::Unknown);
    CHECK(elapsed(found, at("2020-01-03 08:00")) == 2 * kDay);
    const auto stopped = clocks(unknown, {open, entered("done", "2020-01-05 08:00")}).front();
    CHECK(standing(stopped, at("2026-11-22")) == Standing::Unknown);
    CHECK(elapsed(stopped, at("2026-11-22")) == 4 * kDay);
}

TEST_CASE("What is known only by its month starts the clock on the earliest day it can have been") {
    const auto month = clocks(thirty_days(), {entered("open", "2026-10-17", Precision::Month)}).front();
    CHECK(month.started_at == at("2026-10-01"));
    CHECK(month.start_precision == Precision::Month);
    CHECK(due_day(month) == "2026-10-31");
    const auto year = clocks(thirty_days(), {entered("open", "2026-10-17", Precision::Year)}).front();
    CHECK(due_day(year) == "2026-01-31");
    const auto hours = clocks(
        limit(version(24, Unit::Hour, Roll::None)), {entered("open", "2026-10-17 15:00", Precision::Day)}
    );
    CHECK(hours.front().due_at == at("2026-10-18"));
}

TEST_CASE("Whether a limit was met is said only when it is known") {
    const Event open = entered("open", "2026-10-01 08:00");
    struct Case {
        Event done;
        Standing standing;
    };
    const Case cases[] = {
        {entered("done", "2026-10-31 23:59"), Standing::Met},
        {entered("done", "2026-10-31", Precision::Day), Standing::Met},
        {entered("done", "2026-11-01", Precision::Day), Standing::MetLate},
        {entered("done", "2026-11-01 00:01"), Standing::MetLate},
        {entered("done", "2026-10-15", Precision::Month), Standing::Met},
        {entered("done", "2026-11-15", Precision::Month), Standing::MetLate},
        {entered("done", "2026-11-15", Precision::Year), Standing::Unknown},
    };
    for (const Case& each : cases) {
        CAPTURE(each.done.id);
        const auto found = clocks(thirty_days(), {open, each.done});
        REQUIRE(found.size() == 1);
        CHECK(standing(found.front(), at("2027-06-01")) == each.standing);
    }
}

TEST_CASE("Overdue is asked with the time of asking, and warned of before") {
    Limit warned = thirty_days();
    warned.warn_before_days = 2;
    const auto clock = clocks(warned, {entered("open", "2026-10-01")}).front();
    CHECK(standing(clock, at("2026-10-31 23:59")) == Standing::Running);
    CHECK(standing(clock, at("2026-11-01 00:01")) == Standing::Overdue);
    CHECK_FALSE(is_due_soon(clock, at("2026-10-29 23:59")));
    CHECK(is_due_soon(clock, at("2026-10-30 00:00")));
    CHECK_FALSE(is_due_soon(clock, at("2026-11-01 00:01")));
    CHECK_FALSE(is_due_soon(clocks(thirty_days(), {entered("open", "2026-10-01")}).front(), at("2026-10-31"))
    );
}

TEST_CASE("Limits of one record do not touch each other") {
    Limit other = limit(version(3, Unit::Day, Roll::None));
    other.id = "other";
    other.starts = {Trigger::Kind::Action, "ask"};
    const auto both = derive_clocks(
        {thirty_days(), other},
        {entered("open", "2026-10-01"), action("ask", "2026-10-02")},
        calendar_with(),
        kOffset
    );
    REQUIRE(both.size() == 2);
    CHECK(both[0].limit == "answer");
    CHECK(both[1].limit == "other");
    CHECK(due_day(both[1]) == "2026-10-05");
}

namespace {

Event any_event(int number) {
    static constexpr const char* kStates[] = {"open", "done", "", ""};
    static constexpr const char* kActions[] = {"extend", "pause", "resume", "other"};
    Event out;
    out.id = std::to_string(number);
    out.entered = kStates[*rc::gen::inRange(0, 4)];
    out.action = kActions[*rc::gen::inRange(0, 4)];
    out.occurred_at = at("2026-01-01") + *rc::gen::inRange<std::int64_t>(0, 120 * 24) * kHour;
    out.precision =
        *rc::gen::element(Precision::Instant, Precision::Instant, Precision::Day, Precision::Month);
    if (*rc::gen::inRange(0, 6) == 0 && number > 0)
        out.corrects = std::to_string(*rc::gen::inRange(0, number));
    return out;
}

std::vector<Event> any_history() {
    std::vector<Event> out;
    for (int count = *rc::gen::inRange(0, 14), i = 0; i < count; ++i) out.push_back(any_event(i));
    return out;
}

}  // namespace

TEST_CASE("Whatever happened, clocks hold together and depend on nothing else") {
    CHECK(rc::check("of any history", [] {
        const std::vector<Event> history = any_history();
        const auto found = clocks(thirty_days(), history);
        RC_ASSERT(found == clocks(thirty_days(), history));
        for (std::size_t i = 0; i < found.size(); ++i) {
            const deadline::Clock& each = found[i];
            RC_ASSERT(each.number == static_cast<int>(i) + 1);
            RC_ASSERT(each.is_suspended() != each.due_at.has_value());
            RC_ASSERT(!each.is_suspended() || !each.stopped_at);
            RC_ASSERT(!each.stopped_at || *each.stopped_at >= each.started_at);
            RC_ASSERT(!each.stopped_at || *each.stopped_latest >= *each.stopped_at);
            RC_ASSERT(each.stopped_at || i + 1 == found.size());
            RC_ASSERT(each.extended <= 1);
            RC_ASSERT(each.suspended_micros >= 0);
            RC_ASSERT(elapsed(each, at("2027-01-01")) >= 0);
            RC_ASSERT(
                !each.due_at ||
                *each.due_at >= calendar::end_of(calendar::date_of(each.started_at, kOffset), kOffset)
            );
        }
    }));
    CHECK(rc::check("a correction to the same time changes nothing", [] {
        const std::vector<Event> history = any_history();
        RC_PRE(!history.empty());
        const Event& one =
            history[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(history.size())))];
        RC_PRE(one.corrects.empty());
        const auto is_mended = [&](const Event& each) { return each.corrects == one.id; };
        RC_PRE(std::ranges::none_of(history, is_mended));
        std::vector<Event> mended = history;
        Event same{"same", {}, {}, one.occurred_at, one.precision};
        same.corrects = one.id;
        mended.push_back(same);
        RC_ASSERT(clocks(thirty_days(), mended) == clocks(thirty_days(), history));
    }));
    CHECK(rc::check("unrelated events, wherever they stand, change nothing", [] {
        const std::vector<Event> history = any_history();
        std::vector<Event> more = history;
        for (int count = *rc::gen::inRange(1, 5); count > 0; --count) {
            Event unrelated{
                "u" + std::to_string(count), "note", "elsewhere", at("2026-02-01") + count * kDay};
            unrelated.fields = {{"nobody_asks", calendar::PartialDate(day("2026-02-02"))}};
            more.insert(more.begin() + *rc::gen::inRange(0, static_cast<int>(more.size()) + 1), unrelated);
        }
        RC_ASSERT(clocks(thirty_days(), more) == clocks(thirty_days(), history));
    }));
    CHECK(rc::check("events of distinct times may be recorded in any order", [] {
        std::vector<Event> history = any_history();
        for (std::size_t i = 0; i < history.size(); ++i) {
            history[i].corrects.clear();
            history[i].precision = Precision::Instant;
            history[i].occurred_at = history[i].occurred_at + static_cast<std::int64_t>(i);
        }
        const auto in_order = clocks(thirty_days(), history);
        std::ranges::sort(history, std::greater{}, [](const Event& each) { return each.occurred_at; });
        RC_ASSERT(clocks(thirty_days(), history) == in_order);
    }));
}

namespace {

/// Histories in which days are named as well, before and after what they are named for.
std::vector<Event> any_named_history() {
    std::vector<Event> out = any_history();
    for (Event& each : out) {
        if (*rc::gen::inRange(0, 3) != 0) continue;
        std::optional<calendar::PartialDate> day;
        if (*rc::gen::inRange(0, 5) != 0)
            day = calendar::PartialDate(Date::from_days(20'454 + *rc::gen::inRange(0, 400)));
        each.fields = {{"due_on", day}};
    }
    return out;
}

}  // namespace

TEST_CASE("A stop never leaves a clock overdue after it") {
    const bool holds = rc::check("whatever happened before, the last event being a stop", [] {
        std::vector<Event> history = any_named_history();
        history.push_back(entered("done", "2026-05-15 08:00"));
        history.back().id = "last";
        Limit starting_on_a_day = thirty_days();
        starting_on_a_day.starts = {Trigger::Kind::Field, "due_on"};
        for (const Limit& each : {thirty_days(), named_day(), starting_on_a_day}) {
            for (const deadline::Clock& clock : clocks(each, history)) {
                RC_ASSERT(clock.stopped_at.has_value());
                for (const char* when : {"2026-06-01", "2026-12-01", "2030-01-01"})
                    RC_ASSERT(standing(clock, at(when)) != Standing::Overdue);
            }
        }
    });
    CHECK(holds);  // rapidcheck alone only prints
}
