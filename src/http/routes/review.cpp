#include "http/routes/api.h"
#include "http/routes/document_views.h"
#include "http/routes/reread.h"
#include "review/json_form.h"
#include "service/reread_document.h"
#include "service/review_document.h"

namespace neove::http {

namespace {

constexpr std::size_t kTasksAtOnce = 2'000;

/// The whole reading as it stands.
Response answer_reading(const Api& api, const Exchange& exchange, const service::DocumentRecord& record) {
    Response response = json_response(200, reading_view(api, exchange, record));
    response.set("ETag", "\"" + service::document_etag(api.house, record.row) + "\"");
    return response;
}

std::optional<TaskId> task_in(json::Reader& reader, const json::Value& value, const std::string& at) {
    auto id = TaskId::parse(value.string() == nullptr ? std::string() : *value.string());
    if (!id) reader.fault(at, "review.task_unknown");
    return id;
}

std::vector<TaskId> tasks_in(json::Reader& reader, const std::string& name) {
    std::vector<TaskId> ids;
    const json::Array* list = reader.optional_array(name, kTasksAtOnce);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        if (auto id = task_in(reader, (*list)[i], name + "/" + std::to_string(i)))
            ids.push_back(std::move(*id));
    }
    return ids;
}

std::optional<review::Bodies> bodies_in(json::Reader& reader, const std::string& name) {
    if (!reader.has(name)) return std::nullopt;
    review::Bodies bodies;
    const json::Array* list = reader.optional_array(name, review::kBodiesMax);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const std::string at = name + "/" + std::to_string(i);
        const json::Value& one = (*list)[i];
        const std::string picked = one.text_or("organisation_id");
        const auto id = OrganisationId::parse(picked);
        if (!picked.empty() && !id) reader.fault(at + "/organisation_id", "review.unknown_organisation");
        if (one.text_or("text").empty()) reader.fault(at + "/text", "review.body_empty");
        const bool is_named = one.flag_or("named");
        if (is_named && !picked.empty()) reader.fault(at + "/named", "review.body_two_ways");
        bodies.push_back({one.text_or("text"), id.value_or(OrganisationId()), is_named});
    }
    return bodies;
}

review::Edit edit_in(json::Reader& reader) {
    review::Edit edit;
    edit.text = reader.optional_text("text", review::kTextBytesMax);
    if (const auto category = reader.optional_text("category", 40)) {
        edit.category = review::parse_category(*category);
        if (!edit.category) reader.fault("category", "review.category_unknown");
    }
    if (const auto choice = reader.optional_text("choice", 40)) {
        edit.choice = review::parse_choice(*choice);
        if (!edit.choice) reader.fault("choice", "review.choice_unknown");
    }
    if (reader.has("due")) edit.due = reader.optional_text("due", 40).value_or("");
    edit.lead = bodies_in(reader, "lead");
    edit.coordinate = bodies_in(reader, "coordinate");
    edit.requested = bodies_in(reader, "requested");
    return edit;
}

/// The body without a member that is no text, number, flag or list and is read by itself.
json::Value without(const json::Value& body, std::string_view name) {
    json::Value rest = body;
    if (rest.object() != nullptr)
        std::erase_if(*rest.object(), [&](const auto& one) { return one.first == name; });
    return rest;
}

Result<Response> handle_reading(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<DocumentId>(exchange, "id"));
    return answer_reading(api, exchange, TRY(service::open_document(api.house, exchange.who(), id)));
}

Result<Response> handle_edit(const Api& api, Exchange& exchange) {
    const auto request = TRY(change_request_of(exchange));
    const auto task = TRY(id_of<TaskId>(exchange, "task_id"));
    json::Reader reader(exchange.body);
    const review::Edit edit = edit_in(reader);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer_reading(
        api, exchange, TRY(service::edit_task(api.house, exchange.who(), request, task, edit))
    );
}

Result<Response> handle_add(const Api& api, Exchange& exchange) {
    const auto request = TRY(change_request_of(exchange));
    const json::Value body = without(exchange.body, "span");
    json::Reader reader(body);
    const std::string text = reader.text("text", review::kTextBytesMax);
    std::optional<TaskId> after;
    if (const auto wanted = reader.optional_text("after", 60)) after = task_in(reader, *wanted, "after");
    const json::Value* place = exchange.body.find("span");
    const auto span = review::span_of(place);
    if (place != nullptr && !place->is_null() && !span) reader.fault("span", "review.span_outside");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer_reading(
        api, exchange, TRY(service::add_task(api.house, exchange.who(), request, text, after, span))
    );
}

Result<Response> handle_split(const Api& api, Exchange& exchange) {
    const auto request = TRY(change_request_of(exchange));
    const auto task = TRY(id_of<TaskId>(exchange, "task_id"));
    json::Reader reader(exchange.body);
    const auto at = reader.optional_integer("at");
    if (!at) reader.fault("at", "field.required");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer_reading(
        api, exchange, TRY(service::split_task(api.house, exchange.who(), request, task, *at))
    );
}

using ForTask = Result<
    service::
        DocumentRecord> (*)(service::House&, const service::Caller&, const service::ReviewRequest&, const TaskId&);

Result<Response> handle_one(const Api& api, Exchange& exchange, ForTask use_case) {
    const auto request = TRY(change_request_of(exchange));
    const auto task = TRY(id_of<TaskId>(exchange, "task_id"));
    return answer_reading(api, exchange, TRY(use_case(api.house, exchange.who(), request, task)));
}

using ForTasks = Result<
    service::
        DocumentRecord> (*)(service::House&, const service::Caller&, const service::ReviewRequest&, const std::vector<TaskId>&);

Result<Response> handle_many(const Api& api, Exchange& exchange, ForTasks use_case) {
    const auto request = TRY(change_request_of(exchange));
    json::Reader reader(exchange.body);
    const auto tasks = tasks_in(reader, "task_ids");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer_reading(api, exchange, TRY(use_case(api.house, exchange.who(), request, tasks)));
}

constexpr const char* kOne = "/api/v1/documents/{id}";
constexpr const char* kTask = "/api/v1/documents/{id}/tasks/{task_id}";

Contract task_change(const char* takes) {
    return Contract{
        .takes = takes, .reads = {"If-Match", "Idempotency-Key?"}, .sends = {"ETag"}, .refuses = {409}};
}

/// What was read, and the words of its tasks.
std::vector<Route> wording_routes(const Api& api) {
    const std::string one = kOne;
    const std::string task = kTask;
    const auto with = binder(api);
    return {
        {"GET",
         one + "/reading",
         Door::Ready,
         BodyKind::None,
         "What was read",
         "Reading",
         with(handle_reading),
         {.sends = {"ETag"}}},
        {"POST",
         one + "/tasks",
         Door::Ready,
         BodyKind::Json,
         "Add a task",
         "Reading",
         with(handle_add),
         task_change("NewTask")},
        {"PATCH",
         task,
         Door::Ready,
         BodyKind::Json,
         "Edit a task",
         "Reading",
         with(handle_edit),
         task_change("TaskChange")},
        {"POST",
         task + "/split",
         Door::Ready,
         BodyKind::Json,
         "Split a task",
         "Reading",
         with(handle_split),
         task_change("Split")},
    };
}

/// Which tasks there are, and which hold.
std::vector<Route> choosing_routes(const Api& api) {
    const auto on_task = [&api](ForTask use_case) {
        return [&api, use_case](Exchange& exchange) { return handle_one(api, exchange, use_case); };
    };
    const auto on_tasks = [&api](ForTasks use_case) {
        return [&api, use_case](Exchange& exchange) { return handle_many(api, exchange, use_case); };
    };
    const std::string one = kOne;
    const std::string task = kTask;
    return {
        {"POST",
         one + "/tasks/merge",
         Door::Ready,
         BodyKind::Json,
         "Merge tasks",
         "Reading",
         on_tasks(service::merge_tasks),
         task_change("TaskIds")},
        {"POST",
         task + "/drop",
         Door::Ready,
         BodyKind::None,
         "Drop a task",
         "Reading",
         on_task(service::drop_task),
         task_change("")},
        {"POST",
         task + "/restore",
         Door::Ready,
         BodyKind::None,
         "Bring a dropped task back",
         "Reading",
         on_task(service::restore_task),
         task_change("")},
        {"POST",
         one + "/confirm",
         Door::Ready,
         BodyKind::Json,
         "Confirm tasks",
         "Reading",
         on_tasks(service::confirm_tasks),
         task_change("TaskIds")},
    };
}

}  // namespace

std::vector<Route> review_routes(const Api& api) {
    return joined({wording_routes(api), choosing_routes(api), reread_routes(api)});
}

}  // namespace neove::http
