#include "record/redact.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::record {
namespace {

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

/// A file about a family: several people in one record.
definition::Register family() {
    definition::Register made;
    made.id = "family";
    made.form.persons = true;
    made.form.fields = {
        field("head", form::Type::Text),
        field("age", form::Type::Integer),
        field("is_old", form::Type::Computed),
        field("helper", form::Type::Text),
        field("members", form::Type::Rows),
        field("earned", form::Type::Computed),
        field("papers", form::Type::Attachment),
        field("kind", form::Type::Text)};
    made.form.fields[2].compute = parsed("age * 2");
    made.form.fields[3].show_when = parsed("age > 60");
    made.form.fields[4].fields = {
        field("name", form::Type::Text),
        field("earns", form::Type::Integer),
        field("double", form::Type::Computed),
        field("proof", form::Type::Attachment)};
    made.form.fields[4].fields[2].compute = parsed("row.earns * 2");
    made.form.fields[5].compute = parsed("sum(members.double)");
    made.list.columns = {{"kind", parsed("kind"), form::Type::Text}};
    return made;
}

const std::string kFile(32, 'a'), kOther(32, 'b');

Event happened(const char* id, json::Value answers, std::int64_t version) {
    Event out;
    out.id = EventId::trusted(std::string(32, id[0]));
    out.kind = "told";
    out.state = "open";
    out.version = version;
    out.answers = std::move(answers);
    out.reason = "theo lời kể";
    return out;
}

json::Value member(const char* name, std::int64_t earns) {
    return json::Object{
        {"name", name}, {"earns", earns}, {"double", earns * 2}, {"proof", json::Array{kFile}}};
}

std::vector<Event> history() {
    return {
        happened(
            "1",
            json::Object{
                {"head", "Mận"},
                {"age", 70},
                {"helper", "Bưởi"},
                {"members", json::Array{member("Cam", 3), member("Quýt", 4)}},
                {"papers", json::Array{kFile, kOther}},
                {"kind", "poor"}},
            1
        ),
        happened(
            "2", json::Object{{"members", json::Array{member("Na", 1), member("Cam", 3)}}, {"head", "Đào"}}, 2
        )};
}

Result<Redaction> redacted(const std::vector<RedactedPart>& parts) {
    form::References references;
    references.today = *calendar::Date::parse_iso("2026-11-23");
    return redact(family(), history(), parts, references.today, references, 7 * kHour);
}

std::string text_of(const Redaction& redaction) {
    std::string out = json::write(redaction.record.answers);
    for (const Event& event : redaction.history) out += event.reason + json::write(event.answers);
    return out;
}

const EventId kFirst = EventId::trusted(std::string(32, '1'));

}  // namespace

TEST_CASE("an answer goes out of every event, and what was asked because of it stays") {
    const auto out = redacted({{"age", {}}});
    REQUIRE(out);
    CHECK(!text_of(*out).contains("70"));
    CHECK(!text_of(*out).contains("140"));
    CHECK(form::is_redacted(*out->record.answers.find("is_old")));
    CHECK(*out->record.answers.find("helper") == json::Value("Bưởi"));
    CHECK(*out->record.answers.find("head") == json::Value("Đào"));
    REQUIRE(out->places.size() == 1);
    CHECK(out->places[0].is_whole);
}

TEST_CASE("an answer of one event goes, its later word stays") {
    const auto out = redacted({{"head", kFirst}});
    REQUIRE(out);
    CHECK(!text_of(*out).contains("Mận"));
    CHECK(*out->record.answers.find("head") == json::Value("Đào"));
}

TEST_CASE("one person's row goes wherever it stands, with what is computed and the file that was hers") {
    const auto out = redacted({{"members", kFirst, 0}});
    REQUIRE(out);
    const std::string text = text_of(*out);
    CHECK(!text.contains("Cam"));
    CHECK(text.contains("Quýt"));
    CHECK(text.contains("Na"));
    CHECK(!text.contains("\"earns\":3"));
    CHECK(!text.contains("\"double\":6"));
    CHECK(form::is_redacted(*out->record.answers.find("earned")));
    CHECK(out->files == std::set<std::string>{kFile});
    CHECK(!text.contains(kFile));
    CHECK(text.contains(kOther));
}

TEST_CASE("another wording in an earlier event stays and is told, or goes too; the rows of others stay") {
    std::vector<RedactedPart> parts{{"head", EventId::trusted(std::string(32, '2'))}};
    auto out = redacted(parts);
    REQUIRE(out);
    CHECK(text_of(*out).contains("Mận"));
    CHECK(out->still_said == StillSaid{{"head", 1}});
    parts[0].earlier = true;
    out = redacted(parts);
    REQUIRE(out);
    CHECK(!text_of(*out).contains("Mận"));
    CHECK(out->still_said.empty());
    // Na was Quýt before, as far as anybody can tell; Cam stays beside her.
    parts = {{"members", EventId::trusted(std::string(32, '2')), 0}};
    out = redacted(parts);
    REQUIRE(out);
    CHECK(text_of(*out).contains("Quýt"));
    CHECK(out->still_said == StillSaid{{"members", 1}});
    parts[0].earlier = true;
    out = redacted(parts);
    REQUIRE(out);
    CHECK(!text_of(*out).contains("Quýt"));
    CHECK(!text_of(*out).contains("Na"));
    CHECK(text_of(*out).contains("Cam"));
    CHECK(out->still_said.empty());
    // Nothing is before nowhere, and a reason has no earlier wording.
    parts = {{"head", {}}};
    parts[0].earlier = true;
    CHECK(redacted(parts).error().code == "redact.part");
    parts = {{"", kFirst}};
    parts[0].earlier = true;
    CHECK(redacted(parts).error().code == "redact.part");
}

TEST_CASE("one answer of a row, named by several parts at once, and no other") {
    const auto out =
        redacted({{"members", kFirst, 0, "name"}, {"members", kFirst, 0, "earns"}, {"", kFirst}});
    REQUIRE(out);
    const std::string text = text_of(*out);
    CHECK(!text.contains("Cam"));
    CHECK(!text.contains("\"earns\":3"));
    CHECK(text.contains("\"earns\":4"));
    CHECK(out->files.empty());
    CHECK(reason_redacted_on(out->history[0].reason));
    CHECK(!reason_redacted_on(out->history[1].reason));
}

TEST_CASE("one file goes by itself") {
    const auto out = redacted({{"papers", kFirst, 1}});
    REQUIRE(out);
    CHECK(out->files == std::set<std::string>{kOther});
    CHECK(!text_of(*out).contains(kOther));
    CHECK(text_of(*out).contains(kFile));
}

TEST_CASE("an answer that decides whether a column is there does not go: a limit may run on it") {
    definition::Register hidden = family();
    // Due again one day: but only of the young.
    form::Field due = field("due", form::Type::Computed);
    due.computes = form::Type::Integer;
    due.compute = parsed("1 + 1");
    due.show_when = parsed("age < 18");
    hidden.form.fields.push_back(due);
    hidden.list.columns.push_back({"due", parsed("due"), form::Type::Integer});
    form::References references;
    references.today = *calendar::Date::parse_iso("2026-11-23");
    const auto try_with = [&](const char* gone) {
        return redact(hidden, history(), {{gone, EventId()}}, references.today, references, 7 * kHour);
    };
    CHECK(is_in_the_clear(hidden, *hidden.form.find("age")));
    const auto refused = try_with("age");
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "redact.in_the_clear");
    // Through another computed answer, and through what is computed in rows.
    hidden.form.fields.back().show_when = parsed("earned < 5");
    CHECK(is_in_the_clear(hidden, *hidden.form.find("members")));
    CHECK_FALSE(is_in_the_clear(hidden, *hidden.form.find("age")));
    hidden.form.fields[4].fields[2].compute = parsed("row.earns * age");
    CHECK(is_in_the_clear(hidden, *hidden.form.find("age")));
    CHECK_FALSE(is_in_the_clear(hidden, *hidden.form.find("head")));
    CHECK(try_with("head").has_value());
}

TEST_CASE("what cannot be meant, or cannot go, is refused") {
    const auto code = [](const std::vector<RedactedPart>& parts) {
        const auto out = redacted(parts);
        return out ? std::string() : out.error().code;
    };
    CHECK(code({}) == "redact.nothing");
    CHECK(code({{"", {}}}) == "redact.part");
    CHECK(code({{"is_old", {}}}) == "redact.part");
    CHECK(code({{"members", {}, {}, "double"}}) == "redact.part");
    CHECK(code({{"members", {}, 0}}) == "redact.part");
    CHECK(code({{"members", kFirst, 2}}) == "redact.part");
    CHECK(code({{"head", kFirst, 0}}) == "redact.part");
    CHECK(code({{"kind", {}}}) == "redact.in_the_clear");
    CHECK(code({{"age", EventId::trusted(std::string(32, '2'))}}) == "redact.part");
}

}  // namespace neove::record
