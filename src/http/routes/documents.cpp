#include "base/text.h"
#include "http/routes/api.h"
#include "http/routes/document_issuer.h"
#include "http/routes/document_views.h"
#include "http/routes/own_plans.h"
#include "service/upload_document.h"
#include "service/withdraw_document.h"

namespace neove::http {

namespace {

constexpr std::string_view kBase = "/api/v1/documents";

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    const service::DocumentQuery query{
        std::string(exchange.request.query_value("cursor")),
        std::string(exchange.request.query_value("query")),
        std::string(exchange.request.query_value("state")),
        std::string(exchange.request.query_value("own_plan"))};
    const auto page = TRY(service::list_documents(api.house, exchange.who(), query));
    json::Array items;
    for (const service::DocumentRow& row : page.items) items.push_back(document_row_view(api, row));
    const json::Value next = page.next.empty() ? json::Value() : json::Value(page.next);
    return json_response(200, json::Object{{"items", std::move(items)}, {"next", next}});
}

Result<Response> handle_upload(const Api& api, Exchange& exchange) {
    const service::Upload upload{
        as_bytes(exchange.request.body),
        file_name_of(exchange),
        std::string(exchange.request.field("idempotency-key")),
        exchange.request.query_value("again") == "true"};
    return answer_upload(api, exchange, TRY(service::upload_document(api.house, exchange.who(), upload)));
}

Result<Response> handle_withdraw(const Api& api, Exchange& exchange) {
    const service::ReviewRequest request = TRY(change_request_of(exchange));
    json::Reader reader(exchange.body);
    service::WithdrawalRequest withdrawal;
    withdrawal.reason = reader.optional_text("reason", service::kReasonMax).value_or("");
    withdrawal.with_tasks = reader.optional_flag("with_tasks").value_or(false);
    withdrawal.leave_open = reader.optional_flag("leave_open").value_or(false);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto record = TRY(service::withdraw_document(api.house, exchange.who(), request, withdrawal));
    return answer_document(api, exchange, record);
}

void read_relations(json::Reader& reader, service::DocumentChange& change) {
    if (!reader.has("changes")) return;
    change.relations.emplace();
    const json::Array* list = reader.optional_array("changes", service::kRelationsMax);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const json::Value& one = (*list)[i];
        const std::string id = one.text_or("document_id");
        const auto document = DocumentId::parse(id);
        if (!id.empty() && !document) {
            reader.fault("changes/" + std::to_string(i) + "/document_id", "document.relation_unknown");
        }
        change.relations->push_back(
            {one.text_or("relation"), document.value_or(DocumentId()), one.text_or("text")}
        );
    }
}

Result<Response> handle_change(const Api& api, Exchange& exchange) {
    const service::ReviewRequest request = TRY(change_request_of(exchange));
    json::Reader reader(exchange.body);
    service::DocumentChange change;
    change.title = reader.optional_text("title", 2'000);
    // Null takes a value away.
    if (reader.has("number")) change.number = reader.optional_text("number", 200).value_or("");
    if (reader.has("issued_on")) change.issued_on = reader.optional_text("issued_on", 20).value_or("");
    if (reader.has("issuer")) change.issuer = reader.optional_text("issuer", 500).value_or("");
    read_relations(reader, change);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto record = TRY(service::change_document(
        api.house,
        exchange.who(),
        request.document,
        request.etag,
        change,
        request.request_key,
        request.request_body
    ));
    return answer_document(api, exchange, record);
}

json::Array line_starts(std::string_view text) {
    json::Array starts{0};
    std::int64_t at = 0;
    for (std::size_t byte = 0; byte < text.size(); ++at) {
        const text::CodePoint point = text::decode(text, byte);
        byte += point.size;
        if (point.value == U'\n' && byte < text.size()) starts.emplace_back(at + 1);
    }
    return starts;
}

Result<Response> handle_text(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<DocumentId>(exchange, "id"));
    const auto record = TRY(service::open_document(api.house, exchange.who(), id));
    json::Array pages;
    for (const std::int64_t start : record.review.page_starts) pages.emplace_back(start);
    const json::Object body{
        {"text", record.review.text},
        {"page_starts", std::move(pages)},
        {"line_starts", line_starts(record.review.text)}};
    return with_etag(api, json_response(200, body), record.row);
}

Result<Response> handle_original(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<DocumentId>(exchange, "id"));
    const auto original = TRY(service::original_of(api.house, exchange.who(), id));
    return original_response(original.file.name, original.bytes);
}

Result<Response> handle_readers(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<DocumentId>(exchange, "id"));
    json::Array items;
    for (const service::ReaderEntry& entry : TRY(service::readers_of(api.house, exchange.who(), id))) {
        items.push_back(json::Object{
            {"at", to_iso(entry.at)},
            {"name", entry.name},
            {"organisation", entry.organisation.empty() ? json::Value() : json::Value(entry.organisation)},
            {"action", entry.action},
            {"action_label", api.sentences.of("action." + entry.action, exchange.language)}});
    }
    return json_response(200, json::Object{{"items", std::move(items)}, {"next", nullptr}});
}

std::vector<Route> register_of_documents(const Api& api) {
    const auto with = binder(api);
    const std::string base(kBase);
    return {
        {"GET",
         base,
         Door::Ready,
         BodyKind::None,
         "Documents",
         "DocumentRows",
         with(handle_list),
         {.query =
              {{"cursor", "string"},
               {"query", "string"},
               {"state", "string"},
               {"own_plan", "'given' | 'missing'"}},
          .refuses = {404, 422}}},
        {"POST",
         base,
         Door::Ready,
         BodyKind::File,
         "Upload and read a document",
         "Document",
         with(handle_upload),
         {.query = {{"again", "'true' | 'false'"}},
          .reads = {"X-File-Name?", "Idempotency-Key?"},
          .sends = {"ETag", "Location"},
          .status = 201,
          .refuses = {404, 409}}},
    };
}

std::vector<Route> one_document(const Api& api) {
    const auto with = binder(api);
    const std::string one = std::string(kBase) + "/{id}";
    return {
        {"GET",
         one,
         Door::Ready,
         BodyKind::None,
         "Open a document",
         "Document",
         [&api](Exchange& exchange) -> Result<Response> {
             const auto id = TRY(id_of<DocumentId>(exchange, "id"));
             return answer_document(
                 api, exchange, TRY(service::open_document(api.house, exchange.who(), id))
             );
         },
         {.sends = {"ETag"}}},
        {"PATCH",
         one,
         Door::Ready,
         BodyKind::Json,
         "Correct a document's description",
         "Document",
         with(handle_change),
         {.takes = "DocumentChange",
          .reads = {"If-Match", "Idempotency-Key?"},
          .sends = {"ETag"},
          .refuses = {409}}},
        {"POST",
         one + "/withdraw",
         Door::Ready,
         BodyKind::Json,
         "Withdraw a document that came in by mistake",
         "Document",
         with(handle_withdraw),
         {.takes = "WithdrawalRequest",
          .reads = {"If-Match", "Idempotency-Key?"},
          .sends = {"ETag"},
          .refuses = {409}}},
        {"GET",
         one + "/text",
         Door::Ready,
         BodyKind::None,
         "The text that spans count in",
         "DocumentText",
         with(handle_text),
         {.sends = {"ETag"}}},
        {"GET",
         one + "/original",
         Door::Ready,
         BodyKind::None,
         "The file as it came",
         "",
         with(handle_original),
         {.sends = {"Content-Disposition"}, .media = "application/octet-stream"}},
        {"GET",
         one + "/readers",
         Door::Ready,
         BodyKind::None,
         "Who looked at it",
         "Readers",
         with(handle_readers)},
    };
}

}  // namespace

std::vector<Route> document_routes(const Api& api) {
    return joined(
        {register_of_documents(api), one_document(api), document_issuer_routes(api), own_plan_routes(api)}
    );
}

}  // namespace neove::http
