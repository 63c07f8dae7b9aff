#include "definition/running_states.h"

#include <algorithm>
#include <vector>

namespace neove::definition {

namespace {

/// A stop that a date field tells may not have come yet when the state has.
bool stops_in(const deadline::Limit& limit, const std::string& state) {
    return std::ranges::any_of(limit.stops, [&](const deadline::Trigger& stop) {
        return stop.kind == deadline::Trigger::Kind::Entered && stop.dated_by.empty() && stop.name == state;
    });
}

}  // namespace

std::optional<std::set<std::string>> running_states(
    const workflow::Workflow& workflow, const deadline::Limit& limit
) {
    if (limit.starts.kind != deadline::Trigger::Kind::Entered) return std::nullopt;
    std::set<std::string> out{limit.starts.name};
    std::vector<std::string> ahead{limit.starts.name};
    while (!ahead.empty()) {
        const std::string state = std::move(ahead.back());
        ahead.pop_back();
        for (const workflow::Action& action : workflow.actions) {
            if (action.to.empty() || std::ranges::find(action.from, state) == action.from.end()) continue;
            if (!stops_in(limit, action.to) && out.insert(action.to).second) ahead.push_back(action.to);
        }
    }
    return out;
}

}  // namespace neove::definition
