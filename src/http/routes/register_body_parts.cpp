/// \file
/// Routes of what a body that is no more was to records beside being named: shown, and passed on.

#include "http/routes/register_bulk.h"
#include "http/routes/register_requests.h"
#include "http/routes/register_successions.h"
#include "http/routes/schemas.h"
#include "http/routes/views.h"
#include "service/registers/successions.h"

namespace neove::http {

namespace {

Result<Response> handle_offer(const Api& api, Exchange& exchange) {
    const auto former = TRY(id_of<OrganisationId>(exchange, "former"));
    const auto offer = TRY(service::parts_of(api.house, exchange.who(), exchange.id("register"), former));
    std::vector<service::OfferedRecord> offered;
    json::Array parts;
    for (const service::OfferedPart& one : offer.records) {
        offered.push_back(one.record);
        parts.push_back(json::Object{
            {"record", one.record.id.text()},
            {"owner", one.part.is_owner},
            {"relations", json::Array(one.part.relations.begin(), one.part.relations.end())}});
    }
    return json_response(
        200,
        json::Object{
            {"about", succession_view(offer.about)},
            {"records", offered_view(api, offered)},
            {"parts", std::move(parts)},
            {"more", offer.more}}
    );
}

Result<Response> handle_succeed(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    service::SucceedBody wanted;
    wanted.register_id = exchange.id("register");
    wanted.former = TRY(id_of<OrganisationId>(exchange, "former"));
    wanted.heir = successor_of(reader);
    wanted.paper = reader.text("paper", kSuccessionPaperMax);
    Diagnostics of_records;
    wanted.targets = targets_of(reader, of_records);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    if (!of_records.empty()) return problems(api.sentences, of_records, exchange.language);
    wanted.request_key = std::string(exchange.request.field("idempotency-key"));
    wanted.request_body = exchange.request.path + "\n" + exchange.request.body;
    const auto results = TRY(service::succeed_body(api.house, exchange.who(), wanted));
    return json_response(200, outcome_view(api, exchange, results));
}

}  // namespace

std::vector<Route> body_part_routes(const Api& api) {
    const std::string path = "/api/v1/registers/{register}/successions/{former}/parts";
    Contract reading;
    reading.refuses = {404, 422};
    return {
        {"GET",
         path,
         Door::Ready,
         BodyKind::None,
         "Records to which a body that is no more stands otherwise than by being named, and how",
         "BodyParts",
         [&api](Exchange& exchange) { return handle_offer(api, exchange); },
         reading},
        {"POST",
         path,
         Door::Ready,
         BodyKind::Json,
         "Pass what it was to many of them on to a successor, each decided by itself",
         "BulkOutcome",
         [&api](Exchange& exchange) { return handle_succeed(api, exchange); },
         {.takes = "SucceedBody", .reads = {"Idempotency-Key?"}, .refuses = {403, 404, 422}}}};
}

std::vector<Schema> body_part_schemas() {
    return {
        {"BodyPart", {{"record", "id"}, {"owner", "boolean"}, {"relations", "string[]"}}},
        {"BodyParts",
         {{"about", "Succession"},
          {"records", "OfferedRecord[]"},
          {"parts", "BodyPart[]"},
          {"more", "boolean"}}},
        {"SucceedBody", {{"successor", "id"}, {"paper", "string"}, {"records", "BulkTarget[]"}}}};
}

}  // namespace neove::http
