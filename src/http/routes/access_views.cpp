#include "http/routes/access_views.h"

#include "http/routes/views.h"

#include <algorithm>

namespace neove::http {

namespace {

json::Value named(const std::string& id, const std::string& name) {
    return json::Object{{"id", id}, {"name", name}};
}

/// Words of one change: labels of its register where there are some; the pages know the platform's own.
class Words {
public:
    Words(
        const Api& api,
        const definition::Bundle& bundle,
        service::Language language,
        std::string register_name
    )
        : api_(api), bundle_(bundle), language_(language), register_(std::move(register_name)) {}

    json::Value of(const char* kind, const std::string& id) const {
        if (id.empty()) return {};
        const std::string key = std::string(kind) + "." + id;
        const bool is_english = language_ == service::Language::En;
        std::string label = bundle_.label(register_, key, is_english);
        if (label == key) label.clear();
        return named(id, label);
    }
    /// By its label; how far it reaches stays in the id, and the pages say it.
    json::Value relation(const std::string& id) const {
        const json::Value word = of("relations", std::string(access::row_word(id)));
        return word.is_null() ? word : named(id, word.text_or("name"));
    }
    json::Value the_register() const {
        std::string title = bundle_.label(register_, "title_many", language_ == service::Language::En);
        return named(register_, title == "title_many" ? register_ : title);
    }
    json::Value role(const std::string& id) const {
        return id.empty() ? json::Value() : role_ref(api_, id, language_);
    }
    /// A role, or a relation where no role is called so.
    json::Value told(const std::string& id) const {
        return api_.house.table.find_role(id) != nullptr ? role(id) : of("relations", id);
    }

private:
    const Api& api_;
    const definition::Bundle& bundle_;
    service::Language language_;
    std::string register_;
};

json::Array classes_in(access::Classes classes) {
    json::Array out;
    for (const access::Classes one :
         {access::kPublic, access::kInternal, access::kConfidential, access::kIdentity}) {
        if ((classes & one) != 0) out.push_back(named(access::classes_text(one), {}));
    }
    return out;
}

/// What a line says, word by word; null where it says nothing.
class Says {
public:
    void add(const char* word, json::Array values) {
        if (values.empty()) return;
        said_.push_back(json::Object{{"word", word}, {"values", std::move(values)}});
    }
    void add(const char* word, int number) {
        if (number != 0) add(word, json::Array{named(std::to_string(number), {})});
    }
    template <typename Name>
    void add(const char* word, const std::vector<std::string>& words, Name name) {
        json::Array values;
        for (const std::string& one : words) values.push_back(name(one));
        add(word, std::move(values));
    }
    json::Value done() { return std::move(said_); }

private:
    json::Array said_;
};

json::Value cell_says(const std::optional<access::CellClasses>& cell) {
    if (!cell) return {};
    Says says;
    says.add("read", classes_in(cell->read));
    says.add("with_purpose", classes_in(cell->with_purpose));
    says.add("write", classes_in(cell->write));
    return says.done();
}

json::Value policy_says(
    const Words& words, const std::string& part, const std::optional<access::RegisterPolicy>& policy
) {
    if (!policy) return {};
    Says says;
    const auto role = [&](const std::string& id) { return words.role(id); };
    const auto relation = [&](const std::string& id) { return words.relation(id); };
    if (part == "deny") {
        for (const access::Deny& deny : policy->denies) {
            says.add("denied", json::Array{relation(deny.relation)});
            says.add("unless", deny.unless, relation);
        }
    } else if (part == "list") {
        says.add("show", policy->list.show, [&](const std::string& id) { return words.of("fields", id); });
    } else if (part == "list_identity") {
        says.add("roles", policy->list.identity_roles, role);
        says.add("when", policy->list.identity_when, relation);
    } else if (part == "export") {
        const access::ExportRule& rule = policy->export_rule;
        says.add("roles", rule.roles, role);
        says.add("classes", classes_in(rule.classes));
        says.add("rows_max", rule.rows_max);
        says.add("approvals", rule.approvals);
        says.add("identity_rows_max", rule.identity_rows_max);
        says.add("identity_approvals", rule.identity_approvals);
    } else if (part == "matches") {
        says.add("tell", policy->matches.tell, role);
    } else if (part == "gives") {
        for (const access::Gives& one : policy->gives) {
            says.add("by_action", json::Array{words.of("actions", one.action)});
            says.add("gives", json::Array{relation(one.relation)});
            says.add("to_body", json::Array{words.of("fields", one.field)});
        }
    } else {
        const access::BreakGlass& glass = policy->break_glass;
        says.add("roles", glass.roles, role);
        says.add("classes", classes_in(glass.classes));
        says.add("minutes", glass.minutes);
        says.add("tell", glass.tell, [&](const std::string& id) { return words.told(id); });
        says.add("review_within", glass.review_working_days);
    }
    return says.done();
}

/// The ids of a list, each with its name.
json::Array words_in(const Words& words, const char* area, const std::string& ids) {
    json::Array out;
    for (std::size_t at = 0; at < ids.size();) {
        const std::size_t end = std::min(ids.find(',', at), ids.size());
        out.push_back(words.of(area, ids.substr(at, end - at)));
        at = end + 1;
    }
    return out;
}

/// What an action, a link or a question asks. Of what this page has no word for, its own words are shown.
void guard_says(const Words& words, const access::Guard& guard, Says& says) {
    if (guard.kind == "required") {
        says.add("field", json::Array{words.of("fields", guard.action)});
        return says.add("must_answer", json::Array{named(guard.what, guard.what)});
    }
    if (guard.kind.starts_with("field_")) {
        says.add("field", json::Array{words.of("fields", guard.action)});
        return says.add("rule", json::Array{named(guard.kind, guard.kind.substr(6) + ": " + guard.what)});
    }
    if (access::is_of_ground(guard.kind)) {
        const std::string text = guard.action + ", " + guard.kind + ": " + guard.what;
        return says.add("rule", json::Array{named(guard.kind, text)});
    }
    if (guard.kind.starts_with("link_")) {
        says.add("of_link", json::Array{words.of("links", guard.action)});
        return says.add("rule", json::Array{named(guard.kind, guard.kind.substr(5) + ": " + guard.what)});
    }
    says.add("of_action", json::Array{words.of("actions", guard.action)});
    if (guard.kind == "not_by_who_did") {
        return says.add("not_by_who_did", json::Array{words.of("actions", guard.what)});
    }
    if (guard.kind == "when") return says.add("only_when", json::Array{named(guard.what, guard.what)});
    if (guard.kind == "from") return says.add("taken_in", words_in(words, "states", guard.what));
    if (guard.kind == "to" && !guard.what.empty()) {
        return says.add("leads_to", json::Array{words.of("states", guard.what)});
    }
    if (guard.kind == "fields") return says.add("may_answer", words_in(words, "fields", guard.what));
    if (guard.kind == "requires") return says.add("must_answer", words_in(words, "fields", guard.what));
    const bool is_word = guard.kind == "step_up" || guard.kind == "reason" || guard.kind == "ground";
    if (!is_word) {
        const std::string text = guard.kind + (guard.what.empty() ? "" : ": " + guard.what);
        return says.add("rule", json::Array{named(guard.kind, text)});
    }
    // The two grounds are words of their own, and what asks without a word says its kind.
    says.add("asks", json::Array{named(guard.kind == "ground" ? "ground_" + guard.what : guard.kind, {})});
}

/// Where a part of what words mean is told: `class`, `guard`, `kept`, `clear`.
json::Value meaning_says(
    const Words& words, const std::string& part, const std::optional<access::RegisterPolicy>& policy
) {
    if (!policy) return {};
    const access::Meaning& meaning = policy->meaning;
    Says says;
    if (part == "class") {
        for (const auto& [field, field_class] : meaning.fields) {
            says.add("field", json::Array{words.of("fields", field)});
            says.add("has_class", classes_in(field_class));
        }
    } else if (part == "guard") {
        for (const access::Guard& guard : meaning.guards) guard_says(words, guard, says);
    } else if (part == "kept") {
        says.add("kept_months", meaning.kept_months);
    } else {
        says.add("in_the_clear", meaning.clear, [&](const std::string& id) {
            return words.of("dimensions", id);
        });
    }
    return says.done();
}

bool is_of_meaning(const std::string& part) {
    return part == "class" || part == "guard" || part == "kept" || part == "clear";
}

json::Value part_says(
    const Words& words, const std::string& part, const std::optional<access::RegisterPolicy>& policy
) {
    return is_of_meaning(part) ? meaning_says(words, part, policy) : policy_says(words, part, policy);
}

json::Value change_view(const Words& words, const access::ReadableChange& change) {
    constexpr std::array kKinds{"added", "removed", "changed"};
    json::Array states;
    for (const std::string& state : change.states) {
        if (!state.empty()) states.push_back(words.of("states", state));
    }
    const bool is_cell = change.part == "cell";
    const access::Condition& condition = change.condition;
    return json::Object{
        {"kind", kKinds.at(static_cast<std::size_t>(change.kind))},
        {"wider", change.wider},
        {"part", change.part},
        {"register", words.the_register()},
        {"role", words.role(change.role)},
        {"action", words.of("actions", change.action)},
        {"relation", words.relation(change.relation)},
        {"states", std::move(states)},
        {"consent", condition.consent},
        {"until_days", condition.until_days},
        {"until_state", words.of("states", condition.until_state)},
        {"before", is_cell ? cell_says(change.cell_before) : part_says(words, change.part, change.before)},
        {"after", is_cell ? cell_says(change.cell_after) : part_says(words, change.part, change.after)}};
}

/// Where it stands, in one word.
const char* stand_of(const service::AccessTableView& view) {
    if (view.is_missing) return "closed";
    if (view.programme->held == service::HeldBack::ByRecords) return "held_back";
    if (view.programme->held == service::HeldBack::UntilStart) return "until_start";
    if (view.is_proposed) return "proposed";
    return view.programme->access == service::AccessStand::InForce ? "in_force" : "waiting";
}

json::Value name_or_null(const std::string& name) {
    return name.empty() ? json::Value() : json::Value(name);
}

}  // namespace

json::Value lost_view(const service::Programme& programme, service::Language language) {
    const bool is_english = language == service::Language::En;
    // The bundle in force knows them by name where the one that was brought does not.
    const auto name_of = [&](const std::string& register_id, const std::string& key) {
        for (const auto* bundle : {programme.bundle.get(), programme.brought.get()}) {
            std::string label = bundle->label(register_id, key, is_english);
            if (label != key) return label;
        }
        return std::string();
    };
    json::Array out;
    for (const service::LostRecords& one : programme.lost) {
        json::Value state;
        if (!one.state.empty()) state = named(one.state, name_of(one.register_name, "states." + one.state));
        const json::Value of = named(one.register_name, name_of(one.register_name, "title_many"));
        out.push_back(json::Object{{"register", of}, {"state", std::move(state)}});
    }
    return out;
}

json::Value role_ref(const Api& api, const std::string& role, service::Language language) {
    return named(role, role_label(api, role, language));
}

json::Value access_table_view(
    const Api& api, const service::AccessTableView& view, service::Language language
) {
    const std::string stand = stand_of(view);
    json::Array changes;
    if (stand != "in_force") {
        for (const access::ReadableChange& change : view.changes) {
            const Words words(api, *view.programme->brought, language, change.register_name);
            changes.push_back(change_view(words, change));
        }
    }
    json::Array definitions;
    for (const definition::Change& change : view.definitions) {
        definitions.push_back(json::Object{
            {"breaking", change.breaking},
            {"sentence", std::string(api.sentences.of(change.code, language))},
            {"where", change.where},
            {"detail", change.detail}});
    }
    json::Array may;
    if (view.may_propose) may.emplace_back("propose");
    if (view.may_confirm) may.emplace_back("confirm");
    if (view.may_refuse) may.emplace_back("refuse");
    if (view.may_cancel) may.emplace_back("cancel");
    const service::AccessTable& table = view.table;
    const bool is_there = !table.text.empty();
    const bool is_waiting = !table.waiting_text.empty();
    return json::Object{
        {"stand", stand},
        {"sentence", std::string(api.sentences.of("access_table.stand." + stand, language))},
        {"lost", lost_view(*view.programme, language)},
        {"digest", view.digest},
        {"accepted_at", is_there ? json::Value(to_iso(table.accepted_at)) : json::Value()},
        {"proposed_by", name_or_null(view.accepted_by_names[0])},
        {"confirmed_by", name_or_null(view.accepted_by_names[1])},
        {"waiting_by", name_or_null(view.waiting_by_name)},
        {"waiting_at", is_waiting ? json::Value(to_iso(table.waiting_at)) : json::Value()},
        {"is_own", view.is_own},
        {"reason", table.reason},
        {"refused_by", name_or_null(view.refused_by_name)},
        {"refusal", table.refusal},
        {"changes", std::move(changes)},
        {"definitions", std::move(definitions)},
        {"may", std::move(may)}};
}

}  // namespace neove::http
