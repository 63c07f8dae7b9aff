#include "record/record.h"

#include "record/history.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace neove::record {
namespace {

constexpr std::int64_t kOffset = 7 * kHour;

expression::Expression parsed(std::string_view text) {
    auto expression = expression::parse(text);
    REQUIRE(expression.has_value());
    return *expression;
}

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

/// A book that is asked for, lent, brought back.
definition::Register loan() {
    definition::Register made;
    made.id = "loan";
    made.domain = "work";
    made.form.fields = {
        field("title", form::Type::Text),
        field("kind", form::Type::Choice),
        field("pages", form::Type::Integer),
        field("scale", form::Type::Integer),
        field("double_pages", form::Type::Computed),
        field("shelf", form::Type::Text)};
    made.form.fields[0].required = true;
    made.form.fields[1].options = {{"novel"}, {"map"}};
    made.form.fields[3].show_when = parsed("kind = 'map'");
    made.form.fields[4].compute = parsed("pages * 2");
    made.form.fields[5].required = true;
    made.workflow.states = {{"asked"}, {"lent"}, {"back", true}};
    made.workflow.actions = {
        action("ask", {}, "asked", {"title", "kind", "pages", "scale"}),
        action("lend", {"asked"}, "lent", {"shelf"}),
        action("note", {"asked", "lent"}, "", {"kind"}),
        action("bring", {"lent"}, "back", {})};
    made.workflow.links = {
        {"copy_of", "book", {}, 1, false}, {"lent_to", "reader", {"borrower", "guarantor"}, 2, false}};
    made.list.columns = {
        {"kind", parsed("kind"), form::Type::Text}, {"pages", parsed("pages"), form::Type::Integer}};
    made.dimensions = {{"kind", parsed("kind")}};
    made.facts = {{"lent", "", "lent", {}, parsed("pages")}, {"asked", "ask", "", {}, {}}};
    return made;
}

const form::References& references() {
    static const form::References all = [] {
        form::References made;
        made.today = *calendar::Date::parse_iso("2026-11-22");
        return made;
    }();
    return all;
}

Instant at(std::string_view iso, int hour = 9) {
    const auto day = calendar::Date::parse_iso(iso);
    REQUIRE(day.has_value());
    return calendar::start_of(*day, kOffset) + hour * kHour;
}

/// A register played like a game: every step is decided, stored and looked at again.
struct Play {
    definition::Register definition = loan();
    calendar::WorkingCalendar calendar{};
    Record record{};
    std::vector<Event> history{};
    std::vector<fact::Fact> facts{};
    std::vector<deadline::Clock> clocks{};
    Instant now = at("2026-11-22");
    Diagnostics faults{};

    std::string step(Command command) {
        const Context context{now, kOffset, calendar, references()};
        faults.clear();
        if (command.actor.is_empty()) command.actor = AccountId::trusted("an");
        auto outcome = decide(definition, record, history, command, context, faults);
        if (!outcome) return outcome.error().code + outcome.error().where;
        Event event = outcome->event;
        event.id = EventId::trusted("e" + std::to_string(history.size() + 1));
        history.push_back(std::move(event));
        record = outcome->record;
        if (outcome->replaces_facts) facts.clear();
        facts.insert(facts.end(), outcome->facts.begin(), outcome->facts.end());
        clocks = outcome->clocks;
        return "done";
    }
    std::string act(std::string action, std::string_view answers = "{}") {
        Command command;
        command.action = std::move(action);
        command.answers = *json::parse(answers);
        return step(std::move(command));
    }
    std::string correct(std::string event, std::string_view answers, Instant occurred_at = {}) {
        Command command;
        command.action = kCorrected;
        command.corrects = EventId::trusted(event);
        command.answers = *json::parse(answers);
        command.reason = "a slip of the pen";
        if (occurred_at.micros != 0) command.occurred_at = occurred_at;
        return step(std::move(command));
    }
    std::string answers() const { return json::write_canonical(record.answers); }
    std::vector<std::string> fault_list() const {
        std::vector<std::string> all;
        for (const Error& fault : faults) all.push_back(fault.code + " " + fault.where);
        return all;
    }
    /// What is stored is what the events say.
    void agrees() const {
        const Record derived = derive(definition, history, references(), kOffset);
        CHECK(json::write_canonical(derived.answers) == answers());
        CHECK(derived.state == record.state);
        CHECK(derived.links == record.links);
        CHECK(derived.version == record.version);
        CHECK(derived.opened_at == record.opened_at);
        auto stored = facts;
        auto again = derive_facts(definition, history, kOffset);
        const auto order = [](const fact::Fact& a, const fact::Fact& b) {
            return std::tuple(a.kind, a.on_date, a.dimensions, a.n) <
                   std::tuple(b.kind, b.on_date, b.dimensions, b.n);
        };
        std::ranges::sort(stored, order);
        std::ranges::sort(again, order);
        CHECK(stored == again);
    }
};

using Strings = std::vector<std::string>;

TEST_CASE("a record opens with its answers, computed ones filled in, and a fact") {
    Play play;
    CHECK(play.act("ask", R"({"title":" Dế Mèn ","kind":"novel","pages":80})") == "done");
    CHECK(play.answers() == R"({"double_pages":160,"kind":"novel","pages":80,"title":"Dế Mèn"})");
    CHECK(play.record.state == "asked");
    CHECK(play.record.version == 1);
    REQUIRE(play.facts.size() == 1);
    CHECK(play.facts[0].dimensions[0] == "novel");
    play.agrees();
}

TEST_CASE("what a later action asks for is not asked for earlier, and then it is") {
    Play play;
    CHECK(play.act("ask", R"({"kind":"novel"})") == "record.many_faults");
    CHECK(play.fault_list() == Strings{"form.required /answers/title"});
    CHECK(play.act("ask", R"({"title":"A"})") == "done");
    CHECK(play.act("lend") == "record.many_faults");
    CHECK(play.fault_list() == Strings{"form.required /answers/shelf"});
    CHECK(play.act("lend", R"({"shelf":"12"})") == "done");
}

TEST_CASE("an answer that became hidden is gone and does not come back by itself") {
    Play play;
    CHECK(play.act("ask", R"({"title":"A","kind":"map","scale":500})") == "done");
    CHECK(play.act("note", R"({"kind":"novel"})") == "done");
    CHECK(play.record.answers.find("scale") == nullptr);
    CHECK(play.history.back().answers.find("scale")->is_null());
    CHECK(play.act("note", R"({"kind":"map"})") == "done");
    CHECK(play.record.answers.find("scale") == nullptr);
    play.agrees();
}

TEST_CASE("nothing happens in the future or before the record was opened") {
    Play play;
    Command early;
    early.action = "ask";
    early.answers = *json::parse(R"({"title":"A"})");
    early.occurred_at = play.now + kHour;
    CHECK(play.step(early) == "record.in_the_future/occurred_at");
    early.occurred_at = at("2026-11-10");
    CHECK(play.step(early) == "done");
    Command lend;
    lend.action = "lend";
    lend.answers = *json::parse(R"({"shelf":"1"})");
    lend.occurred_at = at("2026-11-09");
    CHECK(play.step(lend) == "record.before_opening/occurred_at");
    lend.occurred_at = at("2026-11-10", 10);
    CHECK(play.step(lend) == "done");
}

TEST_CASE("a correction mends an answer in its place; what was set later stays") {
    Play play;
    play.act("ask", R"({"title":"A","kind":"novel","pages":80})");
    play.act("note", R"({"kind":"map"})");
    CHECK(play.correct("e1", R"({"title":"B","kind":"novel"})") == "done");
    CHECK(play.record.answers.text_or("title") == "B");
    CHECK(play.record.answers.text_or("kind") == "map");
    CHECK(play.history.size() == 3);
    CHECK(play.history[0].answers.text_or("title") == "A");  // the mistake stays visible
    play.agrees();
}

TEST_CASE("facts follow a correction, those of later events too") {
    Play play;
    play.act("ask", R"({"title":"A","kind":"novel","pages":80})");
    play.act("lend", R"({"shelf":"1"})");
    CHECK(play.correct("e1", R"({"kind":"map","pages":8})", at("2026-11-20")) == "done");
    REQUIRE(play.facts.size() == 2);
    for (const fact::Fact& fact : play.facts) CHECK(fact.dimensions[0] == "map");
    CHECK(std::ranges::find(play.facts, 8, &fact::Fact::n) != play.facts.end());
    CHECK(std::ranges::any_of(play.facts, [](const auto& fact) { return fact.on_date.iso() == "2026-11-20"; })
    );
    play.agrees();
}

TEST_CASE("a correction that tells no time leaves the time of what it mends") {
    Play play;
    Command early;
    early.action = "ask";
    early.answers = *json::parse(R"({"title":"A"})");
    early.occurred_at = at("2026-11-10", 0);
    early.precision = "day";
    play.step(early);
    CHECK(play.correct("e1", R"({"title":"B"})") == "done");
    CHECK(play.history.back().occurred_at == at("2026-11-10", 0));
    CHECK(play.history.back().precision == "day");
    CHECK(play.record.opened_at == at("2026-11-10", 0));
    CHECK(play.correct("e1", R"({"title":"C"})", at("2026-11-11")) == "done");
    CHECK(play.correct("e1", R"({"title":"D"})") == "done");
    CHECK(play.history.back().occurred_at == at("2026-11-11"));  // as the newest correction says
}

TEST_CASE("who may not take an action may not correct it either") {
    Play play;
    play.definition.workflow.actions[1].not_by_who_did = {"ask"};
    play.act("ask", R"({"title":"A"})");
    Command lend;
    lend.action = "lend";
    lend.answers = *json::parse(R"({"shelf":"1"})");
    lend.actor = AccountId::trusted("binh");
    CHECK(play.step(lend) == "done");
    CHECK(play.correct("e2", R"({"shelf":"2"})") == "workflow.other_person");
    // Of what nobody had to look at she mends her own as ever.
    play.act("note", R"({"kind":"map"})");
    CHECK(play.correct("e3", R"({"kind":"novel"})") == "done");
}

TEST_CASE("never: one person is two by mending what the other did") {
    Play play;
    play.definition.workflow.actions[1].not_by_who_did = {"ask"};
    play.act("ask", R"({"title":"A"})");
    const AccountId other = AccountId::trusted("binh");
    Command mend;
    mend.action = kCorrected;
    mend.corrects = EventId::trusted("e1");
    mend.answers = *json::parse(R"({"title":"B"})");
    mend.reason = "sai";
    mend.actor = other;
    Command lend;
    lend.action = "lend";
    lend.answers = *json::parse(R"({"shelf":"1"})");
    lend.actor = other;
    SUBCASE("mended first, then looked at") {
        CHECK(play.step(mend) == "done");
        CHECK(play.step(lend) == "workflow.other_person");
        lend.actor = AccountId::trusted("chi");
        CHECK(play.step(lend) == "done");
    }
    SUBCASE("looked at first, then mended") {
        CHECK(play.step(lend) == "done");
        CHECK(play.step(mend) == "workflow.other_person");
    }
}

TEST_CASE("never: whoever did it says something else after a second person looked at it") {
    Play play;
    play.definition.workflow.actions[1].not_by_who_did = {"ask"};
    play.act("ask", R"({"title":"A"})");
    CHECK(play.correct("e1", R"({"title":"B"})") == "done");
    const auto mends = [](const char* actor) {
        Command mend;
        mend.action = kCorrected;
        mend.corrects = EventId::trusted("e1");
        mend.answers = *json::parse(R"({"title":"C"})");
        mend.reason = "sai";
        mend.actor = AccountId::trusted(actor);
        return mend;
    };
    // Chi mended it before anybody looked, so it is hers as well.
    CHECK(play.step(mends("chi")) == "done");
    Command lend;
    lend.action = "lend";
    lend.answers = *json::parse(R"({"shelf":"1"})");
    lend.actor = AccountId::trusted("binh");
    CHECK(play.step(lend) == "done");
    CHECK(play.step(mends("an")) == "workflow.other_person");
    CHECK(play.step(mends("chi")) == "workflow.other_person");
    // A third person may, and is not kept from mending her own slip.
    CHECK(play.step(mends("dung")) == "done");
    CHECK(play.answers().contains(R"("title":"C")"));
    Command again = mends("dung");
    again.answers = *json::parse(R"({"title":"D"})");
    CHECK(play.step(again) == "done");
    // What she did afterwards nobody looked at.
    play.act("note", R"({"kind":"map"})");
    CHECK(play.correct("e" + std::to_string(play.history.size()), R"({"kind":"novel"})") == "done");
}

TEST_CASE("what happened today is not before what was opened this morning") {
    Play play;
    play.act("ask", R"({"title":"A"})");
    Command lend;
    lend.action = "lend";
    lend.answers = *json::parse(R"({"shelf":"1"})");
    lend.precision = "day";
    lend.occurred_at = at("2026-11-21", 0);
    CHECK(play.step(lend) == "record.before_opening/occurred_at");
    lend.occurred_at = at("2026-11-22", 0);
    CHECK(play.step(lend) == "done");
}

TEST_CASE("a correction of a correction counts as the newest says") {
    Play play;
    play.act("ask", R"({"title":"A"})");
    play.correct("e1", R"({"title":"B"})");
    CHECK(play.correct("e1", R"({"title":"C"})") == "done");
    CHECK(play.record.answers.text_or("title") == "C");
    CHECK(play.correct("e2", R"({"title":"D"})") == "record.nothing_to_correct/event");
    play.agrees();
}

TEST_CASE("a correction needs a reason, something to mend, and fields of that event") {
    Play play;
    play.act("ask", R"({"title":"A"})");
    CHECK(play.correct("e9", R"({"title":"B"})") == "record.nothing_to_correct/event");
    CHECK(play.correct("e1", R"({})") == "record.nothing_new");
    CHECK(play.correct("e1", R"({"shelf":"3"})") == "workflow.field_not_of_action/answers/shelf");
    CHECK(play.correct("e1", R"({"title":null})") == "record.many_faults");
    Command silent;
    silent.action = kCorrected;
    silent.corrects = EventId::trusted("e1");
    silent.answers = *json::parse(R"({"title":"B"})");
    CHECK(play.step(silent) == "workflow.reason_missing/reason");
}

TEST_CASE("links are of a known kind, in a known role, once, and no more than allowed") {
    Play play;
    play.act("ask", R"({"title":"A"})");
    const auto link = [&](std::string_view action, Link wanted) {
        Command command;
        command.action = action;
        command.links = {std::move(wanted)};
        return play.step(command);
    };
    const RecordId one = RecordId::trusted("r1");
    const RecordId two = RecordId::trusted("r2");
    CHECK(link(kLinked, {"copy_of", "book", one, ""}) == "done");
    CHECK(link(kLinked, {"copy_of", "book", one, ""}) == "record.link/links/0");
    CHECK(link(kLinked, {"copy_of", "book", two, ""}) == "record.link/links/0");
    CHECK(link(kLinked, {"copy_of", "reader", two, ""}) == "record.link/links/0");
    CHECK(link(kLinked, {"lent_to", "reader", two, ""}) == "record.link/links/0");
    CHECK(link(kLinked, {"lent_to", "reader", two, "owner"}) == "record.link/links/0");
    CHECK(link(kLinked, {"lent_to", "reader", two, "borrower"}) == "done");
    CHECK(link(kUnlinked, {"copy_of", "book", one, ""}) == "done");
    CHECK(link(kUnlinked, {"copy_of", "book", one, ""}) == "record.link/links/0");
    CHECK(play.record.links.size() == 1);
    play.agrees();
}

TEST_CASE("a link never opens a record, and nothing is done without one") {
    Play play;
    Command command;
    command.action = kLinked;
    CHECK(play.step(command) == "workflow.unknown_action/action");
    play.act("ask", R"({"title":"A"})");
    CHECK(play.step(command) == "record.nothing_new");
}

TEST_CASE("whatever people do and mend, what is stored equals what the events say") {
    const bool holds = rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& moves) {
        Play play;
        play.act("ask", R"({"title":"A","kind":"map","scale":5,"pages":3})");
        for (const auto& [move, value] : moves) {
            const std::string kind = value % 2 == 0 ? "novel" : "map";
            const std::string number = std::to_string(value);
            play.now = play.now + kHour;
            switch (move % 6) {
                case 0: play.act("note", R"({"kind":")" + kind + "\"}"); break;
                case 1: play.act("lend", R"({"shelf":")" + number + "\"}"); break;
                case 2: play.act("bring"); break;
                case 3: play.correct("e1", R"({"pages":)" + number + R"(,"kind":")" + kind + "\"}"); break;
                case 4:
                    play.correct(
                        "e" + std::to_string(1 + value % play.history.size()), R"({"kind":")" + kind + "\"}"
                    );
                    break;
                default: play.correct("e1", R"({"scale":)" + number + "}"); break;
            }
        }
        play.agrees();
    });
    CHECK(holds);
}

}  // namespace
}  // namespace neove::record
