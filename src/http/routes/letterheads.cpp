/// \file
/// Routes of what stands on an organisation's papers.

#include "http/routes/letterheads.h"

#include "http/routes/views.h"
#include "service/letterheads.h"
#include "service/organisations.h"

namespace neove::http {

namespace {

Result<Response> answer(const Api& api, const Exchange& exchange, const OrganisationId& id) {
    const auto head = TRY(service::open_letterhead(api.house, exchange.who(), id));
    const auto [one, view] = TRY(service::open_organisation(api.house, exchange.who(), id));
    Response response = json_response(
        200,
        json::Object{
            {"above", head.above},
            {"own", head.own},
            {"place", head.place},
            {"symbol", head.symbol},
            {"signatures", head.signatures},
            {"recipients", head.recipients}}
    );
    response.set("ETag", "\"" + service::organisation_etag(api.house, *one) + "\"");
    return response;
}

Result<Response> handle_open(const Api& api, Exchange& exchange) {
    return answer(api, exchange, TRY(id_of<OrganisationId>(exchange, "id")));
}

Result<Response> handle_change(const Api& api, Exchange& exchange) {
    constexpr std::size_t kLine = 1'000;
    constexpr std::size_t kLines = 10'000;
    const auto id = TRY(id_of<OrganisationId>(exchange, "id"));
    // Authorised before anything is said about versions or fields.
    const auto [one, view] = TRY(service::open_organisation(api.house, exchange.who(), id, "change"));
    const std::string tag = TRY(required_version(exchange));
    json::Reader reader(exchange.body);
    service::Letterhead head;
    head.above = reader.optional_text("above", kLine).value_or("");
    head.own = reader.optional_text("own", kLine).value_or("");
    head.place = reader.optional_text("place", kLine).value_or("");
    head.symbol = reader.optional_text("symbol", kLine).value_or("");
    head.signatures = reader.optional_text("signatures", kLines).value_or("");
    head.recipients = reader.optional_text("recipients", kLines).value_or("");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    if (tag != service::organisation_etag(api.house, *one)) return refuse(ErrorKind::Stale, "version.stale");
    Diagnostics faults;
    const auto changed =
        service::change_letterhead(api.house, exchange.who(), id, one->version, head, faults);
    if (!faults.empty()) return problems(api.sentences, faults, exchange.language);
    TRY(changed);
    return answer(api, exchange, id);
}

}  // namespace

std::vector<Route> letterhead_routes(const Api& api) {
    const auto with = binder(api);
    return {
        {"GET",
         "/api/v1/organisations/{id}/letterhead",
         Door::Ready,
         BodyKind::None,
         "What stands on an organisation's papers",
         "Letterhead",
         with(handle_open),
         {.sends = {"ETag"}, .refuses = {409}}},
        {"PUT",
         "/api/v1/organisations/{id}/letterhead",
         Door::Ready,
         BodyKind::Json,
         "Change it, as a whole",
         "Letterhead",
         with(handle_change),
         {.takes = "LetterheadChange", .reads = {"If-Match"}, .sends = {"ETag"}, .refuses = {409}}}};
}

std::vector<Schema> letterhead_schemas() {
    return {
        {"Letterhead",
         {{"above", "string"},
          {"own", "string"},
          {"place", "string"},
          {"symbol", "string"},
          {"signatures", "string"},
          {"recipients", "string"}}},
        {"LetterheadChange",
         {{"above?", "string | null"},
          {"own?", "string | null"},
          {"place?", "string | null"},
          {"symbol?", "string | null"},
          {"signatures?", "string | null"},
          {"recipients?", "string | null"}}}};
}

}  // namespace neove::http
