/// \file
/// Routes of files that records hold: upload, what there is to see of one, and the original.

#include "http/routes/api.h"
#include "http/routes/document_views.h"
#include "http/routes/schemas.h"
#include "service/registers/attachments.h"

#include <charconv>

namespace neove::http {

namespace {

/// The place views into the exchange, which outlives it.
Result<service::AttachmentPlace> place_of(const Exchange& exchange) {
    const RecordId record = TRY(id_of<RecordId>(exchange, "id"));
    const BlobId attachment = TRY(id_of<BlobId>(exchange, "attachment"));
    return service::AttachmentPlace{exchange.id("register"), record, attachment};
}

Result<Response> handle_upload(const Api& api, Exchange& exchange) {
    const BlobId id = TRY(service::upload_attachment(
        api.house,
        exchange.who(),
        exchange.id("register"),
        as_bytes(exchange.request.body),
        file_name_of(exchange)
    ));
    return json_response(201, json::Object{{"id", id.text()}});
}

Result<Response> handle_info(const Api& api, Exchange& exchange) {
    const auto place = TRY(place_of(exchange));
    const auto file = TRY(service::read_attachment(api.house, exchange.who(), place));
    return json_response(
        200,
        json::Object{{"name", file.name}, {"kind", file.kind}, {"size", file.size}, {"pages", file.pages}}
    );
}

Result<Response> handle_page(const Api& api, Exchange& exchange) {
    const auto place = TRY(place_of(exchange));
    const std::string& text = exchange.id("page");
    std::int64_t page = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), page);
    // What is no number is a page that no file has; that a file is not hers comes first.
    if (fault != std::errc() || end != text.data() + text.size()) page = 0;
    const Bytes picture = TRY(service::attachment_page(api.house, exchange.who(), place, page));
    Response response;
    response.set("Content-Type", "image/png");
    response.set("Content-Security-Policy", "sandbox; default-src 'none'");
    response.body = std::string(as_text(picture));
    return response;
}

Result<Response> handle_original(const Api& api, Exchange& exchange) {
    const auto place = TRY(place_of(exchange));
    const auto original = TRY(service::original_attachment(api.house, exchange.who(), place));
    return original_response(original.about.name, original.bytes);
}

}  // namespace

std::vector<Route> attachment_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}";
    const std::string one = base + "/records/{id}/attachments/{attachment}";
    const auto with = binder(api);
    return {
        {"POST",
         base + "/attachments",
         Door::Ready,
         BodyKind::File,
         "Upload a file that one of my next acts in this register names",
         "UploadedAttachment",
         with(handle_upload),
         {.reads = {"X-File-Name?"}, .status = 201, .refuses = {404, 409, 422}}},
        {"GET",
         one,
         Door::Ready,
         BodyKind::None,
         "What a file of a record is",
         "Attachment",
         with(handle_info),
         {.refuses = {404}}},
        {"GET",
         one + "/pages/{page}",
         Door::Ready,
         BodyKind::None,
         "A page of a file as a picture",
         "",
         with(handle_page),
         {.media = "image/png", .refuses = {404, 422, 503}}},
        {"POST",
         one + "/original",
         Door::Ready,
         BodyKind::None,
         "The file as it came in",
         "",
         with(handle_original),
         {.sends = {"Content-Disposition"}, .media = "application/octet-stream", .refuses = {403, 404}}}};
}

std::vector<Schema> attachment_schemas() {
    return {
        {"UploadedAttachment", {{"id", "id"}}},
        {"Attachment", {{"name", "string"}, {"kind", "string"}, {"size", "integer"}, {"pages", "integer"}}}};
}

}  // namespace neove::http
