/// \file
/// Routes of a register's successions: what names a body that is no more, and passing it on.

#include "http/routes/register_successions.h"

#include "http/routes/register_bulk.h"
#include "http/routes/register_requests.h"
#include "http/routes/schemas.h"
#include "http/routes/views.h"
#include "service/registers/successions.h"

namespace neove::http {

json::Value succession_view(const service::SuccessionView& one) {
    json::Array heirs;
    for (const service::HeirView& heir : one.heirs) {
        heirs.push_back(json::Object{
            {"id", heir.organisation.text()},
            {"name", heir.name},
            {"subject", heir.subject},
            {"on", date_or_null(heir.on)},
            {"basis", heir.basis}});
    }
    return json::Object{
        {"former", json::Object{{"id", one.former.text()}, {"name", one.name}}},
        {"ended_on", one.ended_on},
        {"successors", std::move(heirs)},
        {"records", one.records},
        {"parts", one.parts}};
}

OrganisationId successor_of(json::Reader& reader) {
    const auto heir = OrganisationId::parse(reader.text("successor", 40));
    if (!heir) reader.fault("successor", "form.type");
    return heir.value_or(OrganisationId());
}

namespace {

constexpr std::size_t kPassOnReasonMax = 4'000;

json::Array alike_view(const std::vector<service::AlikeRecord>& alike) {
    json::Array out;
    for (const service::AlikeRecord& one : alike) {
        out.push_back(json::Object{
            {"record", one.record.text()},
            {"successor", one.heir.text()},
            {"other", one.other.text()},
            {"number", one.number}});
    }
    return out;
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    const auto all = TRY(service::successions_of(api.house, exchange.who(), exchange.id("register")));
    json::Array bodies;
    for (const service::SuccessionView& one : all.bodies) bodies.push_back(succession_view(one));
    return json_response(
        200,
        json::Object{
            {"action", all.action.empty() ? json::Value() : json::Value(all.action)},
            {"bodies", std::move(bodies)},
            {"records", all.records},
            {"parts", all.parts}}
    );
}

Result<Response> handle_offer(const Api& api, Exchange& exchange) {
    const auto former = TRY(id_of<OrganisationId>(exchange, "former"));
    const auto offer =
        TRY(service::succession_of(api.house, exchange.who(), exchange.id("register"), former));
    return json_response(
        200,
        json::Object{
            {"action", offer.action},
            {"about", succession_view(offer.about)},
            {"records", offered_view(api, offer.records)},
            {"more", offer.more},
            {"alike", alike_view(offer.alike)},
            {"write", written_view(offer.write)}}
    );
}

Result<Response> handle_pass_on(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    service::PassOn wanted;
    wanted.register_id = exchange.id("register");
    wanted.former = TRY(id_of<OrganisationId>(exchange, "former"));
    wanted.heir = successor_of(reader);
    wanted.paper = reader.optional_text("paper", kSuccessionPaperMax).value_or("");
    wanted.reason = reader.optional_text("reason", kPassOnReasonMax).value_or("");
    wanted.let_go = reader.optional_flag("let_go").value_or(false);
    wanted.kept_words = kept_words_of(reader);
    Diagnostics of_records;
    wanted.targets = targets_of(reader, of_records);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    if (!of_records.empty()) return problems(api.sentences, of_records, exchange.language);
    wanted.request_key = std::string(exchange.request.field("idempotency-key"));
    wanted.request_body = exchange.request.path + "\n" + exchange.request.body;
    const auto results = TRY(service::pass_on(api.house, exchange.who(), wanted));
    return json_response(200, outcome_view(api, exchange, results));
}

}  // namespace

std::vector<Route> succession_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}/successions";
    Contract reading;
    reading.refuses = {404, 422};
    return {
        {"GET",
         base,
         Door::Ready,
         BodyKind::None,
         "Bodies that are no more and that records I may pass on still name, with their successors",
         "Successions",
         [&api](Exchange& exchange) { return handle_list(api, exchange); },
         reading},
        {"GET",
         base + "/{former}",
         Door::Ready,
         BodyKind::None,
         "The records of one such body",
         "SuccessionOffer",
         [&api](Exchange& exchange) { return handle_offer(api, exchange); },
         reading},
        {"POST",
         base + "/{former}",
         Door::Ready,
         BodyKind::Json,
         "Pass many of them on to a successor, each decided by itself",
         "BulkOutcome",
         [&api](Exchange& exchange) { return handle_pass_on(api, exchange); },
         {.takes = "PassOn", .reads = {"Idempotency-Key?"}, .refuses = {403, 404, 422}}}};
}

std::vector<Schema> succession_schemas() {
    return {
        {"Heir",
         {{"id", "id"},
          {"name", "string"},
          {"subject", "string"},
          {"on", "string | null"},
          {"basis", "string"}}},
        {"Succession",
         {{"former", "Named"},
          {"ended_on", "string"},
          {"successors", "Heir[]"},
          {"records", "integer"},
          {"parts", "integer"}}},
        {"Successions",
         {{"action", "string | null"},
          {"bodies", "Succession[]"},
          {"records", "integer"},
          {"parts", "integer"}}},
        {"SuccessionOffer",
         {{"action", "string"},
          {"about", "Succession"},
          {"records", "OfferedRecord[]"},
          {"more", "boolean"},
          {"alike", "SuccessionAlike[]"},
          {"write", "AnswerClass[]"}}},
        {"SuccessionAlike", {{"record", "id"}, {"successor", "id"}, {"other", "id"}, {"number", "string"}}},
        {"PassOn",
         {{"successor", "id"},
          {"paper?", "string | null"},
          {"reason?", "string | null"},
          {"let_go?", "boolean | null"},
          {"kept_words?", "string[] | null"},
          {"records", "BulkTarget[]"}}}};
}

}  // namespace neove::http
