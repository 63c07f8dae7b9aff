#include "service/change_review.h"

#include "review/json_form.h"
#include "service/act_on_document.h"

namespace neove::service {

namespace {

json::Value clear_part(const ReviewChange& change, const DocumentRow& row) {
    json::Array tasks;
    for (const TaskId& id : change.touched) tasks.emplace_back(id.text());
    json::Value clear = change.clear;
    clear.set("tasks", std::move(tasks));
    clear.set(
        "counts",
        json::Object{
            {"tasks", row.counts.tasks},
            {"confirmed", row.counts.confirmed},
            {"uncertain", row.counts.uncertain}}
    );
    return clear;
}

json::Value sealed_words(const ReviewChange& change, const review::State& state) {
    json::Array tasks;
    for (const TaskId& id : change.touched) {
        if (const review::Task* task = review::find_task(state, id))
            tasks.push_back(review::task_to_json(*task));
    }
    json::Value sealed = change.sealed;
    sealed.set("tasks", std::move(tasks));
    return sealed;
}

/// `record` is left as the change leaves it.
Result<Decided> decide_change(
    const House& house,
    const Caller& caller,
    const ReviewRequest& request,
    const ReviewStep& step,
    DocumentRecord& record
) {
    TRY(check_etag(house, record.row, request.etag, request.etag_optional));
    ReviewChange change = TRY(step(record));
    Decided decided;
    decided.resource_id = request.document.text();
    decided.commit.expected.push_back({"document", request.document.text(), record.row.version});
    ++record.row.version;
    decided.commit.writes = std::move(change.writes);
    decided.commit.writes.push_back(update_document(house.keys, record));
    decided.commit.events.push_back(document_event(
        house,
        caller,
        record.row,
        change.kind,
        clear_part(change, record.row),
        sealed_words(change, record.review)
    ));
    return decided;
}

}  // namespace

Result<DocumentRecord> change_review(
    House& house,
    const Caller& caller,
    std::string_view permission,
    const ReviewRequest& request,
    const ReviewStep& step
) {
    const DocumentAct what{
        std::string(permission), request.document, request.request_key, request.request_body};
    return act_on_document(house, caller, what, [&](storage::Snapshot&, DocumentRecord& record) {
        return decide_change(house, caller, request, step, record);
    });
}

}  // namespace neove::service
