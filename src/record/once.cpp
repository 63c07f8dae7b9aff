#include "record/once.h"

#include "record/clear.h"
#include "record/history.h"

#include <algorithm>

namespace neove::record {

namespace {

/// What tells one time from another, as it lay in the clear then; a column goes before a dimension of its
/// name.
json::Value sameness_of(const workflow::Action& action, const Event& event) {
    json::Array out;
    for (const std::string& name : action.once_per) {
        const json::Value* said = event.columns.object() == nullptr ? nullptr : event.columns.find(name);
        if (said == nullptr && event.dimensions.object() != nullptr) said = event.dimensions.find(name);
        out.push_back(said == nullptr ? json::Value() : *said);
    }
    return out;
}

/// Whether a time of the one is a time of the other: whichever of them says so.
bool counts_as(const workflow::Workflow& flow, const std::string& one, const std::string& other) {
    const auto names = [&](const std::string& by, const std::string& id) {
        const workflow::Action* action = flow.find(by);
        return action != nullptr && std::ranges::find(action->once_with, id) != action->once_with.end();
    };
    return one == other || names(one, other) || names(other, one);
}

std::string written(calendar::Date day) {
    const std::string iso = day.iso();
    return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

}  // namespace

Result<> check_once(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const Event& added,
    std::int64_t utc_offset_micros
) {
    const auto is_limited = [](const workflow::Action& action) { return !action.once_per.empty(); };
    if (std::ranges::none_of(definition.workflow.actions, is_limited)) return {};
    History all = history_of(history);
    all.push_back(&added);
    const Corrected before(history);
    const Corrected after(all);
    for (std::size_t i = 0; i < after.size(); ++i) {
        const workflow::Action* action = definition.workflow.find(after[i].kind);
        if (action == nullptr || !is_limited(*action)) continue;
        const json::Value said = sameness_of(*action, after[i]);
        if (i < before.size() && sameness_of(*action, before[i]) == said) continue;
        for (std::size_t n = 0; n < after.size(); ++n) {
            if (n == i || sameness_of(*action, after[n]) != said) continue;
            if (!counts_as(definition.workflow, action->id, after[n].kind)) continue;
            const std::string day = written(day_of(after[n], utc_offset_micros));
            return refuse(ErrorKind::Conflict, "workflow.already_done", {}, day);
        }
    }
    return {};
}

}  // namespace neove::record
