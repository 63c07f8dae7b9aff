#include "form/person_words.h"
#include "record/record.h"

#include <doctest/doctest.h>

namespace neove::record {
namespace {

form::Field field(std::string id, form::Type type) {
    form::Field made;
    made.id = std::move(id);
    made.type = type;
    return made;
}

/// A matter that is opened and worked on.
definition::Register matter() {
    definition::Register made;
    made.id = "matter";
    made.domain = "work";
    made.form.fields = {field("title", form::Type::Text), field("words", form::Type::LongText)};
    made.form.fields[1].field_class = form::Class::Confidential;
    workflow::Action open, note;
    open.id = "open";
    open.creates = true;
    open.to = "under_way";
    open.fields = {"title", "words"};
    note.id = "note";
    note.from = {"under_way"};
    note.fields = {"title", "words"};
    made.workflow.states = {{"under_way"}};
    made.workflow.actions = {open, note};
    return made;
}

struct Asked {
    form::PersonWords person_words{{"lò", "vàng"}, {}, {}, {"và"}, {}, {}, {}};
    definition::Register definition = matter();
    calendar::WorkingCalendar calendar{};
    form::References references{};
    Record record{};
    std::vector<Event> history{};
    Instant now{1'795'000'000'000'000};
    std::string asks{};

    Asked() {
        references.today = *calendar::Date::parse_iso("2026-11-22");
        references.person_words = &person_words;
    }
    std::string act(Command command) {
        command.actor = AccountId::trusted("an");
        now = now + kHour;
        const Context context{now, 0, calendar, references};
        Diagnostics faults;
        auto outcome = decide(definition, record, history, command, context, faults);
        asks.clear();
        for (const Error& one : faults) asks += one.code + " " + one.where + one.detail + "\n";
        if (!outcome) return outcome.error().code;
        outcome->event.id = EventId::trusted("e" + std::to_string(history.size() + 1));
        history.push_back(outcome->event);
        record = outcome->record;
        return "done";
    }
    std::string say(const char* action, std::string_view answers, std::vector<std::string> kept = {}) {
        Command command;
        command.action = action;
        command.answers = *json::parse(answers);
        command.kept_words = std::move(kept);
        return act(std::move(command));
    }
};

constexpr const char* kNames = R"({"words": "Lò Thị Mai và Vàng Thị Dợ"})";

}  // namespace

TEST_CASE("an act is asked about words that look like a person's data, and what she keeps is in its event") {
    Asked on;
    CHECK(on.say("open", kNames) == "record.many_faults");
    CHECK(on.asks == "form.like_names /answers/words\n");
    CHECK(on.say("open", kNames, {"/answers/title"}) == "record.many_faults");
    CHECK(on.say("open", kNames, {"/answers", "/answers/", "/", ""}) == "record.many_faults");
    CHECK(on.say("open", kNames, {"/answers/words", "/answers/title"}) == "done");
    // Only where she was asked.
    CHECK(on.history.back().kept_words == std::vector<std::string>{"/answers/words"});
    // The same words are no news; others are.
    CHECK(on.say("note", kNames) == "done");
    CHECK(on.history.back().kept_words.empty());
    CHECK(on.say("note", R"({"title": "Gọi 0912345678"})") == "record.many_faults");
    CHECK(on.asks == "form.like_phone /answers/title\n");
    CHECK(on.say("note", R"({"title": "Gọi lại sau"})") == "done");
}

TEST_CASE("a correction is asked too, also where a later step says otherwise") {
    Asked on;
    REQUIRE(on.say("open", R"({"words": "Đang làm"})") == "done");
    REQUIRE(on.say("note", R"({"words": "Đã xong"})") == "done");
    Command mend;
    mend.action = kCorrected;
    mend.corrects = EventId::trusted("e1");
    mend.reason = "ghi nhầm";
    mend.answers = *json::parse(kNames);
    CHECK(on.act(mend) == "record.many_faults");
    CHECK(on.asks == "form.like_names /answers/words\n");
    mend.kept_words = {"/answers/words"};
    CHECK(on.act(mend) == "done");
    CHECK(on.history.back().kept_words == mend.kept_words);
}

TEST_CASE("a register of persons asks nothing, and refuses what would lie open") {
    Asked on;
    on.definition.form.persons = true;
    CHECK(on.say("open", kNames) == "done");
    CHECK(on.say("note", R"({"title": "Gọi 0912345678"})", {"/answers/title"}) == "record.many_faults");
    CHECK(on.asks == "form.looks_like_person /answers/title\n");
}

}  // namespace neove::record
