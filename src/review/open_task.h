#pragma once
/// \file
/// The one gate in front of every change: only a proposed task may be changed.

#include "review/state.h"

namespace neove::review {

/// Its place in `State::tasks`. Refuses `review.task_unknown`, `review.task_confirmed`,
/// `review.task_dropped`.
Result<std::size_t> open_task(const State& state, const TaskId& id);

}  // namespace neove::review
