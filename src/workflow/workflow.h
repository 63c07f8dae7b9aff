#pragma once
/// \file
/// What may happen to a record, in which order and by whose second look. States and actions are data; this
/// module knows no form, no role and no storage: who may act is the access table's question.

#include "base/result.h"
#include "expression/expression.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neove::workflow {

struct State {
    std::string id;
    bool is_final{false};
};

/// Why an action may touch a person's matter at all.
struct Ground {
    enum class Kind : std::uint8_t { None, Law, Consent } kind{Kind::None};
    std::string citation;  ///< of law
};

/// What an action does, in the same step, to the one record that this one points at.
struct Also {
    std::string link;    ///< kind of the link; every record has exactly one of it
    std::string action;  ///< of the register it leads to (`do` in YAML)
    std::vector<std::pair<std::string, std::string>>
        with;            ///< its field, and the one here that is its answer
    std::string reason;  ///< the field here whose answer is its reason; empty: none is given
};

/// What an answer gives: the body that a field names stands in this relation to the record; of a field of
/// rows, every body that a row names.
struct Gift {
    std::string relation;
    std::string field;
    std::string of{};       ///< the field of a row; empty: `field` itself is a body
    bool own_units{false};  ///< only to units and desks of the body that takes the action (`among` in YAML)
    /// As the table of access names it.
    std::string place() const { return of.empty() ? field : field + "." + of; }
};

struct Action {
    std::string id;
    bool creates{false};                       ///< opens a record; `from` is empty then
    std::vector<std::string> from;             ///< states; empty with `creates` only
    std::string to;                            ///< the state afterwards; empty: it stays
    std::vector<std::string> fields;           ///< may be answered or changed by it
    std::vector<std::string> requires_fields;  ///< must be answered after it (`requires` in YAML)
    std::vector<std::string> clears;           ///< answers that it empties, given or not
    std::vector<std::string> anew;             ///< of `fields`: what stood there before is no answer to it
    std::vector<std::string> only_later;       ///< clear days: each later than before, or it does not happen
    std::vector<std::string> once_per;         ///< clear names: only once for the same values of them
    std::optional<Also> also;
    /// Over clear columns, dimensions, `state`, `today` and what happened: `count(action)`.
    std::optional<expression::Expression> when;
    std::vector<std::string> not_by_who_did;  ///< four eyes: whoever took one of these may not take this
    Ground ground;
    std::string legal_effect;  ///< what it means in law, with its citation; shown before it is taken
    std::string citation;
    bool needs_step_up{false};             ///< a factor shown within five minutes
    bool needs_reason{false};              ///< a sealed sentence
    std::vector<std::string> not_past{};   ///< clear days: none of them before the day on which it is taken
    std::vector<std::string> once_with{};  ///< other actions whose times count as times of this one
    std::vector<Gift> gives{};  ///< in force from this action on, whatever changes the answer later
};

/// Links a record may carry to others.
struct LinkKind {
    std::string id;
    std::string to_register;
    std::vector<std::string> roles;  ///< in which the linked one stands; empty: none is asked
    std::optional<int> max;
    bool required{false};  ///< the action that creates must give one
    /// Only whoever may take one of these actions over there, as it is now; empty: anybody.
    std::vector<std::string> who_may{};
    std::vector<std::string>
        alone_in{};  ///< only while no other record of these states has such a link to it
};

struct Workflow {
    std::vector<State> states;  ///< the first action with `creates` names the first state by `to`
    std::vector<Action> actions;
    std::vector<LinkKind> links;
    const Action* find(std::string_view action) const;
    const State* find_state(std::string_view state) const;
    const LinkKind* find_link(std::string_view link) const;
};

/// Unknown, unreachable and dead-end states, actions that nothing leads to, states without a way out that are
/// not final, four eyes over actions that never come before. Codes `workflow.*`, each with its JSON Pointer.
Diagnostics check_workflow(const Workflow& workflow);

/// An action taken earlier, as four eyes see it.
struct Taken {
    std::string action;
    std::string actor;
};

struct Request {
    std::string action;
    std::string actor;
    std::string state;                 ///< empty before the record exists
    std::vector<std::string> touched;  ///< fields whose answers it sets
    bool has_reason{false};
    bool has_consent{false};
};

/// Whether it may happen now, as far as the workflow is concerned; gives the state afterwards. Refusals:
/// `workflow.unknown_action`, `workflow.not_in_this_state`, `workflow.field_not_of_action` (`where`: its
/// pointer), `workflow.other_person` (four eyes), `workflow.reason_missing`, `workflow.consent_missing`,
/// `workflow.condition`.
Result<std::string> decide_action(
    const Workflow& workflow,
    const Request& request,
    const std::vector<Taken>& earlier,
    const expression::Environment& clear
);

}  // namespace neove::workflow
