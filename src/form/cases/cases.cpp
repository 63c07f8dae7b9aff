#include "form/cases/cases.h"

#include "calendar/date.h"
#include "form/asks.h"
#include "form/form_json.h"

namespace neove::form {
namespace {

std::unexpected<Error> not_a_case() {
    return refuse(ErrorKind::Malformed, "json.malformed");
}

}  // namespace

Result<Forms> read_forms(const json::Value& vectors) {
    const json::Value* named = vectors.find("forms");
    if (named == nullptr || named->object() == nullptr) return not_a_case();
    Forms forms;
    for (const auto& [name, value] : *named->object()) {
        Diagnostics faults;
        Form form = read_form(value, faults);
        if (faults.empty()) faults = check_form(form);
        if (!faults.empty()) {
            const Error& first = faults.front();
            return refuse(first.kind, first.code, name + first.where, first.detail);
        }
        forms.named.emplace(name, std::move(form));
    }
    if (const json::Value* words = vectors.find("person_words")) forms.person_words = person_words_in(*words);
    return forms;
}

Result<json::Value> answer(const Forms& forms, const json::Value& one) {
    const auto form = forms.named.find(one.text_or("form"));
    const auto today = calendar::Date::parse_iso(one.text_or("today"));
    const json::Value* answers = one.find("answers");
    if (form == forms.named.end() || !today || answers == nullptr) return not_a_case();
    std::vector<std::string> required;
    if (const json::Value* ids = one.find("asks")) {
        for (const json::Value& id : *ids->array()) required.push_back(*id.string());
    }
    const References references{.today = *today, .person_words = &forms.person_words};
    const json::Value settled = settle(form->second, *answers, references);
    json::Array shown;
    json::Array needed;
    json::Object options;
    for (const Question& question : questions(form->second, settled, required, *today)) {
        shown.emplace_back(question.pointer);
        if (question.required) needed.emplace_back(question.pointer);
        if (!question.field->options.empty())
            options.emplace_back(
                question.pointer, json::Array(question.options.begin(), question.options.end())
            );
    }
    json::Array faults;
    for (const Error& fault : check_answers(form->second, settled, required, references)) {
        faults.emplace_back(json::Array{fault.code, fault.where});
    }
    json::Array asked;
    const json::Value* before = one.find("before");
    for (const Error& ask :
         asks_of(form->second, *answers, before == nullptr ? json::Value() : *before, references)) {
        asked.emplace_back(json::Array{ask.code, ask.where});
    }
    return json::Object{
        {"settled", settled},
        {"shown", shown},
        {"required", needed},
        {"options", options},
        {"faults", faults},
        {"asked", asked}};
}

}  // namespace neove::form
