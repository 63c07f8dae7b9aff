#include "form/form.h"

#include "base/file.h"
#include "form/form_json.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace neove;
using namespace neove::form;

namespace {

const References& nobody_asked() {
    static const References references{.today = *calendar::Date::make(2026, 11, 22)};
    return references;
}

json::Value parsed(std::string_view text) {
    auto value = json::parse(text);
    REQUIRE_MESSAGE(value.has_value(), text);
    return *std::move(value);
}

Form form_of(std::string_view text) {
    Diagnostics faults;
    Form form = read_form(parsed(text), faults);
    for (const Error& fault : faults) FAIL_CHECK(fault.code << " " << fault.where << " " << fault.detail);
    return form;
}

/// A form of these fields, checked; `code pointer` of each fault.
std::vector<std::string> faults_of(std::string_view fields) {
    std::vector<std::string> out;
    for (const Error& fault : check_form(form_of(fmt::format(R"({{"fields": [{}]}})", fields)))) {
        out.push_back(fault.code + " " + fault.where);
    }
    return out;
}

const json::Value& vectors() {
    static const json::Value read = [] {
        const auto bytes = read_file(std::string(NEOVE_SOURCE_DIR) + "/tests/vectors/form.json", 1U << 20U);
        REQUIRE(bytes);
        return parsed(as_text(*bytes));
    }();
    return read;
}

const Form& shared_form(const std::string& name) {
    static std::map<std::string, Form> forms;
    if (!forms.contains(name))
        forms.emplace(name, form_of(json::write(*vectors().find("forms")->find(name))));
    return forms.at(name);
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("types and classes have one word each, and back") {
    for (int i = 0; i <= static_cast<int>(Type::Computed); ++i) {
        const auto type = static_cast<Type>(i);
        CHECK(type_named(name_of(type)) == type);
    }
    for (int i = 0; i <= static_cast<int>(Class::Identity); ++i) {
        const auto field_class = static_cast<Class>(i);
        CHECK(class_named(name_of(field_class)) == field_class);
    }
    CHECK(name_of(Type::LongText) == "long_text");
    CHECK_FALSE(type_named("longtext"));
}

TEST_CASE("a form of one of each thing passes") {
    for (const char* name : {"loan", "chain", "edges", "clinic"})
        CHECK(check_form(shared_form(name)).empty());
}

TEST_CASE("circles are refused, through what is shown and what is computed") {
    const std::string a = R"({"id": "a", "type": "text", "show_when": "b is answered"})";
    CHECK(
        faults_of(a + R"(, {"id": "b", "type": "text", "show_when": "a is answered"})") ==
        Strings{"form.circle /fields/1/show_when"}
    );
    CHECK(
        faults_of(a + R"(, {"id": "b", "type": "computed", "compute": "c + 1"},
                          {"id": "c", "type": "integer", "show_when": "a = 'x'"})") ==
        Strings{"form.circle /fields/2/show_when"}
    );
    CHECK(
        faults_of(R"({"id": "a", "type": "computed", "compute": "a + 1"})") ==
        Strings{"form.circle /fields/0/compute"}
    );
    const std::string rows =
        R"({{"id": "r", "type": "rows", "fields": [{{"id": "n", "type": "integer"}}, {}]}})";
    CHECK(
        faults_of(
            fmt::format(fmt::runtime(rows), R"j({"id": "m", "type": "computed", "compute": "sum(r.n)"})j")
        ) == Strings{"form.circle /fields/0/show_when"}
    );
    CHECK(
        faults_of(fmt::format(
            fmt::runtime(rows), R"({"id": "m", "type": "text", "show_when": "row.m is answered"})"
        )) == Strings{"form.circle /fields/0/fields/1/show_when"}
    );
    // What is required or offered changes nothing others see.
    CHECK(faults_of(R"({"id": "a", "type": "text", "require_when": "b is answered"},
                       {"id": "b", "type": "text", "require_when": "a is answered"})")
              .empty());
}

TEST_CASE("names, types and attributes that make no sense are told at their place") {
    const auto is = [](const char* field, Strings wanted) {
        CAPTURE(field);
        CHECK(faults_of(field) == wanted);
    };
    is(R"({"id": "A", "type": "text"})", {"form.field_id /fields/0/id"});
    is(R"({"id": "today", "type": "text"})", {"form.field_id /fields/0/id"});
    is(R"({"id": "row", "type": "text"})", {"form.field_id /fields/0/id"});
    is(R"({"id": "and", "type": "text"})", {"form.field_id /fields/0/id"});
    is(R"({"id": "a", "type": "text"}, {"id": "a", "type": "text"})", {"form.field_twice /fields/1/id"});
    is(R"({"id": "a", "type": "text", "show_when": "b = 'x'"})",
       {"expression.unknown_name /fields/0/show_when"});
    is(R"({"id": "a", "type": "integer", "require_when": "a + 1"})",
       {"expression.type /fields/0/require_when"});
    is(R"({"id": "a", "type": "text", "require_when": "row.a = 'x'"})",
       {"expression.unknown_name /fields/0/require_when"});
    is(R"({"id": "a", "type": "choice", "options": ["x"]}, {"id": "b", "type": "text", "show_when": "a = 'y'"})",
       {"expression.unknown_option /fields/1/show_when"});
    is(R"({"id": "a", "type": "choice"})", {"form.option_count /fields/0/options"});
    is(R"({"id": "a", "type": "text", "options": ["x"]})", {"form.not_for_type /fields/0/options"});
    is(R"({"id": "a", "type": "choice", "options": ["x", "x"]})", {"form.option_twice /fields/0/options/1"});
    is(R"({"id": "a", "type": "choice", "options": ["@declined"]})",
       {"form.option_code /fields/0/options/0"});
    is(R"({"id": "a", "type": "choice", "options": [{"code": "x", "when": "1 + 1"}]})",
       {"expression.type /fields/0/options/0/when"});
    is(R"({"id": "a", "type": "integer", "min": 3, "max": 2})", {"form.bounds /fields/0/max"});
    is(R"({"id": "a", "type": "text", "max": 0})", {"form.bounds /fields/0/max"});
    is(R"({"id": "a", "type": "text", "min": 1})", {"form.not_for_type /fields/0/min"});
    is(R"({"id": "a", "type": "text", "may_decline": true})", {"form.not_for_type /fields/0/may_decline"});
    is(R"({"id": "a", "type": "date", "not_after": "b"})", {"form.date_rule /fields/0/not_after"});
    is(R"({"id": "a", "type": "date", "not_after": "2026-02-30"})", {"form.date_rule /fields/0/not_after"});
    is(R"({"id": "a", "type": "date", "not_before": "row.a"})", {"form.date_rule /fields/0/not_before"});
    is(R"({"id": "a", "type": "text", "not_before": "today"})", {"form.not_for_type /fields/0/not_before"});
    is(R"({"id": "a", "type": "computed"})", {"form.nothing_to_compute /fields/0"});
    is(R"({"id": "a", "type": "computed", "computes": "date", "compute": "1"})",
       {"expression.type /fields/0/compute"});
    is(R"({"id": "a", "type": "computed", "computes": "person", "compute": "'x'"})",
       {"form.not_for_type /fields/0/computes"});
    is(R"({"id": "a", "type": "computed", "compute": "1", "required": true})",
       {"form.not_for_type /fields/0/required"});
    is(R"({"id": "a", "type": "rows"})", {"form.field_count /fields/0/fields"});
    is(R"({"id": "a", "type": "rows", "fields": [{"id": "b", "type": "rows"}]})",
       {"form.depth /fields/0/fields/0/type"});
    is(R"({"id": "a", "type": "person"})", {"form.class_too_low /fields/0/class"});
    is(R"({"id": "a", "type": "rows", "fields": [{"id": "b", "type": "text", "class": "identity"}]})",
       {"form.class_too_low /fields/0/fields/0/class"});
    is(R"({"id": "a", "type": "phone", "on_card": true})", {"form.card /fields/0/on_card"});
    is(R"({"id": "a", "type": "text", "kinds": ["x"]})", {"form.not_for_type /fields/0/kinds"});
}

TEST_CASE("no rule of a question tells of an answer of a higher class") {
    const auto faults = [](const std::string& rule, const std::string& reads, const std::string& own) {
        const Form form = form_of(
            R"({"fields": [{"id": "ill", "type": "choice", "options": ["x", "y"], "class": ")" + reads +
            R"("}, {"id": "on", "type": "date", "class": ")" + reads +
            R"("}, {"id": "sum", "type": "computed", "computes": "text", "compute": "ill"}, )" +
            R"({"id": "a", "class": ")" + own + R"(", )" + rule + "}]}"
        );
        Strings found;
        for (const Error& fault : check_form(form)) found.push_back(fault.code + " " + fault.where);
        return found;
    };
    const std::vector<std::pair<std::string, std::string>> rules{
        {R"("type": "text", "show_when": "ill = 'x'")", "show_when"},
        {R"("type": "text", "require_when": "ill = 'x'")", "require_when"},
        {R"("type": "text", "show_when": "sum = 'x'")", "show_when"},
        {R"("type": "choice", "options": ["p", {"code": "q", "when": "ill = 'x'"}])", "options/1/when"},
        {R"("type": "date", "not_after": "on")", "not_after"},
        {R"("type": "date", "not_before": "on")", "not_before"}};
    for (const auto& [rule, at] : rules) {
        CAPTURE(rule);
        for (const auto& [reads, own] : std::vector<std::pair<std::string, std::string>>{
                 {"internal", "public"}, {"confidential", "internal"}, {"identity", "confidential"}}) {
            CHECK(faults(rule, reads, own) == Strings{"form.condition_class /fields/3/" + at});
            CHECK(faults(rule, reads, reads).empty());
            CHECK(faults(rule, own, reads).empty());
        }
    }
    // Of rows, the rules of their fields too.
    const Form rows = form_of(R"({"fields": [{"id": "ill", "type": "text", "class": "confidential"},
        {"id": "r", "type": "rows", "class": "internal", "fields": [{"id": "b", "type": "text"},
            {"id": "c", "type": "text", "show_when": "ill is answered"},
            {"id": "d", "type": "text", "show_when": "row.b is answered"}]}]})");
    const Diagnostics found = check_form(rows);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code + found[0].where == "form.condition_class/fields/1/fields/1/show_when");
}

TEST_CASE("steps name fields of the form, each once") {
    const Form form = form_of(R"({"fields": [{"id": "a", "type": "text"}, {"id": "b", "type": "text"}],
        "steps": [{"id": "one", "fields": ["a", "c"]}, {"id": "one", "fields": ["a"]}]})");
    Strings found;
    for (const Error& fault : check_form(form)) found.push_back(fault.code + " " + fault.where);
    const Strings wanted{
        "form.step_unknown_field /steps/0/fields/1",
        "form.step_twice /steps/1/id",
        "form.step_field_twice /steps/1/fields/0"};
    CHECK(found == wanted);
}

TEST_CASE("what cannot be read as a form is told, all of it") {
    Diagnostics faults;
    static_cast<void>(read_form(
        parsed(R"({"domain": "work", "fields": [{"id": "a", "type": "txt", "reqired": true},
            {"id": "b", "type": "text", "show_when": "a ="}, 5,
            {"id": "r", "type": "rows", "fields": [{"id": "s", "type": "rows", "fields": [{"id": "t"}]}]}]})"
        ),
        faults
    ));
    Strings found;
    for (const Error& fault : faults) found.push_back(fault.code + " " + fault.where);
    const Strings wanted{
        "form.unknown_word /fields/0/type",
        "field.unknown /fields/0",
        "expression.syntax /fields/1/show_when"};
    REQUIRE(found.size() >= 5);
    CHECK(std::equal(wanted.begin(), wanted.end(), found.begin()));
    CHECK(std::ranges::count(found, "form.depth /fields/3/fields/0/fields/0") == 1);
}

TEST_CASE("a computed field never gives away less than what it reads, along a chain and through rows") {
    const Form form = form_of(R"j({"fields": [
        {"id": "a", "type": "integer", "class": "public"},
        {"id": "b", "type": "integer", "class": "identity"},
        {"id": "c", "type": "computed", "compute": "a + 1"},
        {"id": "d", "type": "computed", "class": "public", "compute": "c + e"},
        {"id": "e", "type": "computed", "compute": "if(b > 1, 1, 0)"},
        {"id": "f", "type": "computed", "class": "confidential", "computes": "date", "compute": "today"},
        {"id": "g", "type": "text", "class": "public", "show_when": "a > 1"},
        {"id": "h", "type": "rows", "class": "public", "fields": [{"id": "n", "type": "integer"},
            {"id": "m", "type": "computed", "compute": "row.n * b"}]},
        {"id": "i", "type": "computed", "compute": "sum(h.n)"}
    ]})j");
    REQUIRE(check_form(form).empty());
    const auto is = [&](const char* id, Class wanted) {
        CAPTURE(id);
        CHECK(name_of(class_of(form, *form.find(id))) == name_of(wanted));
    };
    is("a", Class::Public);
    is("c", Class::Public);
    is("d", Class::Identity);
    is("e", Class::Identity);
    is("f", Class::Confidential);
    is("g", Class::Public);
    is("h", Class::Identity);
    is("i", Class::Identity);
    CHECK(class_of(form, form.find("h")->fields[0]) == Class::Identity);
}

TEST_CASE("a form with a circle, which check refuses, hangs nobody") {
    const Form form = form_of(R"({"fields": [
        {"id": "a", "type": "computed", "class": "public", "compute": "b + 1", "show_when": "b > 0"},
        {"id": "b", "type": "computed", "class": "public", "compute": "a + 1"}]})");
    CHECK_FALSE(check_form(form).empty());
    CHECK(class_of(form, form.fields[0]) == Class::Public);
    CHECK(json::write(settle(form, parsed(R"({"a": 1, "b": 2})"), nobody_asked())) == "{}");
}

TEST_CASE("what only others know is asked through references, with the kinds allowed") {
    References references = nobody_asked();
    Strings asked;
    references.organisation = [&](std::string_view, const Strings& kinds) {
        asked.insert(asked.end(), kinds.begin(), kinds.end());
        return false;
    };
    references.admin_unit = [](std::string_view code, std::string_view list) {
        return code == "101" && list == "2025-07-01";
    };
    references.identity_number = [](std::string_view kind, std::string_view) { return kind == "citizen"; };
    references.country = [](std::string_view code) { return code == "VN"; };
    references.language = [](std::string_view code) { return code == "vi"; };
    references.attachment = [](std::string_view id) { return id.starts_with("0"); };
    const json::Value answers = parsed(R"({"patient": {"name": "An"},
        "papers": {"kind": "passport", "number": "C1"}, "home": {"code": "101", "list": "2025-06-30"},
        "country": "XX", "language": "xx", "clinic": "0123456789abcdef0123456789abcdef",
        "pictures": ["0123456789abcdef0123456789abcdef", "1123456789abcdef0123456789abcdef"]})");
    Strings found;
    for (const Error& fault : check_answers(shared_form("clinic"), answers, {}, references)) {
        found.push_back(fault.code + " " + fault.where);
    }
    const Strings wanted{
        "form.identity_number /papers/number",
        "form.unknown_reference /home",
        "form.unknown_reference /country",
        "form.unknown_reference /language",
        "form.unknown_reference /clinic",
        "form.unknown_reference /pictures/1"};
    CHECK(found == wanted);
    CHECK(asked == Strings{"clinic"});
}

TEST_CASE("settled answers can be read by expressions, beside names of the caller's own") {
    const Form& form = shared_form("clinic");
    const json::Value answers = settle(
        form,
        parsed(R"({"born": "2008-02", "needs": ["bed"], "home": {"code": "101", "list": "2025-07-01"}})"),
        nobody_asked()
    );
    AnswerEnvironment environment(form, answers, nobody_asked().today);
    environment.set("state", "open");
    const auto holds = [&](std::string_view text) {
        return expression::holds(expression::parse(text).value(), environment.environment());
    };
    CHECK(holds("state = 'open' and today = 2026-11-22 and born.latest = 2008-02-29"));
    CHECK(holds("needs contains 'bed' and home.code = '101' and is_near = 'near'"));
    CHECK(holds("count(pictures) = 0 and pictures is not answered"));
    CHECK(holds("other_need is not answered and born is answered"));
    CHECK(environment.find("other_need") == nullptr);
}

TEST_CASE("every name the environment knows has a type, and no other") {
    const expression::Types types = types_of(shared_form("loan"));
    CHECK(types("today")->type == expression::Type::Date);
    CHECK(types("damage")->type == expression::Type::RowList);
    CHECK(types("damage.page")->type == expression::Type::Integer);
    CHECK(types("heavy")->options.size() == 2);
    CHECK(types("reader_kind")->options.size() == 5);
    CHECK(types("reader_phone")->type == expression::Type::Opaque);
    CHECK_FALSE(types("row.page"));
    CHECK_FALSE(types("state"));
    CHECK(types_in_row(shared_form("loan"), *shared_form("loan").find("damage"))("row.page"));
}

TEST_CASE("a hostile heap of rows, codes or members costs one fault or few") {
    const Form& form = shared_form("loan");
    std::string rows = R"({"damage": [{})";
    for (int i = 0; i < 20'000; ++i) rows += ",{}";
    const json::Value many_rows = settle(form, parsed(rows + "]}"), nobody_asked());
    const Diagnostics faults = check_answers(form, many_rows, {}, nobody_asked());
    CHECK(std::ranges::count(faults, "/damage", &Error::where) == 1);
    CHECK(faults.size() == 5);
    std::string members = R"({"m": 1)";
    for (int i = 0; i < 10'000; ++i) members += fmt::format(",\"m{}\":1", i);
    CHECK(check_answers(form, parsed(members + "}"), {}, nobody_asked()).size() == 200);
}

TEST_CASE("the guide of field types names every type once, and no other") {
    const auto bytes = read_file(std::string(NEOVE_SOURCE_DIR) + "/docs/guide/field_types.md", 1U << 20U);
    REQUIRE(bytes);
    const std::string_view guide = as_text(*bytes);
    Strings named;
    for (std::size_t at = guide.find("\n| `"); at != std::string_view::npos;
         at = guide.find("\n| `", at + 1)) {
        const std::size_t from = at + 4;
        named.emplace_back(guide.substr(from, guide.find('`', from) - from));
    }
    Strings wanted;
    for (int i = 0; i <= static_cast<int>(Type::Computed); ++i)
        wanted.emplace_back(name_of(static_cast<Type>(i)));
    CHECK(named == wanted);
}

namespace {

/// Answers of right and of wrong shapes for the fields of a form.
json::Value any_answer(const Form& form) {
    static const Strings kTexts{
        "",
        " a ",
        "   b  ",
        "b",
        "yes",
        "no",
        "wet",
        "lost",
        "other",
        "manuscript",
        "scholar",
        "child",
        "@declined",
        "@not_asked",
        "2026-11-20",
        "2026-11",
        "2030",
        "2026-11-20T10:30",
        "Nguye\u0302\u0303n",
        "0912345678",
        "VN",
        "x\ny\t",
        "a\r\nb",
        "Nguyễn Văn Án",
        "secret"};
    const auto text = [&] { return *rc::gen::elementOf(kTexts); };
    const auto number = [] { return *rc::gen::inRange<std::int64_t>(-3, 30); };
    std::function<json::Value(const Field&)> value = [&](const Field& field) -> json::Value {
        const int kind = *rc::gen::inRange(0, 12);
        if (kind == 0) return nullptr;
        if (kind == 1) return number();
        if (kind == 2) return text();
        if (kind == 3) return json::Object{{"name", text()}, {"number", number()}, {"code", text()}};
        if (!field.options.empty() && kind < 9) {
            const std::string code = (*rc::gen::elementOf(field.options)).code;
            return field.type == Type::MultiChoice ? json::Value(json::Array{code, text()})
                                                   : json::Value(code);
        }
        json::Array rows;
        switch (field.type) {
            case Type::Integer:
            case Type::Money: return number();
            case Type::Person: return json::Object{{"name", text()}, {"born", text()}};
            case Type::AdminUnit: return json::Object{{"code", "101"}, {"list", text()}};
            case Type::IdentityNumber: return json::Object{{"kind", text()}, {"number", text()}};
            case Type::Rows:
                for (int n = *rc::gen::inRange(0, 4); n > 0; --n) {
                    json::Value row = json::Object{};
                    for (const Field& inner : field.fields) {
                        if (*rc::gen::arbitrary<bool>()) row.set(inner.id, value(inner));
                    }
                    rows.push_back(row);
                }
                return rows;
            default: return text();
        }
    };
    json::Value answers = json::Object{};
    for (const Field& field : form.fields) {
        if (*rc::gen::inRange(0, 4) != 0) answers.set(field.id, value(field));
    }
    if (*rc::gen::inRange(0, 5) == 0) answers.set("no_field", number());
    return answers;
}

const Form& any_form() {
    return shared_form(*rc::gen::element<std::string>("loan", "chain", "edges", "clinic"));
}

}  // namespace

TEST_CASE("nobody takes an answer away by writing a mark, and nobody brings back what was taken away") {
    const auto of = [](std::string text) {
        std::ranges::replace(text, '\'', '"');
        for (auto at = text.find('#'); at != std::string::npos; at = text.find('#')) {
            text.replace(at, 1, R"({"@redacted":"2026-11-22"})");
        }
        return *json::parse(text);
    };
    const auto may = [&](const std::string& before, const std::string& given) {
        return brings_no_mark(of(before), of(given));
    };
    CHECK(may("'a'", "'b'"));
    CHECK_FALSE(may("'a'", "#"));
    CHECK_FALSE(may("null", "#"));
    CHECK(may("#", "#"));
    CHECK(may("#", "'told anew'"));
    CHECK(may("#", "null"));
    const std::string rows = "[{'who':#,'n':1},{'who':'b','n':2}]";
    CHECK(may(rows, "[{'who':#,'n':1},{'who':'c','n':3},{'n':4}]"));
    CHECK(may(rows, "[{'who':#,'n':1}]"));
    CHECK(may(rows, "null"));
    // What she had on her screen before it went.
    CHECK_FALSE(may(rows, "[{'who':'a','n':1},{'who':'b','n':2}]"));
    CHECK_FALSE(may(rows, "[{'who':'b','n':2}]"));
    // A living answer that looks redacted, beside one that is.
    CHECK_FALSE(may(rows, "[{'who':'a','n':1},{'who':#,'n':2}]"));
    CHECK_FALSE(may(rows, "[{'who':#,'n':1},{'who':#,'n':2}]"));
    CHECK_FALSE(may(rows, "'a'"));
    CHECK(may("[#,'f2']", "[#,'f3']"));
    CHECK_FALSE(may("[#,'f2']", "['f1','f2']"));
}

TEST_CASE("settling twice is settling once") {
    CHECK(rc::check([] {
        const Form& form = any_form();
        const json::Value once = settle(form, any_answer(form), nobody_asked());
        RC_ASSERT(json::write(settle(form, once, nobody_asked())) == json::write(once));
    }));
}

TEST_CASE("settled answers hold nothing hidden, and no fault names a hidden question") {
    CHECK(rc::check([] {
        const Form& form = any_form();
        const json::Value settled = settle(form, any_answer(form), nobody_asked());
        Strings every;
        for (const Field& field : form.fields) every.push_back(field.id);
        const Diagnostics faults = check_answers(form, settled, every, nobody_asked());
        for (const Field& field : form.fields) {
            if (is_shown(form, field, settled, nobody_asked().today)) continue;
            RC_ASSERT(settled.find(field.id) == nullptr);
            for (const Error& fault : faults) {
                RC_ASSERT(fault.where != "/" + field.id && !fault.where.starts_with("/" + field.id + "/"));
            }
        }
    }));
}

TEST_CASE("the parts of the classes are disjoint and together the answers") {
    CHECK(rc::check([] {
        const Form& form = any_form();
        const json::Value settled = settle(form, any_answer(form), nobody_asked());
        json::Value together = json::Object{};
        std::size_t members = 0;
        for (const Class one : {Class::Public, Class::Internal, Class::Confidential, Class::Identity}) {
            const json::Value part = only_class(form, settled, one);
            for (const auto& [name, answer] : *part.object()) {
                together.set(name, answer);
                ++members;
            }
        }
        RC_ASSERT(members == settled.object()->size());
        RC_ASSERT(json::write_canonical(together) == json::write_canonical(settled));
    }));
}

TEST_CASE("never does a fault hold anything of an answer") {
    // Every text of every answer is the same secret, wherever it stands.
    constexpr std::string_view kSecret = "Sêcret-7342";
    std::function<json::Value(json::Value)> hide = [&](json::Value value) -> json::Value {
        if (value.string() != nullptr) return kSecret;
        if (json::Array* elements = value.array()) {
            for (json::Value& element : *elements) element = hide(element);
        }
        if (json::Object* object = value.object()) {
            for (auto& [name, member] : *object) member = hide(member);
            object->emplace_back(kSecret, 1);
        }
        return value;
    };
    std::size_t seen = 0;
    CHECK(rc::check([&] {
        const Form& form = any_form();
        const json::Value settled = settle(form, hide(any_answer(form)), nobody_asked());
        for (const Error& fault : check_answers(form, settled, {}, nobody_asked())) {
            RC_ASSERT(fault.detail.empty());
            RC_ASSERT((fault.code + fault.where).find("7342") == std::string::npos);
            ++seen;
        }
    }));
    CHECK(seen > 100);
}
