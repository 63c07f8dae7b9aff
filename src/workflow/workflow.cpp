#include "workflow/workflow.h"

#include "workflow/taker.h"

#include <algorithm>

namespace neove::workflow {

namespace {

template <typename T>
const T* find_by_id(const std::vector<T>& all, std::string_view id) {
    const auto found = std::ranges::find(all, id, &T::id);
    return found == all.end() ? nullptr : &*found;
}

bool contains(const std::vector<std::string>& all, std::string_view one) {
    return std::ranges::find(all, one) != all.end();
}

std::string at(std::string_view list, std::size_t index, std::string_view member = {}) {
    std::string pointer = "/" + std::string(list) + "/" + std::to_string(index);
    if (!member.empty()) pointer += "/" + std::string(member);
    return pointer;
}

/// Walks the definition once, collecting what is wrong.
class Checker {
public:
    explicit Checker(const Workflow& workflow) : workflow_(workflow) {}

    Diagnostics check() {
        for (std::size_t i = 0; i < workflow_.actions.size(); ++i) check_action(i);
        if (std::ranges::none_of(workflow_.actions, &Action::creates))
            fault("workflow.nothing_creates", "/actions");
        walk();
        for (std::size_t i = 0; i < workflow_.states.size(); ++i) check_state(i);
        for (std::size_t i = 0; i < workflow_.actions.size(); ++i) check_reachable(i);
        check_ids();
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string where, std::string detail = {}) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(where), std::move(detail)});
    }

    void check_action(std::size_t index) {
        const Action& action = workflow_.actions[index];
        for (std::size_t i = 0; i < action.from.size(); ++i) {
            const std::string where = at("actions", index, "from/" + std::to_string(i));
            const State* from = workflow_.find_state(action.from[i]);
            if (from == nullptr) fault("workflow.unknown_state", where, action.from[i]);
            // A final state is where time limits and retention count from: nothing may follow but
            // corrections.
            if (from != nullptr && from->is_final) fault("workflow.leaves_final_state", where);
        }
        if (!action.to.empty() && workflow_.find_state(action.to) == nullptr) {
            fault("workflow.unknown_state", at("actions", index, "to"), action.to);
        }
        if (action.creates && action.to.empty())
            fault("workflow.creates_without_state", at("actions", index));
        if (action.creates != action.from.empty()) fault("workflow.from_or_creates", at("actions", index));
        for (std::size_t i = 0; i < action.not_by_who_did.size(); ++i) {
            const std::string& other = action.not_by_who_did[i];
            if (workflow_.find(other) == nullptr || other == action.id) {
                fault(
                    "workflow.unknown_action",
                    at("actions", index, "not_by_who_did/" + std::to_string(i)),
                    action.not_by_who_did[i]
                );
            }
        }
        if (!action.legal_effect.empty() && action.citation.empty()) {
            fault("workflow.effect_without_citation", at("actions", index));
        }
        if (action.ground.kind == Ground::Kind::Law && action.ground.citation.empty()) {
            fault("workflow.ground_without_citation", at("actions", index, "ground"));
        }
    }

    /// Which states records can come to.
    void walk() {
        for (bool grown = true; grown;) {
            grown = false;
            for (const Action& action : workflow_.actions) {
                const bool may_happen =
                    action.creates || std::ranges::any_of(action.from, [&](const auto& from) {
                        return reached_.contains(from);
                    });
                if (may_happen && !action.to.empty()) grown |= reached_.insert(action.to).second;
            }
        }
    }

    void check_state(std::size_t index) {
        const State& state = workflow_.states[index];
        if (!reached_.contains(state.id))
            return fault("workflow.unreachable_state", at("states", index), state.id);
        const bool has_way_out = std::ranges::any_of(workflow_.actions, [&](const Action& action) {
            return contains(action.from, state.id) && !action.to.empty() && action.to != state.id;
        });
        if (!state.is_final && !has_way_out) fault("workflow.dead_end", at("states", index), state.id);
    }

    void check_reachable(std::size_t index) {
        const Action& action = workflow_.actions[index];
        const auto is_reached = [&](const std::string& from) { return reached_.contains(from); };
        if (!action.creates && !action.from.empty() && std::ranges::none_of(action.from, is_reached)) {
            fault("workflow.action_never_possible", at("actions", index));
        }
    }

    template <typename T>
    void check_unique(const std::vector<T>& all, std::string_view list) {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!seen.insert(all[i].id).second) fault("workflow.given_twice", at(list, i));
        }
    }

    void check_ids() {
        check_unique(workflow_.states, "states");
        check_unique(workflow_.actions, "actions");
        check_unique(workflow_.links, "links");
    }

    const Workflow& workflow_;
    std::set<std::string, std::less<>> reached_;
    Diagnostics faults_;
};

}  // namespace

const Action* Workflow::find(std::string_view action) const {
    return find_by_id(actions, action);
}

const State* Workflow::find_state(std::string_view state) const {
    return find_by_id(states, state);
}

const LinkKind* Workflow::find_link(std::string_view link) const {
    return find_by_id(links, link);
}

Diagnostics check_workflow(const Workflow& workflow) {
    return Checker(workflow).check();
}

Result<> check_taker(
    const Action& action,
    std::string_view actor,
    bool has_consent,
    const std::vector<Taken>& earlier,
    const expression::Environment& clear
) {
    for (const Taken& taken : earlier) {
        if (taken.actor == actor && contains(action.not_by_who_did, taken.action)) {
            return refuse(ErrorKind::Conflict, "workflow.other_person");
        }
    }
    if (action.ground.kind == Ground::Kind::Consent && !has_consent) {
        return refuse(ErrorKind::Conflict, "workflow.consent_missing");
    }
    if (action.when && !expression::holds(*action.when, clear)) {
        return refuse(ErrorKind::Conflict, "workflow.condition");
    }
    return {};
}

Result<std::string> decide_action(
    const Workflow& workflow,
    const Request& request,
    const std::vector<Taken>& earlier,
    const expression::Environment& clear
) {
    const Action* action = workflow.find(request.action);
    if (action == nullptr) return refuse(ErrorKind::Invalid, "workflow.unknown_action", "/action");
    if (action->creates ? !request.state.empty() : !contains(action->from, request.state)) {
        return refuse(ErrorKind::Conflict, "workflow.not_in_this_state");
    }
    for (const std::string& field : request.touched) {
        if (!contains(action->fields, field)) {
            return refuse(ErrorKind::Invalid, "workflow.field_not_of_action", "/answers/" + field);
        }
    }
    TRY(check_taker(*action, request.actor, request.has_consent, earlier, clear));
    if (action->needs_reason && !request.has_reason) {
        return refuse(ErrorKind::Invalid, "workflow.reason_missing", "/reason");
    }
    return action->to.empty() ? request.state : action->to;
}

}  // namespace neove::workflow
