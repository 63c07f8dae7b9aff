#include "form/asks.h"

#include "base/text.h"
#include "form/form_json.h"
#include "form/looks_like_person.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

using namespace neove;
using namespace neove::form;

namespace {

const PersonWords& some_words() {
    static const PersonWords words{
        {"nguyễn", "trần", "lê"}, {"ông"}, {"xã"}, {"và"}, {"đồng"}, {"mst"}, {"lê lợi"}};
    return words;
}

const References& references() {
    static const References all{.today = *calendar::Date::make(2026, 11, 22), .person_words = &some_words()};
    return all;
}

Form form_of(bool persons) {
    const auto read = json::parse(fmt::format(
        R"j({{"persons": {}, "fields": [{{"id": "note", "type": "long_text"}},
            {{"id": "name", "type": "text", "class": "identity"}}, {{"id": "count", "type": "integer"}},
            {{"id": "items", "type": "rows", "fields": [{{"id": "what", "type": "text"}}]}}]}})j",
        persons
    ));
    Diagnostics faults;
    Form form = read_form(*read, faults);
    REQUIRE(faults.empty());
    return form;
}

std::string asked(const Form& form, const char* given, const char* before = "{}") {
    std::string out;
    for (const Error& one : asks_of(form, *json::parse(given), *json::parse(before), references())) {
        CHECK(one.detail.empty());
        out += one.code.substr(std::string_view("form.").size()) + " " + one.where + "\n";
    }
    return out;
}

std::string digits(std::size_t count) {
    std::string out = std::to_string(*rc::gen::inRange(1, 10));
    while (out.size() < count) out += static_cast<char>('0' + *rc::gen::inRange(0, 10));
    return out;
}

}  // namespace

TEST_CASE("words of a register without persons are asked about where they stand") {
    const Form form = form_of(false);
    CHECK(
        asked(form, R"({"note": "CCCD 001099012345, 0912345678"})") ==
        "like_identity_number /note\nlike_phone /note\n"
    );
    CHECK(
        asked(form, R"({"items": [{}, {"what": "Lê Văn An và Trần Thị Bích"}]})") ==
        "like_names /items/1/what\n"
    );
    CHECK(asked(form, R"({"name": "001099012345", "count": 123456789, "else": "001099012345"})").empty());
    CHECK(asked(form, R"({"note": null, "items": [1, {"what": 7}]})").empty());
    CHECK(asks_of(form, json::Value(3), {}, references()).empty());
}

TEST_CASE("a register of persons asks nobody: it is the place for them") {
    CHECK(asked(form_of(true), R"({"note": "001099012345"})").empty());
}

TEST_CASE("what the question holds already was asked about when it came") {
    const Form form = form_of(false);
    CHECK(asked(form, R"({"note": "gọi 0912345678"})", R"({"note": "gọi 0912345678"})").empty());
    CHECK(
        asked(form, R"({"note": "gọi 0912345678"})", R"({"note": "gọi 0912345679"})") == "like_phone /note\n"
    );
    const char* rows = R"({"items": [{"what": "a"}, {"what": "0912345678"}]})";
    CHECK(asked(form, R"({"items": [{"what": "0912345678"}]})", rows).empty());
}

TEST_CASE("what is kept names the place itself, and neither what holds it nor what is beside") {
    CHECK(is_kept({"/answers/note"}, "/answers/note"));
    CHECK(is_kept({"/answers/items/3/what"}, "/answers/items/3/what"));
    CHECK_FALSE(is_kept({"/answers/items", "/answers/items/3", "/answers", "/"}, "/answers/items/3/what"));
    CHECK_FALSE(is_kept({"/answers/items/3/what"}, "/answers/items/4/what"));
    CHECK_FALSE(is_kept({"/answers/no"}, "/answers/note"));
    CHECK_FALSE(is_kept({"", "/answers/note/deep"}, "/answers/note"));
    CHECK(
        kept_as({"/a/no", "/a/note", "/a/note/3/what", "/b"}, "/a/note", "/a/said") ==
        std::vector<std::string>{"/a/said", "/a/said/3/what"}
    );
    CHECK(is_ask("form.like_names"));
    CHECK_FALSE(is_ask("form.looks_like_person"));
}

TEST_CASE("a heap of rows is asked about two hundred times at most") {
    std::string rows = R"({"items": [)";
    for (int i = 0; i < 400; ++i)
        rows += fmt::format(R"({}{{"what": "0912345{:03}"}})", i == 0 ? "" : ",", i);
    const auto given = json::parse(rows + "]}");
    REQUIRE(given);
    CHECK(asks_of(form_of(false), *given, {}, references()).size() == 200);
}

TEST_CASE("any sum of money is money, whatever its digits") {
    CHECK(rc::check([] {
        const std::string sum = digits(static_cast<std::size_t>(*rc::gen::inRange(1, 16)));
        RC_ASSERT(!looks_like_person("kinh phí " + sum + " đồng", some_words()));
    }));
}

TEST_CASE("nine and twelve digits are somebody's, unless they are round") {
    CHECK(rc::check([] {
        const std::size_t count = *rc::gen::element<std::size_t>(9, 12);
        const std::string number = digits(count);
        const auto traces = traces_of_person("số " + number + ".", some_words());
        RC_ASSERT(traces.empty() == number.ends_with("000"));
        if (!traces.empty()) RC_ASSERT(traces.front() == PersonTrace::IdentityNumber);
        RC_ASSERT(!looks_like_person(number + "/KH-UBND", some_words()));
    }));
}

TEST_CASE("one name however often is one name, and any text is looked at without harm") {
    CHECK(rc::check([](const std::string& bytes) {
        const std::string text = text::repair_utf8(bytes);
        RC_ASSERT(traces_of_person(text, some_words()).size() <= 3U);
        const std::string name = "Nguyễn Văn An; ";
        std::string many;
        for (int i = *rc::gen::inRange(1, 20); i > 0; --i) many += name;
        RC_ASSERT(!looks_like_person(many, some_words()));
        RC_ASSERT(looks_like_person(many + "Trần Thị Bích", some_words()));
    }));
}
