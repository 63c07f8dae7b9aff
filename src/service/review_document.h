#pragma once
/// \file
/// What a person does to the tasks of a document, one use case each. Refusals besides those named:
/// `access.not_found`, `version.stale` and those of review/edit.h and review/confirm.h.

#include "review/edit.h"
#include "service/change_review.h"

namespace neove::service {

/// Refuses `review.unknown_organisation` where a body names one that is not in the register.
Result<DocumentRecord> edit_task(
    House& house,
    const Caller& caller,
    const ReviewRequest& request,
    const TaskId& task,
    const review::Edit& edit
);
Result<DocumentRecord> add_task(
    House& house,
    const Caller& caller,
    const ReviewRequest& request,
    const std::string& text,
    const std::optional<TaskId>& after,
    const std::optional<review::Span>& span
);
Result<DocumentRecord> split_task(
    House& house, const Caller& caller, const ReviewRequest& request, const TaskId& task, std::int64_t at
);
Result<DocumentRecord> merge_tasks(
    House& house, const Caller& caller, const ReviewRequest& request, const std::vector<TaskId>& tasks
);
Result<DocumentRecord> drop_task(
    House& house, const Caller& caller, const ReviewRequest& request, const TaskId& task
);
Result<DocumentRecord> restore_task(
    House& house, const Caller& caller, const ReviewRequest& request, const TaskId& task
);

/// Writes the tasks and their bodies as rows: from here on they are somebody's. Collective bodies are written
/// with their members. Further refusals: `review.body_ambiguous`, `review.body_ended` while a person has
/// still to choose.
Result<DocumentRecord> confirm_tasks(
    House& house, const Caller& caller, const ReviewRequest& request, const std::vector<TaskId>& tasks
);

}  // namespace neove::service
