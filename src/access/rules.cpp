#include "access/rules.h"

#include "access/rules_difference.h"
#include "access/succeed.h"
#include "base/check.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>

namespace neove::access {

namespace {

constexpr std::array<std::string_view, 4> kClassWords = {"public", "internal", "confidential", "identity"};

std::optional<std::size_t> number_of(const std::vector<std::string>& words, std::string_view word) {
    const auto found = std::ranges::lower_bound(words, word);
    if (found == words.end() || *found != word) return std::nullopt;
    return static_cast<std::size_t>(found - words.begin());
}

bool has_any(const Standing& standing, const std::vector<std::string>& relations) {
    return std::ranges::any_of(relations, [&](const std::string& relation) {
        return standing.relations.contains(relation);
    });
}

/// Whoever keeps a body away means those who work for it or at its desks, also while they act for another.
bool is_kept_away(const Standing& standing, const std::string& relation) {
    return std::ranges::any_of(standing.relations, [&](const std::string& held) {
        const bool is_reached = held.ends_with(kToDesks) || held.ends_with(kInAnotherRole);
        return held == relation || (is_reached && row_word(held) == relation);
    });
}

bool is_denied(const RegisterPolicy& policy, const Standing& standing) {
    return std::ranges::any_of(policy.denies, [&](const Deny& deny) {
        return is_kept_away(standing, deny.relation) && !has_any(standing, deny.unless);
    });
}

bool holds(const Condition& condition, const Standing& standing) {
    if (condition.consent && !standing.relations.contains(kConsent)) return false;
    if (condition.until_state.empty()) return true;
    const auto entered = standing.entered.find(condition.until_state);
    return entered == standing.entered.end() || standing.now < entered->second + condition.until_days * kDay;
}

/// States in which a grant gives this action: opening ones have none yet.
std::vector<std::string> states_of(
    const RegisterRules& rules, const RecordGrant& grant, const std::string& action
) {
    if (action == kImport || rules.opening.contains(action)) return {std::string()};
    return grant.states.empty() ? rules.states : grant.states;
}

/// Whoever only looks writes nothing, whatever else the grant is for.
bool only_looks(std::string_view action) {
    return action == kOpen || action == kList || action == kExport || action == kOriginal;
}

void add_cells(const RegisterRules& rules, const RecordGrant& grant, std::vector<Cell>& cells) {
    for (const std::string& action : grant.actions) {
        for (const std::string& state : states_of(rules, grant, action)) {
            for (const std::string& role : grant.roles) {
                for (const std::string& relation : grant.when) {
                    cells.push_back(
                        {rules.register_name,
                         role,
                         action,
                         state,
                         relation,
                         grant.condition,
                         grant.read,
                         only_looks(action) ? Classes{0} : grant.write,
                         grant.with_purpose}
                    );
                }
            }
        }
    }
}

/// Sorted, each place once, its classes united.
std::vector<Cell> united(std::vector<Cell> cells) {
    std::ranges::sort(cells);
    std::vector<Cell> out;
    for (Cell& cell : cells) {
        if (out.empty() || !out.back().same_place(cell)) {
            out.push_back(std::move(cell));
            continue;
        }
        out.back().read |= cell.read;
        out.back().write |= cell.write;
        out.back().with_purpose |= cell.with_purpose;
    }
    for (Cell& cell : out) cell.with_purpose &= static_cast<Classes>(~cell.read);
    return out;
}

void keep_sorted(std::vector<std::string>& words) {
    std::ranges::sort(words);
    const auto rest = std::ranges::unique(words);
    words.erase(rest.begin(), rest.end());
}

}  // namespace

std::string classes_text(Classes classes) {
    std::string out;
    for (std::size_t bit = 0; bit < kClassWords.size(); ++bit) {
        if ((classes >> bit & 1U) == 0) continue;
        if (!out.empty()) out += ',';
        out += kClassWords[bit];
    }
    return out.empty() ? "-" : out;
}

std::optional<Classes> classes_named(std::string_view text) {
    for (unsigned classes = 0; classes <= kEveryClass; ++classes) {
        if (classes_text(static_cast<Classes>(classes)) == text) return static_cast<Classes>(classes);
    }
    return std::nullopt;
}

bool is_derived(std::string_view relation) {
    return relation == kAny || relation == kOwn || relation == kAbove || relation == kCreated;
}

std::string_view row_word(std::string_view relation) {
    return relation.substr(0, relation.find('+'));
}

bool has_reach(std::string_view relation) {
    return relation.find('+') != std::string_view::npos;
}

const std::vector<std::string_view>& record_actions() {
    static const std::vector<std::string_view> actions = {
        kOpen, kList, kExport, kCorrect, kLink, kAssign, kAttach, kOriginal, kErase, kImport, kSucceed};
    return actions;
}

std::string Condition::text() const {
    std::string out = consent ? "consent" : "";
    if (!until_state.empty()) {
        if (consent) out += ", ";
        out += "until " + std::to_string(until_days) + " days after " + until_state;
    }
    return out.empty() ? "-" : out;
}

bool Condition::covers(const Condition& other) const {
    if (consent && !other.consent) return false;
    return until_state.empty() || (until_state == other.until_state && until_days >= other.until_days);
}

bool Cell::same_place(const Cell& other) const {
    return register_name == other.register_name && role == other.role && action == other.action &&
           state == other.state && relation == other.relation && condition == other.condition;
}

Rules Rules::compile(const std::vector<RegisterRules>& registers) {
    Rules rules;
    std::vector<Cell> cells;
    for (const RegisterRules& one : registers) {
        for (const RecordGrant& grant : one.grants) add_cells(one, grant, cells);
        rules.policies_[one.register_name] = one.policy;
    }
    rules.set_cells(std::move(cells));
    return rules;
}

void Rules::set_cells(std::vector<Cell> cells) {
    cells_ = united(std::move(cells));
    CHECK(cells_.size() < std::numeric_limits<std::uint32_t>::max());
    for (const Cell& cell : cells_) {
        Dense& dense = dense_[cell.register_name];
        dense.roles.push_back(cell.role);
        dense.actions.push_back(cell.action);
        dense.states.push_back(cell.state);
        dense.relations.push_back(cell.relation);
    }
    for (auto& [name, dense] : dense_) {
        for (auto* words : {&dense.roles, &dense.actions, &dense.states, &dense.relations}) {
            keep_sorted(*words);
        }
        // Cells stand in the order of the four words, so walking both in step finds every beginning.
        auto next = static_cast<std::uint32_t>(
            std::ranges::lower_bound(cells_, name, {}, &Cell::register_name) - cells_.begin()
        );
        for (const std::string& role : dense.roles) {
            for (const std::string& action : dense.actions) {
                for (const std::string& state : dense.states) {
                    for (const std::string& relation : dense.relations) {
                        dense.starts.push_back(next);
                        while (next < cells_.size() && cells_[next].register_name == name &&
                               cells_[next].role == role && cells_[next].action == action &&
                               cells_[next].state == state && cells_[next].relation == relation) {
                            ++next;
                        }
                    }
                }
            }
        }
        dense.starts.push_back(next);
    }
}

Rules Rules::only(const std::set<std::string, std::less<>>& registers) const {
    Rules out;
    std::vector<Cell> cells;
    std::ranges::copy_if(cells_, std::back_inserter(cells), [&](const Cell& cell) {
        return registers.contains(cell.register_name);
    });
    for (const auto& [name, policy] : policies_) {
        if (registers.contains(name)) out.policies_.emplace(name, policy);
    }
    out.set_cells(std::move(cells));
    return out;
}

bool Rules::has_meaning() const {
    return std::ranges::any_of(policies_, [](const auto& one) { return one.second.meaning != Meaning{}; });
}

namespace {

/// Five kinds of guards were written down before the others were.
bool is_of_before(const Guard& guard) {
    static constexpr std::array<std::string_view, 5> kOfBefore{
        "not_by_who_did", "step_up", "reason", "ground", "when"};
    return std::ranges::find(kOfBefore, guard.kind) != kOfBefore.end();
}

}  // namespace

Rules Rules::with_meaning_of(const Rules& other) const {
    Rules out = *this;
    for (const auto& [name, dense] : dense_) out.policies_.try_emplace(name);
    for (auto& [name, policy] : out.policies_) {
        const Meaning& there = other.policy(name).meaning;
        if (policy.meaning == Meaning{}) policy.meaning = there;
        std::vector<Guard>& guards = policy.meaning.guards;
        const bool has_five = std::ranges::all_of(guards, is_of_before);
        const bool has_ground = std::ranges::find(guards, "domain", &Guard::kind) != guards.end();
        if (has_ground && !has_five) continue;
        std::ranges::copy_if(there.guards, std::back_inserter(guards), [&](const Guard& one) {
            return has_five ? !is_of_before(one) : is_of_ground(one.kind);
        });
        std::ranges::sort(guards);
    }
    return out;
}

const RegisterPolicy& Rules::policy(std::string_view register_name) const {
    static const RegisterPolicy nothing;
    const auto found = policies_.find(register_name);
    return found == policies_.end() ? nothing : found->second;
}

bool Rules::may_ever(std::string_view role, std::string_view register_name, std::string_view action) const {
    const auto from = std::ranges::lower_bound(cells_, register_name, {}, &Cell::register_name);
    return std::any_of(from, cells_.end(), [&](const Cell& cell) {
        return cell.register_name == register_name && cell.role == role && cell.action == action;
    });
}

/// The cells of one role and action of a register, by state and relation.
struct CellSearch {
    const Rules& rules;
    const Rules::Dense* dense{nullptr};
    std::size_t first{0};  ///< of the state-and-relation block

    CellSearch(
        const Rules& table, std::string_view role, std::string_view register_name, std::string_view action
    )
        : rules(table) {
        const auto found = rules.dense_.find(register_name);
        if (found == rules.dense_.end()) return;
        const auto role_number = number_of(found->second.roles, role);
        const auto action_number = number_of(found->second.actions, action);
        if (!role_number || !action_number) return;
        dense = &found->second;
        first = (*role_number * dense->actions.size() + *action_number) * dense->states.size() *
                dense->relations.size();
    }

    /// Calls `see(relation, first cell, end)` for every relation with a cell in this state.
    template <typename See>
    void for_each_relation(std::string_view state, See see) const {
        if (dense == nullptr) return;
        const auto number = number_of(dense->states, state);
        if (!number) return;
        for (std::size_t relation = 0; relation < dense->relations.size(); ++relation) {
            const std::size_t at = first + *number * dense->relations.size() + relation;
            const auto begin = rules.cells_.begin() + dense->starts[at];
            const auto end = rules.cells_.begin() + dense->starts[at + 1];
            if (begin != end) see(dense->relations[relation], begin, end);
        }
    }
};

namespace {

/// By grants alone: neither denies nor break-glass.
Verdict granted(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    std::string_view action,
    const Standing& standing
) {
    Verdict verdict;
    const CellSearch search(rules, actor.role, register_name, action);
    search.for_each_relation(standing.state, [&](const std::string& relation, auto cell, auto end) {
        if (!standing.relations.contains(relation)) return;
        bool by_this = false;
        for (; cell != end; ++cell) {
            if (!holds(cell->condition, standing)) continue;
            by_this = true;
            verdict.read |= cell->read;
            verdict.write |= cell->write;
            (standing.purpose_given ? verdict.read : verdict.with_purpose) |= cell->with_purpose;
        }
        if (by_this) verdict.by.push_back(relation);
    });
    verdict.allowed = !verdict.by.empty();
    verdict.with_purpose &= static_cast<Classes>(~verdict.read);
    return verdict;
}

}  // namespace

namespace {

/// What one row that holds makes of this actor. One that names a person never reaches further than to her.
void add_standing(const RelationRow& row, const Actor& actor, Standing& standing) {
    if (row.account.is_empty() && row.organisation.is_empty()) return;
    if (!row.account.is_empty() && row.account != actor.account) return;
    if (row.organisation.is_empty() || row.organisation == actor.organisation) {
        standing.relations.insert(row.relation);
        return;
    }
    if (!row.account.is_empty()) return;
    if (actor.desk_of.contains(row.organisation)) {
        standing.relations.insert(row.relation + std::string(kToDesks));
    }
    if (actor.below.contains(row.organisation)) {
        standing.relations.insert(row.relation + std::string(kToBelow));
    }
    if (actor.works_for.contains(row.organisation)) {
        standing.relations.insert(row.relation + std::string(kInAnotherRole));
    }
}

}  // namespace

Standing standing_of(
    const Actor& actor,
    const RecordPlace& record,
    const std::vector<RelationRow>& rows,
    Instant now,
    bool purpose_given
) {
    Standing standing{{std::string(kAny)}, record.state, record.entered, now, purpose_given};
    if (!record.owner.is_empty()) {
        if (record.owner == actor.organisation) standing.relations.emplace(kOwn);
        if (actor.below.contains(record.owner)) standing.relations.emplace(kAbove);
    }
    if (!record.created_by.is_empty() && record.created_by == actor.account) {
        standing.relations.emplace(kCreated);
    }
    for (const RelationRow& row : rows) {
        if (now < row.from || (row.until && now >= *row.until)) continue;
        if (is_derived(row.relation) || has_reach(row.relation)) continue;
        add_standing(row, actor, standing);
    }
    return standing;
}

Standing standing_before(Instant now) {
    return {{std::string(kAny), std::string(kOwn), std::string(kCreated)}, {}, {}, now, false};
}

Verdict decide(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    std::string_view action,
    const Standing& standing
) {
    const RegisterPolicy& policy = rules.policy(register_name);
    if (is_denied(policy, standing)) return {};
    Verdict verdict = granted(rules, actor, register_name, action, standing);
    if (action == kOpen) {
        // Break-glass opens one record; that it opens nothing else follows from its standing here alone.
        if (!standing.state.empty() && standing.relations.contains(kBreakGlass) &&
            std::ranges::find(policy.break_glass.roles, actor.role) != policy.break_glass.roles.end()) {
            verdict.allowed = true;
            verdict.read |= policy.break_glass.classes;
            verdict.with_purpose &= static_cast<Classes>(~verdict.read);
            verdict.by.emplace_back(kBreakGlass);
        }
        return verdict;
    }
    if (standing.state.empty() || !verdict.allowed) return verdict;
    const Verdict open = granted(rules, actor, register_name, kOpen, standing);
    if (!open.allowed) return {};
    const auto within_reach =
        static_cast<Classes>((verdict.read | verdict.with_purpose) & (open.read | open.with_purpose));
    verdict.read &= open.read;
    verdict.with_purpose = static_cast<Classes>(within_reach & ~verdict.read);
    return verdict;
}

bool is_denied(const Rules& rules, std::string_view register_name, const Standing& standing) {
    return is_denied(rules.policy(register_name), standing);
}

std::string_view action_of(Channel channel) {
    switch (channel) {
        case Channel::List:
        case Channel::Search:
        case Channel::Agenda: return kList;
        case Channel::Export: return kExport;
        case Channel::Erase: return kErase;
    }
    report_bug("channel", __FILE__, __LINE__);
}

RecordScope scope_of(
    const Rules& rules, const Actor& actor, std::string_view register_name, Channel channel
) {
    RecordScope scope;
    scope.register_name_ = register_name;
    scope.channel_ = channel;
    scope.actor_ = actor;
    for (const Deny& deny : rules.policy(register_name).denies) {
        if (!deny.unless.empty()) continue;
        scope.hidden_by_.push_back(deny.relation);
        scope.hidden_by_.push_back(deny.relation + std::string(kToDesks));
        scope.hidden_by_.push_back(deny.relation + std::string(kInAnotherRole));
    }
    std::map<std::string, std::vector<std::string>> states;
    const CellSearch search(rules, actor.role, register_name, action_of(channel));
    if (search.dense == nullptr) return scope;
    for (const std::string& state : search.dense->states) {
        if (state.empty()) continue;
        search.for_each_relation(state, [&](const std::string& relation, auto, auto) {
            states[relation].push_back(state);
        });
    }
    for (auto& [relation, in] : states) scope.clauses_.push_back({relation, std::move(in)});
    return scope;
}

bool is_within(const RecordScope& scope, const Standing& standing) {
    if (has_any(standing, scope.hidden_by())) return false;
    return std::ranges::any_of(scope.clauses(), [&](const ScopeClause& clause) {
        return standing.relations.contains(clause.relation) &&
               std::ranges::find(clause.states, standing.state) != clause.states.end();
    });
}

}  // namespace neove::access
