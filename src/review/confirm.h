#pragma once
/// \file
/// The step from a proposal to a task: only a person takes it, for the tasks she names.

#include "review/state.h"

#include <span>

namespace neove::review {

struct Confirmation {
    std::string by;  ///< account id
    Instant at;
};

/// All or none. Refuses `review.nothing_chosen`, `review.task_unknown`, `review.task_confirmed`,
/// `review.task_dropped`, and `review.due_missing` for a dated task with neither a day nor a deadline that
/// repeats; `where` points at the id in the list.
Result<State> confirm_tasks(State state, std::span<const TaskId> ids, const Confirmation& confirmation);

/// Takes every confirmation back: the ids of the tasks that were confirmed.
std::vector<TaskId> withdraw_confirmations(State& state);

}  // namespace neove::review
