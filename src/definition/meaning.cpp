#include "definition/meaning.h"

#include "access/succeed.h"
#include "base/crypto.h"
#include "json/json.h"

#include <algorithm>
#include <array>
#include <span>

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

constexpr std::size_t kLongest = 200;  ///< of what is written out; of more the digest

bool is_among(std::span<const std::string_view> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// A value of a definition in canonical words: a list of ids in the order of the alphabet, anything else as
/// canonical JSON. What is compared id by id is never shortened.
std::string words_of(const json::Value& value) {
    if (value.string() != nullptr) return on_one_line(*value.string());
    const json::Array* items = value.array();
    const auto is_text = [](const json::Value& one) { return one.string() != nullptr; };
    if (items != nullptr && std::ranges::all_of(*items, is_text)) {
        std::vector<std::string> ids;
        for (const json::Value& one : *items) ids.push_back(on_one_line(*one.string()));
        std::ranges::sort(ids);
        std::string out;
        for (const std::string& id : ids) out += (out.empty() ? "" : ",") + id;
        return out;
    }
    std::string out = json::write_canonical(value);
    if (out.size() > kLongest) out = "digest " + to_hex(crypto::hash("neove.guard", as_bytes(out)));
    return out;
}

/// Whatever an action or a link says beside its names and its law, member by member, known here or not: what
/// a later member asks or allows is signed without anybody thinking of it.
void add_members(
    const json::Value& said,
    std::string_view prefix,
    std::span<const std::string_view> told_elsewhere,
    std::vector<access::Guard>& guards
) {
    if (said.object() == nullptr) return;
    const std::string id = said.text_or("id");
    for (const auto& [member, value] : *said.object()) {
        const bool is_unsaid = value.boolean() != nullptr && !*value.boolean();
        if (is_unsaid || is_among(told_elsewhere, member)) continue;
        guards.push_back({id, std::string(prefix) + member, words_of(value)});
    }
}

/// Among whom an answer may give: the relation and the field are lines of their own.
void add_gifts(const json::Value& action, std::vector<access::Guard>& guards) {
    const json::Value* gives = action.find("gives");
    if (gives == nullptr || gives->array() == nullptr) return;
    for (const json::Value& gift : *gives->array()) {
        if (gift.object() == nullptr) continue;
        json::Value rest = gift;
        std::erase_if(*rest.object(), [](const json::Member& one) {
            return one.first == "relation" || one.first == "to" || one.first == "of";
        });
        if (rest.object()->empty()) continue;
        const std::string of = gift.text_or("of");
        const std::string place = gift.text_or("to") + (of.empty() ? "" : "." + of);
        guards.push_back(
            {action.text_or("id"), "gives", gift.text_or("relation") + " " + place + " " + words_of(rest)}
        );
    }
}

void add_action(const json::Value& action, std::vector<access::Guard>& guards) {
    static constexpr std::array<std::string_view, 10> kTold{
        "id",
        "creates",
        "legal_effect",
        "citation",
        "not_by_who_did",
        "step_up",
        "reason",
        "ground",
        "when",
        "gives"};
    // Where it leads is always said: by that a table of before is known.
    if (action.find("to") == nullptr) guards.push_back({action.text_or("id"), "to", {}});
    add_members(action, "", kTold, guards);
    add_gifts(action, guards);
}

void add_required(const json::Value& field, std::vector<access::Guard>& guards) {
    const std::string when = field.text_or("require_when");
    if (!field.flag_or("required") && when.empty()) return;
    std::string what = when.empty() ? "always" : "when " + on_one_line(when);
    const std::string shown = field.text_or("show_when");
    if (!shown.empty()) what += ", where " + on_one_line(shown);
    guards.push_back({field.text_or("id"), "required", std::move(what)});
}

/// Who takes over records of a body that is no more.
void add_succession(const json::Value& source, std::vector<access::Guard>& guards) {
    const json::Value* flow = source.find("workflow");
    const json::Value* said = flow == nullptr ? nullptr : flow->find("succession");
    if (said != nullptr) guards.push_back({std::string(access::kSucceed), "succession", words_of(*said)});
}

template <typename Each>
void for_each_in(const json::Value& source, std::string_view part, std::string_view list, const Each& each) {
    const json::Value* found = source.find(part);
    found = found == nullptr ? nullptr : found->find(list);
    if (found == nullptr || found->array() == nullptr) return;
    for (const json::Value& one : *found->array()) each(one);
}

}  // namespace

access::Meaning meaning_of(const Register& one, const json::Value& source) {
    access::Meaning out;
    for (const form::Field& field : one.form.fields) {
        const auto bit = static_cast<unsigned>(form::class_of(one.form, field));
        out.fields.emplace(field.id, static_cast<access::Classes>(1U << bit));
    }
    for (const workflow::Action& action : one.workflow.actions) add_guards(action, out.guards);
    for_each_in(source, "workflow", "actions", [&](const auto& each) { add_action(each, out.guards); });
    for_each_in(source, "workflow", "links", [&](const auto& each) {
        static constexpr std::array<std::string_view, 1> kTold{"id"};
        add_members(each, "link_", kTold, out.guards);
    });
    add_succession(source, out.guards);
    for_each_in(source, "form", "fields", [&](const auto& each) { add_required(each, out.guards); });
    std::ranges::sort(out.guards);
    const auto same = std::ranges::unique(out.guards);
    out.guards.erase(same.begin(), same.end());
    out.kept_months = one.retention.months;
    for_each_in(source, "facts", "dimensions", [&](const auto& each) {
        if (each.flag_or("clear")) out.clear.push_back(each.text_or("id"));
    });
    std::ranges::sort(out.clear);
    return out;
}

}  // namespace neove::definition
