#include "bodies.h"

#include "base/check.h"
#include "base/text.h"
#include "form/form.h"
#include "form/form_json.h"
#include "form/looks_like_person.h"
#include "json/json.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace neove::form {
namespace {

constexpr std::string_view kEveryType = R"j({"persons": true, "fields": [
    {"id": "a", "type": "text", "max": 40, "require_when": "d > 2026-01-01"},
    {"id": "b", "type": "long_text", "show_when": "a is answered"},
    {"id": "c", "type": "integer", "min": -5, "max": 5},
    {"id": "d", "type": "date", "not_after": "today"},
    {"id": "e", "type": "partial_date", "not_before": "d"},
    {"id": "f", "type": "date_time", "not_before": "e"},
    {"id": "g", "type": "choice", "options": ["x", {"code": "y", "when": "c > 1"}], "may_decline": true},
    {"id": "h", "type": "multi_choice", "options": ["x", "y", "z"], "may_be_not_asked": true, "show_when": "g = 'x'"},
    {"id": "i", "type": "person", "class": "identity", "on_card": true},
    {"id": "j", "type": "organisation"},
    {"id": "k", "type": "admin_unit"},
    {"id": "l", "type": "phone", "show_when": "h contains 'y'"},
    {"id": "m", "type": "identity_number", "class": "identity"},
    {"id": "n", "type": "country"},
    {"id": "o", "type": "language"},
    {"id": "p", "type": "attachment"},
    {"id": "q", "type": "money"},
    {"id": "r", "type": "rows", "fields": [
        {"id": "s", "type": "choice", "options": ["x", "y"]},
        {"id": "t", "type": "integer", "show_when": "row.s = 'x' and c > 0", "required": true},
        {"id": "u", "type": "computed", "compute": "row.t * c"},
        {"id": "v", "type": "date", "not_before": "row.w"},
        {"id": "w", "type": "date"}]},
    {"id": "x", "type": "computed", "computes": "integer", "compute": "sum(r.u) + count(p) + c"},
    {"id": "y", "type": "computed", "computes": "date", "compute": "if(x > 3, e.latest, d + x)"},
    {"id": "z", "type": "text", "show_when": "y is answered", "required": true}]})j";

const References& references() {
    static const References nobody_asked{.today = *calendar::Date::make(2026, 11, 22)};
    return nobody_asked;
}

/// What holds of every form that passes check_form and any answers.
bool hold(const Form& form, const json::Value& answers) {
    const json::Value settled = settle(form, answers, references());
    CHECK(json::write(settle(form, settled, references())) == json::write(settled));
    std::vector<std::string> every;
    for (const Field& field : form.fields) every.push_back(field.id);
    const Diagnostics faults = check_answers(form, settled, every, references());
    CHECK(faults.size() <= 200);
    for (const Error& fault : faults) {
        CHECK(fault.detail.empty() && fault.code.starts_with("form."));
        CHECK(fault.where.empty() || fault.where.front() == '/');
    }
    if (settled.object() == nullptr) return false;
    std::size_t members = 0;
    for (const Class one : {Class::Public, Class::Internal, Class::Confidential, Class::Identity}) {
        members += only_class(form, settled, one).object()->size();
    }
    CHECK(members == settled.object()->size());
    const AnswerEnvironment environment(form, settled, references().today);
    const expression::Types types = types_of(form);
    for (const Question& question : questions(form, settled, {}, references().today)) {
        if (question.pointer.rfind('/') == 0) CHECK(types(question.field->id).has_value());
    }
    for (const Field& field : form.fields) {
        if (!is_shown(form, field, settled, references().today))
            CHECK(settled.find(field.id) == nullptr && environment.find(field.id) == nullptr);
    }
    return faults.empty();
}

}  // namespace

bool fuzz_answers(ByteView bytes) {
    static const Form form = [] {
        Diagnostics faults;
        Form read = read_form(json::parse(kEveryType).value(), faults);
        CHECK(faults.empty());
        faults = check_form(read);
        for (const Error& fault : faults) CHECK(fault.code.empty());
        return read;
    }();
    const auto answers = json::parse(as_text(bytes));
    return answers && hold(form, *answers);
}

bool fuzz_person_words(ByteView bytes) {
    static const PersonWords words{
        {"nguyễn", "trần", "lê", "lò"}, {"ông"}, {"xã"}, {"và"}, {"đồng"}, {"mst"}, {"lê lợi"}};
    const std::string text = text::repair_utf8(as_text(bytes));
    const std::vector<PersonTrace> traces = traces_of_person(text, words);
    CHECK(std::ranges::is_sorted(traces));
    CHECK(std::ranges::adjacent_find(traces) == traces.end());
    CHECK(looks_like_person(text, words) == !traces.empty());
    // What stands on the line above an empty line changes nothing.
    CHECK(traces_of_person("\n" + text, words) == traces);
    return !traces.empty();
}

bool fuzz_definition(ByteView bytes) {
    const auto value = json::parse(as_text(bytes));
    if (!value) return false;
    Diagnostics faults;
    const Form form = read_form(*value, faults);
    const Diagnostics unsound = check_form(form);
    for (const Error& fault : unsound) CHECK(fault.where.starts_with('/'));
    if (!faults.empty() || !unsound.empty()) return false;
    // The form's own JSON is a set of answers as strange as any other.
    hold(form, json::Object{});
    hold(form, *value);
    return true;
}

}  // namespace neove::form
