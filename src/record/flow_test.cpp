/// \file
/// An action that clears answers, one that happens once for each period, and conditions over what happened.

#include "record/history.h"
#include "record/record.h"

#include <doctest/doctest.h>

namespace neove::record {
namespace {

constexpr std::int64_t kOffset = 7 * kHour;

form::Field field(std::string id, form::Type type, form::Class clear = form::Class::Internal) {
    form::Field made;
    made.id = std::move(id);
    made.type = type;
    made.field_class = clear;
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

expression::Expression parsed(std::string_view text) {
    auto expression = expression::parse(text);
    REQUIRE(expression.has_value());
    return *expression;
}

/// A piece of work that is reported on, reminded of, finished and sent back.
definition::Register work() {
    definition::Register made;
    made.id = "work";
    made.domain = "work";
    made.form.fields = {
        field("title", form::Type::Text),
        field("period", form::Type::Integer),
        field("done_on", form::Type::Date),
        field("words", form::Type::LongText, form::Class::Confidential)};
    made.workflow.states = {{"open"}, {"ready"}, {"told"}, {"over", true}};
    made.workflow.actions = {
        action("give", {}, "open", {"title"}),
        action("report", {"open"}, "", {"period"}),
        action("remind", {"open"}, "", {}),
        action("tell", {"open"}, "told", {}),
        action("finish", {"open"}, "ready", {"done_on", "words"}),
        action("send_back", {"ready"}, "open", {"title"}),
        action("close", {"ready", "told"}, "over", {}),
        action("report_for", {"open"}, "", {"period"})};
    made.workflow.actions[1].once_per = {"period"};
    made.workflow.actions[7].once_per = {"period"};
    made.workflow.actions[7].once_with = {"report"};
    made.workflow.actions[3].when = parsed("count(remind) >= 2");
    made.workflow.actions[5].clears = {"done_on", "words"};
    made.list.columns = {
        {"title", parsed("title"), form::Type::Text},
        {"period", parsed("period"), form::Type::Integer},
        {"done_on", parsed("done_on"), form::Type::Date}};
    made.facts = {{"finished", "", "ready", {}, {}}};
    return made;
}

Instant at(std::string_view iso) {
    return calendar::start_of(*calendar::Date::parse_iso(iso), kOffset) + 9 * kHour;
}

struct Play {
    definition::Register definition = work();
    calendar::WorkingCalendar calendar{};
    Record record{};
    std::vector<Event> history{};
    Instant now = at("2026-11-02");
    std::string detail{};

    std::string step(Command command) {
        form::References references;
        references.today = calendar::date_of(now, kOffset);
        Diagnostics faults;
        command.actor = AccountId::trusted("an");
        auto outcome =
            decide(definition, record, history, command, {now, kOffset, calendar, references}, faults);
        if (!outcome) {
            detail = outcome.error().detail;
            return outcome.error().code;
        }
        Event event = outcome->event;
        event.id = EventId::trusted("e" + std::to_string(history.size() + 1));
        history.push_back(std::move(event));
        record = outcome->record;
        // What is stored is what the events say.
        const Record derived = derive(definition, history, references, kOffset);
        CHECK(json::write_canonical(derived.answers) == answers());
        CHECK(derived.state == record.state);
        return "done";
    }
    std::string act(std::string action, std::string_view answers = "{}") {
        Command command;
        command.action = std::move(action);
        command.answers = *json::parse(answers);
        return step(std::move(command));
    }
    std::string correct(std::string event, std::string_view answers) {
        Command command;
        command.action = kCorrected;
        command.corrects = EventId::trusted(event);
        command.answers = *json::parse(answers);
        command.reason = "a slip of the pen";
        return step(std::move(command));
    }
    std::string answers() const { return json::write_canonical(record.answers); }
};

TEST_CASE("what is sent back loses the answers of its end, and the event says so") {
    Play play;
    REQUIRE(play.act("give", R"({"title":"A"})") == "done");
    REQUIRE(play.act("finish", R"({"done_on":"2026-11-01","words":"secret"})") == "done");
    REQUIRE(play.act("send_back", R"({"title":"B"})") == "done");
    CHECK(play.answers() == R"({"title":"B"})");
    CHECK(
        json::write_canonical(play.history.back().answers) == R"({"done_on":null,"title":"B","words":null})"
    );
    CHECK(play.history.back().columns.find("done_on") == nullptr);
    // It can be finished again, on the same day even.
    CHECK(play.act("finish", R"({"done_on":"2026-11-01"})") == "done");
    CHECK(play.answers() == R"({"done_on":"2026-11-01","title":"B"})");
}

TEST_CASE("a correction of what was cleared does not bring it back") {
    Play play;
    REQUIRE(play.act("give", R"({"title":"A"})") == "done");
    REQUIRE(play.act("finish", R"({"done_on":"2026-11-01"})") == "done");
    REQUIRE(play.act("send_back") == "done");
    // `words` was not answered when it was cleared; said now, it is said of the time before.
    REQUIRE(play.correct("e2", R"({"done_on":"2026-10-30","words":"later"})") == "done");
    CHECK(play.answers() == R"({"title":"A"})");
    CHECK(Corrected(play.history)[1].columns.text_or("done_on") == "2026-10-30");
}

TEST_CASE("what an action had to have is not missing after it was cleared, and cannot be corrected away") {
    Play play;
    play.definition.workflow.actions[4].requires_fields = {"done_on"};
    REQUIRE(play.act("give", R"({"title":"A"})") == "done");
    REQUIRE(play.act("finish", R"({"done_on":"2026-11-01","words":"x"})") == "done");
    CHECK(play.correct("e2", R"({"done_on":null})") == "record.many_faults");
    REQUIRE(play.act("send_back") == "done");
    CHECK(play.correct("e2", R"({"words":"y"})") == "done");
    CHECK(play.correct("e2", R"({"done_on":null})") == "record.many_faults");
    CHECK(play.act("finish", R"({"words":"z"})") == "record.many_faults");
    CHECK(play.answers() == R"({"title":"A"})");
}

TEST_CASE("nobody answers what the action clears") {
    Play play;
    REQUIRE(play.act("give", R"({"title":"A"})") == "done");
    REQUIRE(play.act("finish", R"({"done_on":"2026-11-01"})") == "done");
    CHECK(play.act("send_back", R"({"done_on":"2026-11-02"})") == "workflow.field_not_of_action");
}

TEST_CASE("one period is reported once, and the refusal names the day") {
    Play play;
    REQUIRE(play.act("give", R"({"title":"A"})") == "done");
    REQUIRE(play.act("report", R"({"period":1})") == "done");
    play.now = at("2026-11-09");
    CHECK(play.act("report", R"({"period":1})") == "workflow.already_done");
    CHECK(play.detail == "02/11/2026");
    CHECK(play.act("report") == "workflow.already_done");  // the answer stands from before
    CHECK(play.act("report", R"({"period":2})") == "done");
    CHECK(play.act("remind") == "done");
}

TEST_CASE("a period that was reported is not reported again for somebody, nor the other way round") {
    Play play;
    REQUIRE(play.act("give", R"({"title":"A"})") == "done");
    REQUIRE(play.act("report", R"({"period":1})") == "done");
    CHECK(play.act("report_for", R"({"period":1})") == "workflow.already_done");
    REQUIRE(play.act("report_for", R"({"period":2})") == "done");
    CHECK(play.act("report", R"({"period":2})") == "workflow.already_done");
    REQUIRE(play.act("report", R"({"period":3})") == "done");
    CHECK(play.correct("e3", R"({"period":3})") == "workflow.already_done");
}

TEST_CASE("a report that was corrected to another period leaves its own free, and takes the other") {
    Play play;
    REQUIRE(play.act("give", R"({"title":"A"})") == "done");
    REQUIRE(play.act("report", R"({"period":1})") == "done");
    REQUIRE(play.correct("e2", R"({"period":2})") == "done");
    CHECK(play.act("report", R"({"period":2})") == "workflow.already_done");
    REQUIRE(play.act("report", R"({"period":1})") == "done");
    // Nor does a correction make one period twice.
    CHECK(play.correct("e4", R"({"period":2})") == "workflow.already_done");
    CHECK(play.correct("e4", R"({"period":3})") == "done");
    CHECK(play.correct("e1", R"({"title":"Z"})") == "done");
}

TEST_CASE("a condition counts what happened, and what was corrected counts once") {
    Play play;
    REQUIRE(play.act("give", R"({"title":"A"})") == "done");
    CHECK(play.act("tell") == "workflow.condition");
    REQUIRE(play.act("remind") == "done");
    Command later;
    later.action = kCorrected;
    later.corrects = EventId::trusted("e2");
    later.occurred_at = at("2026-11-02") + -kHour / 2;
    later.reason = "half an hour earlier";
    REQUIRE(play.act("report", R"({"period":1})") == "done");
    later.corrects = EventId::trusted("e3");
    REQUIRE(play.step(later) == "record.before_opening");
    REQUIRE(play.correct("e3", R"({"period":4})") == "done");
    CHECK(play.act("tell") == "workflow.condition");
    REQUIRE(play.act("remind") == "done");
    CHECK(play.act("tell") == "done");
}

}  // namespace
}  // namespace neove::record
