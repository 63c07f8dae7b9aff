#include "http/routes/document_issuer.h"

#include "http/routes/document_views.h"
#include "http/routes/views.h"
#include "service/document_issuer.h"

namespace neove::http {

namespace {

Result<Response> handle_name(const Api& api, Exchange& exchange) {
    const service::ReviewRequest request = TRY(change_request_of(exchange));
    json::Reader reader(exchange.body);
    // Null takes it back, and must be said: a body forgotten in the request ends nobody's sight.
    if (!reader.has("organisation_id")) reader.fault("organisation_id", "field.required");
    const std::string picked = reader.optional_text("organisation_id", 60).value_or("");
    const auto organisation = OrganisationId::parse(picked);
    if (!picked.empty() && !organisation) reader.fault("organisation_id", "review.unknown_organisation");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto record =
        TRY(service::name_issuer(api.house, exchange.who(), request, organisation.value_or(OrganisationId()))
        );
    const json::Value view = TRY(document_view(api, exchange, record));
    Response response = json_response(200, view);
    response.set("ETag", "\"" + service::document_etag(api.house, record.row) + "\"");
    return response;
}

/// What the words at the head of the document stand for today; null where it names nobody.
json::Value found_by_words(const Api& api, const Exchange& exchange, const service::DocumentRecord& record) {
    if (record.row.issuer.empty()) return {};
    auto resolver = resolver_for(api, exchange, record);
    return body_view(resolver.of(record.row.issuer));
}

}  // namespace

void add_issuer(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record, json::Value& view
) {
    const auto live = api.house.live.view();
    const service::Caller& caller = exchange.who();
    const access::Object object{"document", record.row.owner, {}, false};
    const bool may = !record.row.is_withdrawn() &&
                     access::decide(api.house.table, caller.actor, "name_issuer", object).allowed;
    view.set("issuing_body", organisation_ref(live->directory, record.issuer));
    view.set("may_name_issuer", may);
    view.set("issuer_found", may ? found_by_words(api, exchange, record) : json::Value());
}

std::vector<Route> document_issuer_routes(const Api& api) {
    const auto with = binder(api);
    return {
        {"PUT",
         "/api/v1/documents/{id}/issuer",
         Door::Ready,
         BodyKind::Json,
         "Say which body issued it",
         "Document",
         with(handle_name),
         {.takes = "IssuerChange",
          .reads = {"If-Match", "Idempotency-Key?"},
          .sends = {"ETag"},
          .refuses = {409}}},
    };
}

}  // namespace neove::http
