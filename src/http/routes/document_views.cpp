#include "http/routes/document_views.h"

#include "document/messages.h"
#include "http/routes/document_issuer.h"
#include "http/routes/own_plans.h"
#include "http/routes/views.h"
#include "http/strict_request.h"
#include "service/paper_copies.h"

namespace neove::http {

namespace {

json::Value text_or_null(const std::string& text) {
    return text.empty() ? json::Value() : json::Value(text);
}

json::Value member_or(const json::Value& of, std::string_view name, json::Value otherwise) {
    const json::Value* member = of.find(name);
    return member == nullptr ? std::move(otherwise) : *member;
}

json::Array notices_of(const Api& api, const std::vector<std::string>& notices, service::Language language) {
    json::Array out;
    for (const std::string& code : notices) {
        const document::Message& known = document::message(code);
        std::string_view text = language == service::Language::En ? known.en : known.vi;
        if (api.sentences.has(code)) text = api.sentences.of(code, language);
        out.push_back(json::Object{{"code", code}, {"text", text}});
    }
    return out;
}

json::Array bases_of(const json::Value& document) {
    json::Array out;
    const json::Value* bases = document.find("legal_bases");
    if (bases == nullptr || bases->array() == nullptr) return out;
    for (const json::Value& one : *bases->array()) {
        out.push_back(json::Object{
            {"type", one.text_or("type")},
            {"number", text_or_null(one.text_or("number"))},
            {"date", text_or_null(one.text_or("date"))},
            {"title", text_or_null(one.text_or("title"))}});
    }
    return out;
}

json::Array changes_of(const std::vector<service::DocumentRelation>& relations) {
    json::Array out;
    for (const service::DocumentRelation& one : relations) {
        json::Value document;
        if (!one.document.is_empty()) {
            document = json::Object{{"id", one.document.text()}, {"title", one.title}};
        }
        out.push_back(json::Object{
            {"relation", one.relation}, {"document", std::move(document)}, {"text", one.text}});
    }
    return out;
}

json::Value withdrawn_view(const Api& api, const service::DocumentRecord& record) {
    if (!record.withdrawal) return {};
    const auto live = api.house.live.view();
    const auto name = live->account_names.find(record.withdrawal->by);
    return json::Object{
        {"reason", record.withdrawal->reason},
        {"by", name == live->account_names.end() ? std::string() : name->second},
        {"at", to_iso(record.withdrawal->at)}};
}

json::Value issuer_view(const service::BodyView& issuer) {
    if (issuer.organisation.is_empty()) return {};
    return json::Object{{"id", issuer.organisation.text()}, {"name", issuer.organisation_name}};
}

/// RFC 8187: any name, in ASCII.
std::string disposition_of(const std::string& name) {
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string out = "attachment; filename*=UTF-8''";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '.' || c == '-' || c == '_';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        }
    }
    return out;
}

}  // namespace

json::Value document_row_view(const Api& api, const service::DocumentRow& row) {
    const auto live = api.house.live.view();
    const auto name = live->account_names.find(row.uploaded_by);
    return json::Object{
        {"id", row.id.text()},
        {"title", row.title},
        {"type", row.type},
        {"number", text_or_null(row.number)},
        {"issued_on", date_or_null(row.issued_on)},
        {"issuer", text_or_null(row.issuer)},
        {"state", row.state},
        {"uploaded_at", to_iso(row.uploaded_at)},
        {"uploaded_by", name == live->account_names.end() ? std::string() : name->second},
        {"tasks", row.counts.tasks},
        {"confirmed", row.counts.confirmed},
        {"uncertain", row.counts.uncertain}};
}

Result<json::Value> document_view(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record
) {
    const json::Value& document = record.review.document;
    const auto relations = TRY(service::relations_of(api.house, exchange.who(), record));
    json::Value view = document_row_view(api, record.row);
    view.set("etag", service::document_etag(api.house, record.row));
    view.set("place", member_or(document, "place", nullptr));
    view.set("signer", member_or(document, "signer", nullptr));
    view.set("signer_title", member_or(document, "signer_title", nullptr));
    view.set("period", member_or(document, "period", nullptr));
    view.set("legal_bases", bases_of(document));
    view.set("recipients", member_or(document, "recipients", json::Array{}));
    view.set("issuer_organisation", issuer_view(resolver_for(api, exchange, record).issuer()));
    add_issuer(api, exchange, record, view);
    view.set(
        "file",
        json::Object{
            {"name", record.file.name},
            {"size", record.file.size},
            {"kind", record.file.kind},
            {"pages", record.file.pages}}
    );
    view.set("changes", changes_of(relations));
    TRY(add_own_plan(api, exchange, record, view));
    std::vector<std::string> notices = record.notices;
    if (TRY(service::has_copy(api.house, exchange.who(), record.row))) notices.emplace_back("document.copy");
    view.set("notices", notices_of(api, notices, exchange.language));
    view.set("reread_waiting", record.pending.has_value());
    view.set("withdrawn", withdrawn_view(api, record));
    view.set("readers_link", "/api/v1/documents/" + record.row.id.text() + "/readers");
    return view;
}

Response original_response(const std::string& name, ByteView bytes) {
    Response response;
    // Never a type that a browser would run or show inside our origin.
    response.set("Content-Type", "application/octet-stream");
    response.set("Content-Disposition", disposition_of(name));
    response.set("X-Content-Type-Options", "nosniff");
    response.body = std::string(as_text(bytes));
    return response;
}

Response with_etag(const Api& api, Response response, const service::DocumentRow& row) {
    response.set("ETag", "\"" + service::document_etag(api.house, row) + "\"");
    return response;
}

Result<Response> answer_document(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record, int status
) {
    const json::Value view = TRY(document_view(api, exchange, record));
    return with_etag(api, json_response(status, view), record.row);
}

Result<Response> answer_upload(const Api& api, const Exchange& exchange, const service::Uploaded& uploaded) {
    if (uploaded.known) {
        return problem_about(
            api.sentences,
            {ErrorKind::Conflict, "document.known", {}, {}},
            exchange.language,
            {"document", document_row_view(api, *uploaded.known)}
        );
    }
    Response response = TRY(answer_document(api, exchange, uploaded.record, 201));
    response.set("Location", "/api/v1/documents/" + uploaded.id.text());
    return response;
}

Result<service::ReviewRequest> change_request_of(const Exchange& exchange) {
    service::ReviewRequest request;
    request.document = TRY(id_of<DocumentId>(exchange, "id"));
    request.etag = TRY(required_version(exchange));
    request.request_key = exchange.request.field("idempotency-key");
    request.request_body =
        exchange.request.method + " " + exchange.request.path + "\n" + exchange.request.body;
    return request;
}

std::string file_name_of(const Exchange& exchange) {
    auto name = decode_percent(exchange.request.field("x-file-name"));
    return name && !name->empty() ? std::move(*name) : "van-ban";
}

}  // namespace neove::http
