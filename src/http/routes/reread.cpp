#include "http/routes/reread.h"

#include "http/routes/document_views.h"
#include "service/reread_document.h"

namespace neove::http {

namespace {

/// The version is optional here: a person who uploads a new file has often left the page open for an hour,
/// and nothing is taken over before she saw the difference.
Result<service::ReviewRequest> request_of(const Exchange& exchange) {
    service::ReviewRequest request;
    request.document = TRY(id_of<DocumentId>(exchange, "id"));
    request.etag_optional = true;
    if (!exchange.request.field("if-match").empty()) request.etag = TRY(required_version(exchange));
    request.request_key = exchange.request.field("idempotency-key");
    request.request_body = exchange.request.method + " " + exchange.request.path;
    return request;
}

json::Value difference_view(const Api& api, const Exchange& exchange, const service::Rereading& rereading) {
    auto resolver = resolver_for(api, exchange, rereading.record);
    const review::State& old = rereading.record.review;
    const auto shown = [&](const review::State& state, const TaskId& id) {
        const review::Task* task = review::find_task(state, id);
        return task == nullptr ? json::Value() : task_view(*task, resolver, exchange.language);
    };
    json::Array changed;
    for (const review::Change& one : rereading.difference.changed) {
        json::Array differs;
        for (const std::string& what : one.differs) differs.emplace_back(what);
        changed.push_back(json::Object{
            {"task", shown(old, one.task)},
            {"new_text", one.new_text},
            {"new_path", one.new_path},
            {"likeness", one.likeness},
            {"differs", std::move(differs)}});
    }
    json::Array missing;
    for (const TaskId& id : rereading.difference.missing) missing.push_back(shown(old, id));
    json::Array added;
    for (const TaskId& id : rereading.difference.added)
        added.push_back(shown(rereading.record.pending->review, id));
    return json::Object{
        {"kept", rereading.difference.kept.size()},
        {"changed", std::move(changed)},
        {"missing", std::move(missing)},
        {"added", std::move(added)},
        {"etag", service::document_etag(api.house, rereading.record.row)}};
}

Result<Response> handle_reread(const Api& api, Exchange& exchange) {
    const auto request = TRY(request_of(exchange));
    const auto rereading = TRY(service::reread_document(
        api.house, exchange.who(), request, as_bytes(exchange.request.body), file_name_of(exchange)
    ));
    return json_response(200, difference_view(api, exchange, rereading));
}

std::set<TaskId> ids_in(json::Reader& reader, const std::string& name) {
    std::set<TaskId> ids;
    const json::Array* list = reader.optional_array(name, review::kTasksMax);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const std::string* text = (*list)[i].string();
        auto id = TaskId::parse(text == nullptr ? std::string() : *text);
        if (id) {
            ids.insert(std::move(*id));
        } else {
            reader.fault(name + "/" + std::to_string(i), "review.task_unknown");
        }
    }
    return ids;
}

Result<Response> handle_accept(const Api& api, Exchange& exchange) {
    auto request = TRY(request_of(exchange));
    request.request_body += "\n" + exchange.request.body;
    json::Reader reader(exchange.body);
    review::Acceptance acceptance;
    acceptance.changed = ids_in(reader, "changed");
    acceptance.added = ids_in(reader, "added");
    acceptance.missing = ids_in(reader, "missing");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto record = TRY(service::accept_reread(api.house, exchange.who(), request, acceptance));
    Response response = json_response(200, reading_view(api, exchange, record));
    response.set("ETag", "\"" + service::document_etag(api.house, record.row) + "\"");
    return response;
}

}  // namespace

std::vector<Route> reread_routes(const Api& api) {
    const std::string one = "/api/v1/documents/{id}/reread";
    return {
        {"POST",
         one,
         Door::Ready,
         BodyKind::File,
         "Read a corrected document",
         "Rereading",
         [&api](Exchange& exchange) { return handle_reread(api, exchange); },
         {.reads = {"If-Match?", "Idempotency-Key?", "X-File-Name?"}, .refuses = {409}}},
        {"POST",
         one + "/accept",
         Door::Ready,
         BodyKind::Json,
         "Take over what changed",
         "Reading",
         [&api](Exchange& exchange) { return handle_accept(api, exchange); },
         {.takes = "Acceptance",
          .reads = {"If-Match?", "Idempotency-Key?"},
          .sends = {"ETag"},
          .refuses = {409}}},
    };
}

}  // namespace neove::http
