#include "definition/meaning.h"

#include "access/succeed.h"
#include "base/crypto.h"
#include "json/json.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <utility>

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

/// Words that may name a field, of whatever is written in an expression or in a part of a definition.
void add_words(std::string_view text, std::set<std::string, std::less<>>& words) {
    const auto is_of_word = [](char one) {
        return (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '_';
    };
    std::string word;
    for (const char one : text) {
        if (is_of_word(one)) {
            word += one;
        } else if (!word.empty()) {
            words.insert(std::exchange(word, {}));
        }
    }
    if (!word.empty()) words.insert(std::move(word));
}

/// The same of every text in it; how its parts are called says nothing.
void add_words_in(const json::Value& said, std::set<std::string, std::less<>>& words) {
    if (said.string() != nullptr) add_words(*said.string(), words);
    if (said.array() != nullptr) {
        for (const json::Value& one : *said.array()) add_words_in(one, words);
    }
    if (said.object() != nullptr) {
        for (const auto& [member, value] : *said.object()) add_words_in(value, words);
    }
}

/// What a part says without its names and its law: how something is called and grounded asks nothing.
json::Value without_law(const json::Value& said) {
    static constexpr std::array<std::string_view, 4> kLaw{"citation", "status", "legal_effect", "label"};
    if (const json::Array* items = said.array(); items != nullptr) {
        json::Array out;
        for (const json::Value& one : *items) out.push_back(without_law(one));
        return out;
    }
    if (said.object() == nullptr) return said;
    json::Object out;
    for (const auto& [member, value] : *said.object()) {
        if (!is_among(kLaw, member)) out.emplace_back(member, without_law(value));
    }
    return out;
}

/// A time limit: when it starts, stops and rests, how long it is by which version, who may make it longer, by
/// how much and how often. Whom it concerns and when it warns moves no day.
void add_limit(const json::Value& limit, std::vector<access::Guard>& guards) {
    static constexpr std::array<std::string_view, 4> kTold{"id", "for", "warn_before_days", "label"};
    add_members(without_law(limit), "limit_", kTold, guards);
}

template <typename Each>
void for_each_in(const json::Value& source, std::string_view part, std::string_view list, const Each& each) {
    const json::Value* found = source.find(part);
    if (!list.empty()) found = found == nullptr ? nullptr : found->find(list);
    if (found == nullptr || found->array() == nullptr) return;
    for (const json::Value& one : *found->array()) each(one);
}

/// What the guards of a register rest on: a question that is not shown is not asked, a computed day is
/// whatever its words make of it.
class Grounds {
public:
    explicit Grounds(const json::Value& source) : source_(source) {
        for (const char* part : {"workflow", "limits"}) {
            if (const json::Value* said = source.find(part)) add_words_in(*said, read_);
        }
        for_each_in(source, "form", "fields", [&](const json::Value& field) { read_bounds(field); });
        read_computed();
    }

    void add_to(std::vector<access::Guard>& guards) const {
        for_each_in(source_, "form", "fields", [&](const json::Value& field) { add_field(field, guards); });
    }

private:
    void read_bounds(const json::Value& field) {
        for (const char* rule : {"show_when", "require_when", "not_before", "not_after"}) {
            add_words(field.text_or(rule), read_);
        }
    }
    /// What is read by a computed field that is read, too.
    void read_computed() {
        for (std::size_t before = 0; before != read_.size();) {
            before = read_.size();
            for_each_in(source_, "form", "fields", [&](const json::Value& field) {
                if (read_.contains(field.text_or("id"))) add_words(field.text_or("compute"), read_);
            });
        }
    }
    void add_field(const json::Value& field, std::vector<access::Guard>& guards) const {
        const std::string id = field.text_or("id");
        for (const char* rule : {"show_when", "compute"}) {
            const std::string said = on_one_line(field.text_or(rule));
            if (!said.empty() && read_.contains(id))
                guards.push_back({id, std::string("field_") + rule, said});
        }
        add_bounds(field, id, {}, guards);
        for_each_in(field, "fields", {}, [&](const json::Value& inner) {
            const std::string name = inner.text_or("id") + ": ";
            std::vector<access::Guard> asked;
            add_required(inner, asked);
            for (const access::Guard& one : asked) guards.push_back({id, "field_required", name + one.what});
            add_bounds(inner, id, name, guards);
        });
    }
    /// Of a field of rows its name stands before what is said.
    static void add_bounds(
        const json::Value& field,
        const std::string& id,
        const std::string& name,
        std::vector<access::Guard>& guards
    ) {
        for (const char* rule : {"not_before", "not_after", "kinds", "on_card"}) {
            const json::Value* said = field.find(rule);
            const bool is_unsaid = said == nullptr || (said->boolean() != nullptr && !*said->boolean());
            if (!is_unsaid) guards.push_back({id, std::string("field_") + rule, name + words_of(*said)});
        }
    }

    const json::Value& source_;
    std::set<std::string, std::less<>> read_;
};

/// Each `codes` that stands somewhere in it, by where it stands.
void collect_codes(const json::Value& said, const std::string& where, json::Object& codes) {
    if (said.object() == nullptr) return;
    for (const auto& [member, value] : *said.object()) {
        if (member == "codes") {
            codes.emplace_back(where, value);
        } else {
            collect_codes(value, where.empty() ? member : where + "." + member, codes);
        }
    }
}

/// Which roles of a plan become which answers, and what a board's button does and counts as done.
void add_given_and_counted(const json::Value& source, std::vector<access::Guard>& guards) {
    for_each_in(source, "allotments", {}, [&](const json::Value& one) {
        const json::Value* answers = one.find("answers");
        json::Object codes;
        if (answers != nullptr) collect_codes(*answers, {}, codes);
        if (!codes.empty()) guards.push_back({one.text_or("id"), "allots_codes", words_of(std::move(codes))});
    });
    const json::Value* list = source.find("list");
    const json::Value* board = list == nullptr ? nullptr : list->find("board");
    for (const char* member : {"act", "fulfilled"}) {
        const json::Value* said = board == nullptr ? nullptr : board->find(member);
        if (said != nullptr) guards.push_back({"board", std::string("board_") + member, words_of(*said)});
    }
    // Always said: by that a table is known that was written before all of this was.
    const json::Value* form = source.find("form");
    if (form != nullptr && form->object() != nullptr) {
        guards.push_back({"form", "domain", form->text_or("domain")});
    }
}

/// Who takes over records of a body that is no more.
void add_succession(const json::Value& source, std::vector<access::Guard>& guards) {
    const json::Value* flow = source.find("workflow");
    const json::Value* said = flow == nullptr ? nullptr : flow->find("succession");
    if (said != nullptr) guards.push_back({std::string(access::kSucceed), "succession", words_of(*said)});
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
    Grounds(source).add_to(out.guards);
    for_each_in(source, "limits", {}, [&](const auto& each) { add_limit(each, out.guards); });
    add_given_and_counted(source, out.guards);
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
