#include "service/review_document.h"

namespace neove::service {

namespace {

Result<> check_bodies(
    const House& house, const std::optional<review::Bodies>& bodies, const std::string& pointer
) {
    if (!bodies) return {};
    const auto live = house.live.view();
    for (std::size_t i = 0; i < bodies->size(); ++i) {
        const OrganisationId& picked = (*bodies)[i].organisation;
        if (!picked.is_empty() && live->directory.find(picked) == nullptr) {
            return refuse(
                ErrorKind::Invalid,
                "review.unknown_organisation",
                pointer + "/" + std::to_string(i) + "/organisation_id"
            );
        }
    }
    return {};
}

/// A step that only changes the state of review.
template <typename Change>
Result<DocumentRecord> change_state(
    House& house,
    const Caller& caller,
    const ReviewRequest& request,
    std::string kind,
    std::vector<TaskId> touched,
    Change change
) {
    return change_review(
        house,
        caller,
        "review",
        request,
        [&](DocumentRecord& record) -> Result<ReviewChange> {
            record.review = TRY(change(std::move(record.review)));
            ReviewChange done;
            done.kind = std::move(kind);
            done.touched = std::move(touched);
            return done;
        }
    );
}

}  // namespace

Result<DocumentRecord> edit_task(
    House& house,
    const Caller& caller,
    const ReviewRequest& request,
    const TaskId& task,
    const review::Edit& edit
) {
    return change_state(
        house,
        caller,
        request,
        "task_edited",
        {task},
        [&](review::State state) -> Result<review::State> {
            TRY(check_bodies(house, edit.lead, "/lead"));
            TRY(check_bodies(house, edit.coordinate, "/coordinate"));
            TRY(check_bodies(house, edit.requested, "/requested"));
            return review::edit_task(std::move(state), task, edit);
        }
    );
}

Result<DocumentRecord> add_task(
    House& house,
    const Caller& caller,
    const ReviewRequest& request,
    const std::string& text,
    const std::optional<TaskId>& after,
    const std::optional<review::Span>& span
) {
    const TaskId id = TaskId::trusted(crypto::random_id());
    return change_state(house, caller, request, "task_added", {id}, [&](review::State state) {
        return review::add_task(std::move(state), {id, text, after.value_or(TaskId()), span});
    });
}

Result<DocumentRecord> split_task(
    House& house, const Caller& caller, const ReviewRequest& request, const TaskId& task, std::int64_t at
) {
    const TaskId id = TaskId::trusted(crypto::random_id());
    return change_state(house, caller, request, "task_split", {task, id}, [&](review::State state) {
        return review::split_task(std::move(state), task, at, id);
    });
}

Result<DocumentRecord> merge_tasks(
    House& house, const Caller& caller, const ReviewRequest& request, const std::vector<TaskId>& tasks
) {
    return change_state(house, caller, request, "tasks_merged", tasks, [&](review::State state) {
        return review::merge_tasks(std::move(state), tasks);
    });
}

Result<DocumentRecord> drop_task(
    House& house, const Caller& caller, const ReviewRequest& request, const TaskId& task
) {
    return change_state(house, caller, request, "task_dropped", {task}, [&](review::State state) {
        return review::drop_task(std::move(state), task);
    });
}

Result<DocumentRecord> restore_task(
    House& house, const Caller& caller, const ReviewRequest& request, const TaskId& task
) {
    return change_state(house, caller, request, "task_restored", {task}, [&](review::State state) {
        return review::restore_task(std::move(state), task);
    });
}

}  // namespace neove::service
