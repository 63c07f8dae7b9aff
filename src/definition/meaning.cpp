#include "definition/meaning.h"

#include <algorithm>

namespace neove::definition {

namespace {

/// A condition as one line: how it is broken into lines says nothing.
std::string on_one_line(std::string_view text) {
    std::string out;
    for (const char one : text) {
        const bool is_space = static_cast<unsigned char>(one) <= ' ';
        if (!is_space) out += one;
        if (is_space && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

void add_guards(const workflow::Action& action, std::vector<access::Guard>& guards) {
    const auto add = [&](const char* kind, std::string what = {}) {
        guards.push_back({action.id, kind, std::move(what)});
    };
    for (const std::string& other : action.not_by_who_did) add("not_by_who_did", other);
    if (action.needs_step_up) add("step_up");
    if (action.needs_reason) add("reason");
    if (action.ground.kind == workflow::Ground::Kind::Law) add("ground", "law");
    if (action.ground.kind == workflow::Ground::Kind::Consent) add("ground", "consent");
    if (action.when) add("when", on_one_line(action.when->text()));
}

}  // namespace

access::Meaning meaning_of(const Register& one, const json::Value* dimensions) {
    access::Meaning out;
    for (const form::Field& field : one.form.fields) {
        const auto bit = static_cast<unsigned>(form::class_of(one.form, field));
        out.fields.emplace(field.id, static_cast<access::Classes>(1U << bit));
    }
    for (const workflow::Action& action : one.workflow.actions) add_guards(action, out.guards);
    std::ranges::sort(out.guards);
    out.kept_months = one.retention.months;
    const json::Array* items = dimensions == nullptr ? nullptr : dimensions->array();
    for (const json::Value& item : items == nullptr ? json::Array() : *items) {
        if (item.flag_or("clear")) out.clear.push_back(item.text_or("id"));
    }
    std::ranges::sort(out.clear);
    return out;
}

}  // namespace neove::definition
