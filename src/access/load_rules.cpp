#include "access/load_rules.h"

#include "access/disclosure.h"

#include <algorithm>
#include <charconv>

namespace neove::access {

namespace {

constexpr std::string_view kAlwaysShown[] = {"number", "state", "due"};
constexpr std::string_view kAnyState = "any";
constexpr int kRowsMax = 100'000;
constexpr int kApprovalsMax = 9;
constexpr int kMinutesMax = 24 * 60;
constexpr int kDaysMax = 36'500;
constexpr int kReviewDaysMax = 30;

bool is_one_of(const auto& words, std::string_view word) {
    return std::ranges::find(words, word) != std::ranges::end(words);
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 100 && text.front() >= 'a' && text.front() <= 'z' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// A name as a part of a JSON Pointer.
std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~' || c == '/') {
            out += c == '~' ? "~0" : "~1";
        } else {
            out += c;
        }
    }
    return out;
}

/// One place of the section, with the means to say what is wrong there.
struct Place {
    const json::Value* value;  ///< null: absent
    std::string pointer;
    Diagnostics& faults;

    void fault(std::string code, std::string detail = {}) const {
        faults.push_back({ErrorKind::Invalid, std::move(code), pointer, std::move(detail)});
    }
    bool is_there() const { return value != nullptr; }
    /// A member that is null counts as absent.
    Place at(std::string_view name) const {
        const json::Value* found = value == nullptr ? nullptr : value->find(name);
        if (found != nullptr && found->is_null()) found = nullptr;
        return {found, pointer + "/" + escaped(name), faults};
    }
    Place at(std::size_t index) const {
        return {&(*value->array())[index], pointer + "/" + std::to_string(index), faults};
    }
    /// Whether it is an object of these members alone; faults otherwise.
    bool is_object_of(std::initializer_list<std::string_view> members) const {
        if (value == nullptr) return false;
        if (value->object() == nullptr) {
            fault("access.malformed");
            return false;
        }
        for (const auto& [name, held] : *value->object()) {
            if (!is_one_of(members, name)) at(name).fault("access.unknown_member");
        }
        return true;
    }
    /// Its items; faults where it is there and no array.
    std::vector<Place> items() const {
        std::vector<Place> out;
        if (value == nullptr) return out;
        if (value->array() == nullptr) {
            fault("access.malformed");
            return out;
        }
        for (std::size_t i = 0; i < value->array()->size(); ++i) out.push_back(at(i));
        return out;
    }
    int number(int min, int max) const {
        const std::int64_t* found = value == nullptr ? nullptr : value->integer();
        if (found == nullptr || *found < min || *found > max) {
            fault("access.malformed");
            return min;
        }
        return static_cast<int>(*found);
    }
    bool flag() const {
        if (value == nullptr) return false;
        if (value->boolean() == nullptr) fault("access.malformed");
        return value->boolean() != nullptr && *value->boolean();
    }
};

class Loader {
public:
    Loader(const Vocabulary& vocabulary, Diagnostics& faults) : vocabulary_(vocabulary), faults_(faults) {}
    RegisterRules load(const json::Value& section, const std::string& pointer);

private:
    /// Words of a list, or one word alone. `known` is asked of each; what fails it is faulted and left out.
    template <typename Known>
    std::vector<std::string> words(const Place& place, std::string_view code, Known known) const;
    std::vector<std::string> roles(const Place& place) const;
    /// `with_reach`: a word may say how far it reaches.
    std::vector<std::string> relations(const Place& place, bool with_reach = false) const;
    bool may_reach(std::string_view relation) const;
    Classes classes(const Place& place) const;
    void read_relations(const Place& place);
    void read_vocabulary();
    void read_grant(const Place& place);
    void read_deny(const Place& place);
    void read_list(const Place& place);
    void read_export(const Place& place);
    void read_break_glass(const Place& place);
    void read_matches(const Place& place);
    Condition read_condition(const Place& place) const;
    void check_table(const Place& place) const;
    void check_names(const Place& place, const Rules& table) const;
    void check_export(const Place& place, const Rules& table) const;
    void check_matches(const Place& place, const Rules& table) const;
    bool is_relation(std::string_view word) const {
        return is_derived(word) || is_one_of(platform_relations(), word) || is_one_of(own_relations_, word);
    }

    const Vocabulary& vocabulary_;
    Diagnostics& faults_;
    std::vector<std::string> own_relations_;
    RegisterRules rules_;
};

template <typename Known>
std::vector<std::string> Loader::words(const Place& place, std::string_view code, Known known) const {
    std::vector<std::string> out;
    const auto take = [&](const Place& one) {
        const std::string* word = one.value->string();
        if (word == nullptr || !is_word(row_word(*word))) {
            one.fault("access.malformed");
        } else if (!known(*word)) {
            one.fault(std::string(code), *word);
        } else if (!is_one_of(out, *word)) {
            out.push_back(*word);
        }
    };
    if (place.is_there() && place.value->string() != nullptr) {
        take(place);
    } else {
        for (const Place& item : place.items()) take(item);
    }
    return out;
}

std::vector<std::string> Loader::roles(const Place& place) const {
    return words(place, "access.unknown_role", [&](const std::string& word) {
        return is_one_of(vocabulary_.roles, word);
    });
}

/// What follows from the record names no row; and what a person agreed to with a body she named to nobody
/// else.
bool Loader::may_reach(std::string_view relation) const {
    const std::string_view word = row_word(relation);
    const std::string_view reach = relation.substr(word.size());
    const bool is_row = is_relation(word) && !is_derived(word) && word != kConsent;
    return is_row && (reach == kToDesks || reach == kToBelow);
}

std::vector<std::string> Loader::relations(const Place& place, bool with_reach) const {
    const auto known = [&](const std::string& word) {
        return word == kBreakGlass || is_relation(row_word(word));
    };
    const auto look = [&](const Place& one) {
        const std::string* word = one.value->string();
        if (word == nullptr || !has_reach(*word) || !known(*word)) return;
        if (!with_reach || !may_reach(*word)) one.fault("access.reach", *word);
    };
    if (place.is_there() && place.value->string() != nullptr) {
        look(place);
    } else if (place.is_there() && place.value->array() != nullptr) {
        for (const Place& item : place.items()) look(item);
    }
    return words(place, "access.unknown_relation", known);
}

Classes Loader::classes(const Place& place) const {
    Classes out = 0;
    const auto known = [](const std::string& word) { return word != "-" && classes_named(word); };
    for (const std::string& word : words(place, "access.unknown_class", known)) {
        out |= classes_named(word).value_or(0);
    }
    return out;
}

void Loader::read_vocabulary() {
    rules_.register_name = vocabulary_.register_name;
    rules_.states = vocabulary_.states;
    for (const KnownAction& action : vocabulary_.actions) {
        if (is_one_of(record_actions(), action.id)) {
            faults_.push_back({ErrorKind::Invalid, "access.reserved_word", action.pointer, action.id});
        }
        rules_.actions.push_back(action.id);
        if (action.creates) rules_.opening.insert(action.id);
        for (const KnownAction::Gift& gift : action.gives) {
            rules_.policy.gives.push_back({action.id, gift.relation, gift.field});
        }
    }
    std::ranges::sort(rules_.policy.gives);
}

void Loader::read_relations(const Place& place) {
    for (const Place& item : place.items()) {
        const std::string* word = item.value->string();
        if (word == nullptr || !is_word(*word)) {
            item.fault("access.malformed");
        } else if (is_derived(*word) || *word == kBreakGlass) {
            item.fault("access.reserved_word", *word);
        } else {
            own_relations_.push_back(*word);
        }
    }
}

/// `90 days after handed_over`, `3 working_days`: a number, then words. Nothing where it is not so.
struct Counted {
    int number{0};
    std::string unit;
};

std::optional<Counted> counted_in(const Place& place, int max) {
    const std::string text =
        place.is_there() && place.value->string() != nullptr ? *place.value->string() : "";
    Counted out;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.number);
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (error != std::errc() || !rest.starts_with(' ') || out.number < 1 || out.number > max) {
        return std::nullopt;
    }
    out.unit = rest.substr(1);
    return out;
}

Condition Loader::read_condition(const Place& place) const {
    Condition out;
    out.consent = place.at("consent").flag();
    const Place until = place.at("until");
    if (!until.is_there()) return out;
    constexpr std::string_view kDaysAfter = "days after ";
    const auto counted = counted_in(until, kDaysMax);
    if (!counted || !counted->unit.starts_with(kDaysAfter)) {
        until.fault("access.malformed");
        return out;
    }
    const std::string state = counted->unit.substr(kDaysAfter.size());
    if (!is_one_of(vocabulary_.states, state)) {
        until.fault("access.unknown_state", state);
        return out;
    }
    out.until_days = counted->number;
    out.until_state = state;
    return out;
}

void Loader::read_grant(const Place& place) {
    const std::size_t faults_before = faults_.size();
    if (!place.is_object_of(
            {"role", "when", "actions", "states", "read", "write", "purpose", "until", "consent"}
        )) {
        if (faults_.size() == faults_before) place.fault("access.malformed");
        return;
    }
    RecordGrant grant;
    grant.roles = roles(place.at("role"));
    grant.when = relations(place.at("when"), true);
    grant.actions = words(place.at("actions"), "access.unknown_action", [&](const std::string& word) {
        return is_one_of(record_actions(), word) || is_one_of(rules_.actions, word);
    });
    const Place states = place.at("states");
    grant.states = words(states, "access.unknown_state", [&](const std::string& word) {
        return word == kAnyState || is_one_of(vocabulary_.states, word);
    });
    const bool any_state = !states.is_there() || is_one_of(grant.states, kAnyState);
    if (any_state) {
        if (grant.states.size() > 1) states.fault("access.malformed");
        grant.states.clear();
    }
    grant.read = classes(place.at("read"));
    grant.write = classes(place.at("write"));
    grant.with_purpose = classes(place.at("purpose"));
    grant.condition = read_condition(place);
    if (is_one_of(grant.when, kBreakGlass)) place.at("when").fault("access.break_glass_grant");
    if (is_one_of(grant.when, kAny) && ((grant.read | grant.with_purpose) & kIdentity) != 0) {
        place.at("when").fault("access.identity_to_all");
    }
    // A grant without a word it needs would hold for nobody, or in the case of states for everybody: whoever
    // wrote it meant something else.
    const bool only_looks = std::ranges::all_of(grant.actions, [](const std::string& action) {
        return action == kOpen || action == kList || action == kExport;
    });
    const bool empty = grant.roles.empty() || grant.when.empty() || grant.actions.empty() ||
                       (!any_state && grant.states.empty()) ||
                       (only_looks && (grant.read | grant.with_purpose) == 0);
    if (empty && faults_.size() == faults_before) place.fault("access.gives_nothing");
    if (faults_.size() == faults_before) rules_.grants.push_back(std::move(grant));
}

void Loader::read_deny(const Place& place) {
    const std::size_t faults_before = faults_.size();
    if (!place.is_object_of({"if", "unless"})) {
        if (faults_.size() == faults_before) place.fault("access.malformed");
        return;
    }
    const std::vector<std::string> relation = relations(place.at("if"));
    Deny deny;
    deny.unless = relations(place.at("unless"));
    if (faults_.size() != faults_before) return;
    if (relation.size() != 1) return place.at("if").fault("access.malformed");
    deny.relation = relation.front();
    if (is_one_of(deny.unless, kBreakGlass)) return place.at("unless").fault("access.break_glass_grant");
    const bool lifted = is_one_of(deny.unless, kAny) || is_one_of(deny.unless, deny.relation);
    if (deny.relation == kAny || deny.relation == kBreakGlass || lifted) {
        return place.fault("access.deny_of_all", deny.relation);
    }
    if (place.at("unless").is_there() && deny.unless.empty()) {
        return place.at("unless").fault("access.gives_nothing");
    }
    std::ranges::sort(deny.unless);
    rules_.policy.denies.push_back(std::move(deny));
}

void Loader::read_list(const Place& place) {
    if (!place.is_object_of({"show", "identity"})) return;
    ListRule& list = rules_.policy.list;
    list.show = words(place.at("show"), "access.unknown_column", [&](const std::string& word) {
        return is_one_of(kAlwaysShown, word) || is_one_of(vocabulary_.columns, word);
    });
    const Place identity = place.at("identity");
    if (!identity.is_object_of({"roles", "when"})) return;
    list.identity_roles = roles(identity.at("roles"));
    list.identity_when = relations(identity.at("when"), true);
    if (list.identity_roles.empty() || list.identity_when.empty()) identity.fault("access.gives_nothing");
    if (is_one_of(list.identity_when, kBreakGlass)) identity.at("when").fault("access.break_glass_grant");
    if (is_one_of(list.identity_when, kAny)) identity.at("when").fault("access.identity_to_all");
    std::ranges::sort(list.identity_roles);
    std::ranges::sort(list.identity_when);
}

void Loader::read_export(const Place& place) {
    if (!place.is_object_of({"roles", "classes", "rows_max", "approvals", "identity"})) return;
    ExportRule& rule = rules_.policy.export_rule;
    rule.roles = roles(place.at("roles"));
    rule.classes = classes(place.at("classes"));
    rule.rows_max = place.at("rows_max").number(1, kRowsMax);
    if (rule.roles.empty() || rule.classes == 0) place.fault("access.gives_nothing");
    if ((rule.classes & kIdentity) != 0) place.at("classes").fault("access.export_identity");
    std::ranges::sort(rule.roles);
    if (place.at("approvals").is_there()) rule.approvals = place.at("approvals").number(0, kApprovalsMax);
    const Place identity = place.at("identity");
    if (!identity.is_object_of({"rows_max", "approvals"})) return;
    rule.identity_rows_max = identity.at("rows_max").number(1, rule.rows_max);
    rule.identity_approvals = identity.at("approvals").number(0, kApprovalsMax);
    if (rule.identity_approvals < std::max(rule.approvals, kIdentityApprovalsMin))
        identity.fault("access.export_identity");
}

void Loader::read_break_glass(const Place& place) {
    if (!place.is_object_of({"roles", "classes", "minutes", "tell", "review_within"})) return;
    BreakGlass& glass = rules_.policy.break_glass;
    glass.roles = roles(place.at("roles"));
    glass.classes = classes(place.at("classes"));
    glass.minutes = place.at("minutes").number(1, kMinutesMax);
    // A body of oversight is a role of the programme, or whoever stands in a relation to the record.
    glass.tell = words(place.at("tell"), "access.unknown_role", [&](const std::string& word) {
        return is_one_of(vocabulary_.roles, word) || (is_relation(word) && word != kAny);
    });
    if (glass.roles.empty() || glass.classes == 0) place.fault("access.gives_nothing");
    if (glass.tell.empty()) place.at("tell").fault("access.malformed");
    std::ranges::sort(glass.roles);
    std::ranges::sort(glass.tell);
    const auto review = counted_in(place.at("review_within"), kReviewDaysMax);
    if (!review || review->unit != "working_days") {
        place.at("review_within").fault("access.malformed");
    } else {
        glass.review_working_days = review->number;
    }
}

void Loader::read_matches(const Place& place) {
    if (!place.is_object_of({"tell"})) return;
    if (!vocabulary_.persons || vocabulary_.found_by == 0) return place.fault("access.matches_not_persons");
    rules_.policy.matches.tell = roles(place.at("tell"));
    if (rules_.policy.matches.tell.empty()) place.at("tell").fault("access.malformed");
    std::ranges::sort(rules_.policy.matches.tell);
}

/// What shows only in the table as a whole.
void Loader::check_table(const Place& place) const {
    const Rules table = Rules::compile({rules_});
    const auto has_cell = [&](auto matches) { return std::ranges::any_of(table.cells(), matches); };
    std::set<std::string> without_open;
    for (const Cell& cell : table.cells()) {
        if (cell.state.empty() || cell.action == kOpen) continue;
        const bool opens = has_cell([&](const Cell& open) {
            return open.action == kOpen && open.role == cell.role && open.state == cell.state &&
                   open.relation == cell.relation && open.condition.covers(cell.condition);
        });
        if (!opens) without_open.insert(cell.role + " " + cell.action);
    }
    for (const std::string& what : without_open) place.at("grants").fault("access.without_open", what);
    for (const KnownAction& action : vocabulary_.actions) {
        const bool somebody = has_cell([&](const Cell& cell) {
            return cell.action == action.id && (action.creates || is_one_of(action.from, cell.state));
        });
        if (somebody) continue;
        const std::string where = action.pointer.empty() ? place.at("grants").pointer : action.pointer;
        faults_.push_back({ErrorKind::Invalid, "access.nobody_may", where, action.id});
    }
    if (!has_cell([](const Cell& cell) { return cell.action == kOpen; })) {
        place.at("grants").fault("access.nobody_may", std::string(kOpen));
    }
    check_names(place, table);
    check_export(place, table);
    check_matches(place, table);
}

/// Who hears of matches must be able to find records at all; of two she finds, one needs nothing more.
void Loader::check_matches(const Place& place, const Rules& table) const {
    for (const std::string& role : rules_.policy.matches.tell) {
        const bool finds = std::ranges::any_of(table.cells(), [&](const Cell& cell) {
            const Classes reads = cell.read | cell.with_purpose;
            return cell.role == role && cell.action == kList &&
                   table.may_ever(role, cell.register_name, kOpen) &&
                   (reads & vocabulary_.found_by) == vocabulary_.found_by;
        });
        if (!finds) place.at("matches").at("tell").fault("access.gives_nothing", role);
    }
}

/// Who may see names in a list must reach them in some record at all.
void Loader::check_names(const Place& place, const Rules& table) const {
    const ListRule& list = rules_.policy.list;
    for (const std::string& role : list.identity_roles) {
        const bool reads = std::ranges::any_of(table.cells(), [&](const Cell& cell) {
            return cell.role == role && cell.action == kList &&
                   is_one_of(list.identity_when, cell.relation) &&
                   ((cell.read | cell.with_purpose) & kIdentity) != 0;
        });
        if (!reads) place.at("list").at("identity").fault("access.gives_nothing", role);
    }
}

/// An export needs both the grant and the rule: one without the other is a slip.
void Loader::check_export(const Place& place, const Rules& table) const {
    const std::vector<std::string>& roles = rules_.policy.export_rule.roles;
    for (const std::string& role : vocabulary_.roles) {
        const bool by_grant = table.may_ever(role, rules_.register_name, kExport);
        if (by_grant != is_one_of(roles, role)) place.at("export").fault("access.export_nobody", role);
    }
}

RegisterRules Loader::load(const json::Value& section, const std::string& pointer) {
    const Place place{&section, pointer, faults_};
    read_vocabulary();
    if (!place.is_object_of({"relations", "grants", "denies", "list", "export", "break_glass", "matches"})) {
        return std::move(rules_);
    }
    const std::size_t faults_before = faults_.size();
    read_relations(place.at("relations"));
    for (const Place& grant : place.at("grants").items()) read_grant(grant);
    for (const Place& deny : place.at("denies").items()) read_deny(deny);
    std::ranges::sort(rules_.policy.denies);
    read_list(place.at("list"));
    read_export(place.at("export"));
    read_break_glass(place.at("break_glass"));
    read_matches(place.at("matches"));
    // Over half-read grants every action would look like one that nobody may take.
    if (faults_.size() == faults_before) check_table(place);
    return std::move(rules_);
}

}  // namespace

const std::vector<std::string_view>& platform_relations() {
    // `break_glass` is none of them: its rows come from the act alone and open by the rule of that name
    // alone.
    static const std::vector<std::string_view> words = {
        "responsible",
        "assigned",
        "receiving",
        "monitor",
        kConsent,
        "block",
        "conflict_of_interest",
        "restricted_witness"};
    return words;
}

RegisterRules load_rules(
    const json::Value& section, const Vocabulary& vocabulary, const std::string& pointer, Diagnostics& faults
) {
    return Loader(vocabulary, faults).load(section, pointer);
}

}  // namespace neove::access
