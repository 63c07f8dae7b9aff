#include "review/confirm.h"

#include "review/open_task.h"
#include "review/repeats.h"

#include <algorithm>

namespace neove::review {

namespace {

Result<> may_confirm(const Task& task) {
    if (task.choice != Choice::Dated || !task.due.empty()) return {};
    if (std::ranges::any_of(task.item.deadlines, has_due_days)) return {};
    return refuse(ErrorKind::Invalid, "review.due_missing");
}

}  // namespace

Result<State> confirm_tasks(State state, std::span<const TaskId> ids, const Confirmation& confirmation) {
    if (ids.empty()) return refuse(ErrorKind::Invalid, "review.nothing_chosen", "/task_ids");
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto place = open_task(state, ids[i]);
        auto allowed = place ? may_confirm(state.tasks[*place]) : Result<>();
        Error* fault = !place ? &place.error() : !allowed ? &allowed.error() : nullptr;
        if (fault != nullptr) {
            fault->where = "/task_ids/" + std::to_string(i);
            return std::unexpected(std::move(*fault));
        }
        Task& task = state.tasks[*place];
        task.state = TaskState::Confirmed;
        task.confirmed_by = confirmation.by;
        task.confirmed_at = confirmation.at;
    }
    return state;
}

std::vector<TaskId> withdraw_confirmations(State& state) {
    std::vector<TaskId> withdrawn;
    for (Task& task : state.tasks) {
        if (task.state != TaskState::Confirmed) continue;
        withdrawn.push_back(task.id);
        task.state = TaskState::Proposed;
        task.confirmed_by.clear();
        task.confirmed_at = {};
    }
    return withdrawn;
}

}  // namespace neove::review
