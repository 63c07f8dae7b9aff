/// \file
/// What a correction may not hide, and what an action has to be told again: limits after corrections, the
/// order of what happened, answers asked anew, days that only move on.

#include "record/history.h"
#include "record/record.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace neove::record {
namespace {

constexpr std::int64_t kOffset = 7 * kHour;
using deadline::Step;

form::Field field(std::string id, form::Type type) {
    form::Field made;
    made.id = std::move(id);
    made.type = type;
    return made;
}

workflow::Action action(
    std::string id, std::vector<std::string> from, std::string to, std::vector<std::string> fields
) {
    workflow::Action made;
    made.id = std::move(id);
    made.creates = from.empty();
    made.from = std::move(from);
    made.to = std::move(to);
    made.fields = std::move(fields);
    return made;
}

/// A task with a day of its own: nudged, given more time, reported, sent back.
definition::Register task() {
    definition::Register made;
    made.id = "task";
    made.domain = "work";
    made.form.fields = {
        field("due_on", form::Type::Date),
        field("paper", form::Type::Text),
        field("words", form::Type::Text),
        field("done_on", form::Type::Date)};
    made.workflow.states = {{"open"}, {"reported"}, {"done", true}};
    made.workflow.actions = {
        action("give", {}, "open", {"due_on"}),
        action("nudge", {"open"}, "", {"paper", "words"}),
        action("extend", {"open"}, "", {"due_on"}),
        action("report", {"open"}, "reported", {"done_on"}),
        action("send_back", {"reported"}, "open", {}),
        action("accept", {"reported"}, "done", {})};
    made.workflow.actions[1].requires_fields = {"paper"};
    made.workflow.actions[1].anew = {"paper", "words"};
    made.workflow.actions[2].only_later = {"due_on"};
    made.workflow.actions[4].clears = {"done_on"};
    made.list.columns = {
        {"due_on", *expression::parse("due_on"), form::Type::Date},
        {"done_on", *expression::parse("done_on"), form::Type::Date}};
    deadline::Limit limit;
    limit.id = "finish";
    limit.starts = {deadline::Trigger::Kind::Entered, "open"};
    limit.stops = {{deadline::Trigger::Kind::Entered, "reported"}};
    limit.versions.resize(1);
    limit.versions[0].unit = deadline::Unit::NamedDay;
    limit.versions[0].field = "due_on";
    limit.versions[0].is_confirmed = true;
    made.limits = {limit};
    return made;
}

calendar::Date day(std::string_view iso) {
    return *calendar::Date::parse_iso(iso);
}

Instant at(std::string_view iso) {
    return calendar::start_of(day(iso), kOffset) + 9 * kHour;
}

struct Play {
    definition::Register definition = task();
    calendar::WorkingCalendar calendar{};
    Record record{};
    std::vector<Event> history{};
    std::vector<deadline::Clock> clocks{};
    Instant now = at("2026-11-23");
    std::string detail{};
    std::string where{};

    std::string step(Command command) {
        form::References references;
        references.today = calendar::date_of(now, kOffset);
        Diagnostics faults;
        command.actor = AccountId::trusted("an");
        auto outcome =
            decide(definition, record, history, command, {now, kOffset, calendar, references}, faults);
        if (!outcome) {
            detail = outcome.error().detail;
            where = faults.empty() ? std::string() : faults.front().where;
            return outcome.error().code;
        }
        Event event = outcome->event;
        event.id = EventId::trusted("e" + std::to_string(history.size() + 1));
        history.push_back(std::move(event));
        record = outcome->record;
        clocks = outcome->clocks;
        // What is stored is what the events say.
        const Record derived = derive(definition, history, references, kOffset);
        CHECK(json::write_canonical(derived.answers) == json::write_canonical(record.answers));
        CHECK(derive_clocks(definition, history, calendar, kOffset) == clocks);
        return "done";
    }
    /// `told`: a day, or nothing for now.
    std::string act(std::string action, std::string_view answers = "{}", std::string_view told = {}) {
        Command command;
        command.action = std::move(action);
        command.answers = *json::parse(answers);
        if (!told.empty()) {
            command.occurred_at = calendar::start_of(day(told), kOffset);
            command.precision = "day";
        }
        return step(std::move(command));
    }
    std::string correct(std::string event, std::string_view answers, std::string_view told = {}) {
        Command command;
        command.action = kCorrected;
        command.corrects = EventId::trusted(event);
        command.answers = *json::parse(answers);
        command.reason = "a slip of the pen";
        if (!told.empty()) {
            command.occurred_at = calendar::start_of(day(told), kOffset);
            command.precision = "day";
        }
        return step(std::move(command));
    }
    deadline::Standing standing() const { return deadline::standing(clocks.back(), at("2027-01-01")); }
    std::vector<Step::Kind> steps() const {
        std::vector<Step::Kind> out;
        for (const Step& step : clocks.back().steps) out.push_back(step.kind);
        return out;
    }
};

TEST_CASE("a late task is not corrected into one that was met without a word") {
    Play play;
    play.now = at("2026-11-02");
    REQUIRE(play.act("give", R"({"due_on":"2026-11-10"})") == "done");
    play.now = at("2026-11-23");
    REQUIRE(play.act("report") == "done");
    REQUIRE(play.standing() == deadline::Standing::MetLate);
    REQUIRE(play.act("accept") == "done");
    REQUIRE(play.correct("e1", R"({"due_on":"2026-12-10"})") == "done");
    CHECK(play.standing() == deadline::Standing::Met);
    REQUIRE(play.steps() == std::vector{Step::Kind::Counted, Step::Kind::MendedAfter});
    CHECK(play.clocks.back().steps[1].to == day("2026-11-10"));
    // Mended once more: what stood when it ended is still told.
    REQUIRE(play.correct("e1", R"({"due_on":"2026-12-11"})") == "done");
    CHECK(play.clocks.back().steps.back().to == day("2026-11-10"));
    // Mended while it ran, it counts, and what was said first is told.
    Play early;
    early.now = at("2026-11-02");
    REQUIRE(early.act("give", R"({"due_on":"2026-11-10"})") == "done");
    REQUIRE(early.correct("e1", R"({"due_on":"2026-12-10"})") == "done");
    early.now = at("2026-11-23");
    REQUIRE(early.act("report") == "done");
    CHECK(early.steps() == std::vector{Step::Kind::Counted, Step::Kind::NamedMended});
    // Nor is the day on which it was reported moved in silence.
    REQUIRE(early.correct("e3", "{}", "2026-11-12") == "done");
    CHECK(early.steps() == std::vector{Step::Kind::Counted, Step::Kind::NamedMended, Step::Kind::StopMended});
}

TEST_CASE("a task counts as done on the day that the record names, also after a correction") {
    Play play;
    play.definition.limits[0].stops[0].dated_by = "done_on";
    play.now = at("2026-11-02");
    REQUIRE(play.act("give", R"({"due_on":"2026-11-20"})") == "done");
    play.now = at("2026-11-23");
    REQUIRE(play.act("report", R"({"done_on":"2026-11-18"})") == "done");
    CHECK(play.standing() == deadline::Standing::Met);
    CHECK(play.steps() == std::vector{Step::Kind::Counted, Step::Kind::Dated});
    REQUIRE(play.correct("e2", R"({"done_on":"2026-11-21"})") == "done");
    CHECK(play.standing() == deadline::Standing::MetLate);
    CHECK(play.steps().back() == Step::Kind::StopMended);
    // Sent back the day is gone, and the clock runs again.
    REQUIRE(play.act("send_back") == "done");
    CHECK(play.standing() == deadline::Standing::Overdue);
}

TEST_CASE("an act told of a day before its state began is refused, or the limit would lose its end") {
    Play play;
    play.now = at("2026-11-02");
    REQUIRE(play.act("give", R"({"due_on":"2026-11-20"})") == "done");
    play.now = at("2026-11-10");
    REQUIRE(play.act("report") == "done");
    play.now = at("2026-11-15");
    REQUIRE(play.act("send_back") == "done");
    play.now = at("2026-11-16");
    CHECK(play.act("report", "{}", "2026-11-14") == "record.out_of_order");
    CHECK(play.detail == "15/11/2026");
    CHECK(play.act("nudge", R"({"paper":"1"})", "2026-11-14") == "record.out_of_order");
    CHECK(play.act("report", "{}", "2026-11-01") == "record.before_opening");
    // The day itself may have been after it.
    REQUIRE(play.act("report", "{}", "2026-11-15") == "done");
    play.now = at("2026-11-23");
    REQUIRE(play.act("accept") == "done");
    REQUIRE(play.clocks.size() == 2);
    CHECK(play.standing() == deadline::Standing::Met);
}

TEST_CASE(
    "a month or a year alone is told of an opening and of what came before the record, and of nothing else"
) {
    Play play;
    const auto told = [&](std::string action, std::string_view when, std::string precision) {
        Command command;
        command.action = std::move(action);
        command.occurred_at = calendar::start_of(day(when), kOffset);
        command.precision = std::move(precision);
        command.answers = *json::parse(command.action == "give" ? R"({"due_on":"2026-11-10"})" : "{}");
        command.reason = "r";
        return command;
    };
    play.now = at("2026-10-21");
    REQUIRE(play.step(told("give", "2026-10-01", "month")) == "done");
    play.now = at("2026-11-23");
    REQUIRE(play.standing() == deadline::Standing::Overdue);
    // By these the limit would be neither met nor missed.
    CHECK(play.step(told("report", "2026-11-01", "month")) == "record.too_vague");
    CHECK(play.step(told("report", "2026-01-01", "year")) == "record.too_vague");
    CHECK(
        play.step(told("report", "2026-10-01", "month")) == "record.too_vague"
    );  // it was entered in October
    REQUIRE(play.step(told("report", "2026-11-20", "day")) == "done");
    CHECK(play.standing() == deadline::Standing::MetLate);
    // Nor does a correction make it vague; that of the opening may.
    Command vague = told("report", "2026-11-01", "month");
    vague.action = kCorrected;
    vague.corrects = EventId::trusted("e2");
    CHECK(play.step(vague) == "record.too_vague");
    vague = told("give", "2026-09-01", "month");
    vague.action = kCorrected;
    vague.corrects = EventId::trusted("e1");
    CHECK(play.step(vague) == "done");
    // An officer enters what happened years ago as well as she knows it, and leaves it so when she mends it.
    Play old;
    old.now = at("2026-11-23");
    REQUIRE(old.step(told("give", "2019-01-01", "year")) == "done");
    REQUIRE(old.step(told("report", "2019-03-01", "month")) == "done");
    CHECK(old.correct("e2", R"({"done_on":"2019-03-05"})") == "done");
}

TEST_CASE("no correction puts a step behind what followed from it") {
    Play play;
    play.now = at("2026-11-02");
    REQUIRE(play.act("give", R"({"due_on":"2026-11-20"})") == "done");
    play.now = at("2026-11-06");
    REQUIRE(play.act("nudge", R"({"paper":"1"})") == "done");
    play.now = at("2026-11-10");
    REQUIRE(play.act("report") == "done");
    play.now = at("2026-11-15");
    REQUIRE(play.act("send_back") == "done");
    play.now = at("2026-11-23");
    CHECK(play.correct("e1", "{}", "2026-11-07") == "record.out_of_order");  // the opening behind the nudge
    CHECK(play.detail == "06/11/2026");
    CHECK(
        play.correct("e3", "{}", "2026-11-16") == "record.out_of_order"
    );  // the report behind the sending back
    CHECK(play.correct("e4", "{}", "2026-11-09") == "record.out_of_order");
    CHECK(play.correct("e2", "{}", "2026-11-12") == "record.out_of_order");  // the nudge behind the report
    CHECK(play.correct("e2", "{}", "2026-11-01") == "record.before_opening");
    CHECK(play.correct("e3", "{}", "2026-11-05") == "done");  // it was done before the nudge was written
    CHECK(play.correct("e3", "{}", "2026-11-15") == "done");
    CHECK(play.correct("e1", "{}", "2026-11-06") == "done");
    // Answers alone move nothing.
    CHECK(play.correct("e2", R"({"paper":"2"})") == "done");
}

TEST_CASE("what was answered for the last time is no answer to this one") {
    Play play;
    REQUIRE(play.act("give", R"({"due_on":"2026-11-20"})") == "done");
    REQUIRE(play.act("nudge", R"({"paper":"1","words":"hurry"})") == "done");
    CHECK(play.act("nudge") == "record.many_faults");
    CHECK(play.act("nudge", R"({"words":"hurry"})") == "record.many_faults");
    REQUIRE(play.act("nudge", R"({"paper":"1"})") == "done");
    CHECK(json::write_canonical(play.record.answers) == R"({"due_on":"2026-11-20","paper":"1"})");
    // The event says so by itself: mending the first does not reach into the second.
    CHECK(json::write_canonical(play.history.back().answers) == R"({"paper":"1","words":null})");
    REQUIRE(play.correct("e2", R"({"paper":"0","words":"please"})") == "done");
    CHECK(json::write_canonical(play.record.answers) == R"({"due_on":"2026-11-20","paper":"1"})");
}

TEST_CASE("more time never comes to less") {
    Play play;
    play.now = at("2026-11-02");
    REQUIRE(play.act("give", R"({"due_on":"2026-11-20"})") == "done");
    CHECK(play.act("extend", R"({"due_on":"2026-11-19"})") == "workflow.not_later");
    CHECK(play.detail == "20/11/2026");
    CHECK(play.act("extend") == "workflow.not_later");
    CHECK(play.act("extend", R"({"due_on":null})") == "workflow.not_later");
    REQUIRE(play.act("extend", R"({"due_on":"2026-12-04"})") == "done");
    CHECK(play.act("extend", R"({"due_on":"2026-11-25"})") == "workflow.not_later");
    CHECK(play.correct("e2", R"({"due_on":"2026-11-20"})") == "workflow.not_later");
    CHECK(play.correct("e2", R"({"due_on":"2026-11-21"})") == "done");
    // Where no day stood yet, any is later.
    Play bare;
    REQUIRE(bare.act("give") == "done");
    CHECK(bare.act("extend", R"({"due_on":"2026-11-01"})") == "done");
}

TEST_CASE("no correction moves a day past another that may not come before it") {
    Play play;
    play.now = at("2026-11-02");
    // Nothing is done before the day that the paper names.
    play.definition.form.fields[3].not_before = "due_on";
    REQUIRE(play.act("give", R"({"due_on":"2026-10-01"})") == "done");
    REQUIRE(play.act("report", R"({"done_on":"2026-10-20"})") == "done");
    CHECK(play.correct("e1", R"({"due_on":"2026-10-21"})") == "record.many_faults");
    CHECK(play.where == "/answers/done_on");
    CHECK(play.correct("e1", R"({"due_on":"2026-10-20"})") == "done");
    // What stands wrong already does not stop what has nothing to do with it.
    play.definition.form.fields[3].not_before = "2026-10-25";
    CHECK(play.correct("e1", R"({"due_on":"2026-10-19"})") == "done");
}

/// As clocks were derived before corrections were told one by one.
std::vector<deadline::Clock> from_corrected(const Play& play) {
    std::vector<deadline::Event> events;
    std::string state;
    json::Value columns;
    const Corrected corrected(play.history);
    for (const Event& event : corrected.events()) {
        deadline::Event one{event.id.text(), is_reserved(event.kind) ? std::string() : event.kind};
        if (event.state != state) one.entered = event.state;
        one.occurred_at = event.occurred_at;
        one.recorded_at = event.recorded_at;
        one.precision = event.precision == "day" ? calendar::Precision::Day : calendar::Precision::Instant;
        for (const char* name : {"due_on", "done_on"}) {
            const std::string is = event.columns.text_or(name);
            if (is != columns.text_or(name))
                one.fields.push_back({name, calendar::PartialDate::parse_iso(is)});
        }
        events.push_back(std::move(one));
        state = event.state;
        columns = event.columns;
    }
    return deadline::derive_clocks(play.definition.limits, events, play.calendar, kOffset);
}

std::vector<deadline::Clock> without_words_of_mending(std::vector<deadline::Clock> clocks) {
    for (deadline::Clock& clock : clocks) {
        std::erase_if(clock.steps, [](const Step& step) {
            return step.kind == Step::Kind::MendedAfter || step.kind == Step::Kind::MendedAfterNone ||
                   step.kind == Step::Kind::NamedMended || step.kind == Step::Kind::StopMended;
        });
    }
    return clocks;
}

TEST_CASE("whatever is done and corrected, clocks come to what the corrected history says") {
    static const std::vector<std::string> kActions{"nudge", "extend", "report", "send_back", "corrected"};
    std::size_t mended = 0;
    CHECK(rc::check([&](const std::vector<std::uint32_t>& choices, bool is_dated) {
        Play play;
        if (is_dated) play.definition.limits[0].stops[0].dated_by = "done_on";
        play.now = at("2026-11-01");
        REQUIRE(play.act("give", R"({"due_on":"2026-11-10"})") == "done");
        for (const std::uint32_t choice : choices) {
            play.now = play.now + kDay;
            const auto day_in = [](std::uint32_t number) {
                const std::string two = std::to_string(10 + number % 20);
                return "2026-11-" + two;
            };
            const std::string& action = kActions[choice % kActions.size()];
            const std::string told = choice % 3 == 0 ? day_in(choice / 7) : std::string();
            if (action == "corrected") {
                const std::size_t which = (choice / 5) % play.history.size();
                const std::string& kind = play.history[which].kind;
                const std::string answers = kind == "report" ? R"({"done_on":")" + day_in(choice / 11) + "\"}"
                                            : kind == "give" || kind == "extend"
                                                ? R"({"due_on":")" + day_in(choice / 11) + "\"}"
                                                : "{}";
                if (play.correct("e" + std::to_string(which + 1), answers, told) == "done") ++mended;
            } else {
                const std::string answers =
                    action == "nudge"    ? R"({"paper":"1"})"
                    : action == "report" ? R"({"done_on":")" + day_in(choice / 11) + "\"}"
                    : action == "extend" ? R"({"due_on":")" + day_in(choice / 11) + "\"}"
                                         : "{}";
                play.act(action, answers, told);
            }
            RC_ASSERT(
                without_words_of_mending(play.clocks) == without_words_of_mending(from_corrected(play))
            );
        }
    }));
    CHECK(mended > 20);
}

}  // namespace
}  // namespace neove::record
