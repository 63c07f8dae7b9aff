#pragma once
/// \file
/// Random rules and random worlds for the tests of access, and what the rules mean in plain words: a second
/// reading of SECURITY.md 4 that looks at grants one by one and knows no table.

#include "access/rules.h"

#include <rapidcheck.h>

#include <algorithm>

namespace neove::access::worlds {

inline const std::vector<std::string> kRoles = {"clerk", "head", "visitor"};
inline const std::vector<std::string> kStates = {"asked", "given", "gone"};
inline const std::vector<std::string> kActions = {
    "open", "list", "export", "erase", "correct", "import", "give", "ask"};
inline const std::vector<std::string> kRelations = {
    "any",
    "own",
    "above",
    "created",
    "responsible",
    "consent",
    "block",
    "kin",
    "responsible+desks",
    "responsible+below"};

/// Every value as likely as another from the first case on; rapidcheck's own range grows with the case.
inline unsigned below(unsigned end) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0U, end));
}

/// A hundred cases of four worlds each: where a test counts what its worlds had in them, so that it proves
/// something, a hundred worlds came too near to too few by chance.
template <typename Judge>
bool in_every_world(Judge judge) {
    return rc::check([&] {
        for (int world = 0; world < 4; ++world) judge();
    });
}

inline std::vector<std::string> some_of(const std::vector<std::string>& words) {
    const unsigned mask = below(1U << words.size());
    std::vector<std::string> out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if ((mask >> i & 1U) != 0) out.push_back(words[i]);
    }
    return out;
}

inline Classes some_classes() {
    return static_cast<Classes>(below(kEveryClass + 1U));
}

inline bool once_in(unsigned times) {
    return below(times) == 0;
}

inline RecordGrant some_grant() {
    RecordGrant grant;
    grant.roles = some_of(kRoles);
    grant.when = some_of(kRelations);
    grant.actions = some_of(kActions);
    grant.states = some_of(kStates);
    grant.read = some_classes();
    grant.write = some_classes();
    grant.with_purpose = some_classes();
    grant.condition.consent = once_in(4);
    if (once_in(4)) {
        grant.condition.until_state = *rc::gen::elementOf(kStates);
        grant.condition.until_days = 1 + static_cast<int>(below(3));
    }
    return grant;
}

inline Deny some_deny() {
    Deny deny{*rc::gen::elementOf(std::vector<std::string>{"block", "kin", "created"}), {}};
    if (once_in(2)) deny.unless = {"responsible"};
    return deny;
}

inline Meaning some_meaning() {
    Meaning out;
    for (const std::string& field : some_of({"title", "reader", "note"})) {
        out.fields[field] = static_cast<Classes>(1U << below(4));
    }
    for (const std::string& action : some_of({"give", "ask"})) {
        if (once_in(2)) out.guards.push_back({action, "not_by_who_did", "ask"});
        if (once_in(2)) out.guards.push_back({action, "step_up", {}});
        if (once_in(4)) out.guards.push_back({action, "when", "count(ask) < 3 and state = \"asked\""});
    }
    std::ranges::sort(out.guards);
    if (once_in(2)) out.kept_months = static_cast<int>(below(60));
    out.clear = some_of({"sex", "ward"});
    return out;
}

inline RegisterRules some_rules() {
    RegisterRules rules{"loan", kStates, {"give", "ask"}, {"ask"}, {}, {}};
    const int grants = static_cast<int>(below(5));
    for (int i = 0; i < grants; ++i) rules.grants.push_back(some_grant());
    rules.policy.meaning = some_meaning();
    const int denies = static_cast<int>(below(3));
    for (int i = 0; i < denies; ++i) rules.policy.denies.push_back(some_deny());
    std::ranges::sort(rules.policy.denies);
    rules.policy.list.show = some_of({"due", "number", "title"});
    if (once_in(2)) rules.policy.list = {rules.policy.list.show, {"clerk"}, {"responsible"}};
    if (once_in(2)) rules.policy.export_rule = {{"head"}, kInternal, 1 + static_cast<int>(below(8)), 0, 0, 0};
    if (once_in(2)) rules.policy.break_glass = {{"visitor"}, some_classes(), 60, {"head"}, 3};
    if (once_in(2)) rules.policy.matches = {{"clerk"}};
    if (once_in(2)) rules.policy.gives = {{"give", "responsible", "body"}};
    if (once_in(4)) rules.policy.gives.push_back({"give", "responsible", "guests.body"});
    return rules;
}

inline Instant day(int number) {
    return {number * kDay};
}

inline Actor some_actor() {
    Actor actor;
    actor.account = AccountId::trusted("me");
    actor.role = *rc::gen::elementOf(kRoles);
    actor.organisation = OrganisationId::trusted("mine");
    actor.below = {OrganisationId::trusted("lower")};
    if (once_in(2)) actor.desk_of = {OrganisationId::trusted("house")};
    if (once_in(2)) actor.works_for = {OrganisationId::trusted("mine"), OrganisationId::trusted("far")};
    return actor;
}

struct World {
    RecordPlace place;
    std::vector<RelationRow> rows;
};

inline RelationRow some_row() {
    RelationRow row;
    row.relation = *rc::gen::elementOf(std::vector<std::string>{
        "responsible", "consent", "block", "kin", "break_glass", "own", "any"});
    if (!once_in(4)) row.account = AccountId::trusted(once_in(5) ? "other" : "me");
    if (once_in(2)) {
        row.organisation = OrganisationId::trusted(*rc::gen::elementOf(std::vector<std::string>{
            "far", "mine", "mine", "lower", "house"}));
    }
    row.from = day(once_in(4) ? static_cast<int>(below(10)) : 0);
    if (once_in(4)) row.until = day(static_cast<int>(below(10)));
    return row;
}

inline World some_world() {
    World world;
    world.place.owner =
        OrganisationId::trusted(*rc::gen::elementOf(std::vector<std::string>{"mine", "lower", "far"}));
    world.place.created_by = AccountId::trusted(once_in(3) ? "me" : "other");
    world.place.state = *rc::gen::elementOf(kStates);
    for (const std::string& state : kStates) {
        if (once_in(2)) world.place.entered[state] = day(static_cast<int>(below(6)));
    }
    const int rows = static_cast<int>(below(6));
    for (int i = 0; i < rows; ++i) world.rows.push_back(some_row());
    return world;
}

inline constexpr Instant kNow{5 * kDay};

inline Standing standing_in(const Actor& actor, const World& world, bool purpose) {
    return standing_of(actor, world.place, world.rows, kNow, purpose);
}

inline bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// Grants alone, one after the other.
inline Verdict plainly_granted(
    const RegisterRules& rules, const Actor& actor, std::string_view action, const Standing& standing
) {
    Verdict out;
    std::set<std::string> by;
    const bool opening = action == "import" || rules.opening.contains(std::string(action));
    for (const RecordGrant& grant : rules.grants) {
        if (!contains(grant.roles, actor.role) || !contains(grant.actions, action)) continue;
        if (opening != standing.state.empty()) continue;
        if (!opening && !grant.states.empty() && !contains(grant.states, standing.state)) continue;
        if (grant.condition.consent && !standing.relations.contains("consent")) continue;
        const auto entered = standing.entered.find(grant.condition.until_state);
        if (entered != standing.entered.end() &&
            standing.now.micros >= entered->second.micros + grant.condition.until_days * kDay) {
            continue;
        }
        for (const std::string& relation : grant.when) {
            if (!standing.relations.contains(relation)) continue;
            by.insert(relation);
            out.read |= grant.read | (standing.purpose_given ? grant.with_purpose : 0);
            const bool looks = action == "open" || action == "list" || action == "export";
            out.write |= looks ? Classes{0} : grant.write;
            out.with_purpose |= grant.with_purpose;
        }
    }
    out.by.assign(by.begin(), by.end());
    out.allowed = !by.empty();
    out.with_purpose &= static_cast<Classes>(~out.read);
    return out;
}

inline bool plainly_denied(const RegisterRules& rules, const Standing& standing) {
    for (const Deny& deny : rules.policy.denies) {
        bool lifted = false;
        for (const std::string& relation : deny.unless) {
            lifted = lifted || standing.relations.contains(relation);
        }
        const bool at_desk = standing.relations.contains(deny.relation + "+desks");
        const bool elsewhere = standing.relations.contains(deny.relation + "+other");
        if (!lifted && (at_desk || elsewhere || standing.relations.contains(deny.relation))) return true;
    }
    return false;
}

/// Whether it is allowed, and what may be read then.
inline std::pair<bool, Classes> plainly(
    const RegisterRules& rules, const Actor& actor, std::string_view action, const Standing& standing
) {
    if (plainly_denied(rules, standing)) return {false, Classes{0}};
    const Verdict granted = plainly_granted(rules, actor, action, standing);
    const Verdict opens = plainly_granted(rules, actor, "open", standing);
    if (action == "open") {
        const bool broken = standing.relations.contains("break_glass") && !standing.state.empty() &&
                            contains(rules.policy.break_glass.roles, actor.role);
        const auto more = broken ? rules.policy.break_glass.classes : Classes{0};
        return {granted.allowed || broken, static_cast<Classes>(granted.read | more)};
    }
    if (!granted.allowed || standing.state.empty()) return {granted.allowed, granted.read};
    if (!opens.allowed) return {false, Classes{0}};
    return {true, static_cast<Classes>(granted.read & opens.read)};
}

}  // namespace neove::access::worlds
