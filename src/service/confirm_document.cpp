#include "review/confirm.h"
#include "review/json_form.h"
#include "service/confirmed_task.h"
#include "service/review_document.h"

namespace neove::service {

namespace {

/// What the event says in the clear: enough to write the rows again without a key, but for the words.
json::Value clear_line(const review::Task& task, const std::vector<ConfirmedBody>& bodies) {
    return json::Object{
        {"id", task.id.text()},
        {"path", task.item.path},
        {"category", review::name_of(task.item.category)},
        {"choice", review::name_of(task.choice)},
        {"due", task.due},
        {"bodies", to_json(bodies)}};
}

}  // namespace

Result<DocumentRecord> confirm_tasks(
    House& house, const Caller& caller, const ReviewRequest& request, const std::vector<TaskId>& tasks
) {
    return change_review(
        house,
        caller,
        "confirm",
        request,
        [&](DocumentRecord& record) -> Result<ReviewChange> {
            const review::Confirmation by{caller.account.id.text(), caller.now};
            record.review = TRY(review::confirm_tasks(std::move(record.review), tasks, by));
            BodyResolver resolver(house, record.row.issuer, record.row.issued_on, today(house, caller.now));
            ReviewChange change;
            change.kind = "confirmed";
            change.touched = tasks;
            json::Array lines;
            for (std::size_t i = 0; i < tasks.size(); ++i) {
                const review::Task& task = *review::find_task(record.review, tasks[i]);
                auto bodies = confirmed_bodies(task, resolver);
                if (!bodies) {
                    // The pointer names the task: the person sees her list of tasks, not this one's bodies.
                    return refuse(bodies.error().kind, bodies.error().code, "/task_ids/" + std::to_string(i));
                }
                lines.push_back(clear_line(task, *bodies));
                const std::int64_t version = record.row.version + 1;
                for (storage::Write& write :
                     insert_confirmed(house.keys, record.row.id, task, *bodies, version)) {
                    change.writes.push_back(std::move(write));
                }
            }
            change.clear.set("confirmed", std::move(lines));
            return change;
        }
    );
}

}  // namespace neove::service
