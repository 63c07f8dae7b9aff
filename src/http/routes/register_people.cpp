/// \file
/// The route that finds people by name for whoever assigns a record.

#include "http/routes/api.h"
#include "http/routes/schemas.h"
#include "http/routes/views.h"
#include "service/registers/assignable.h"

namespace neove::http {

namespace {

Result<Response> handle_assignable(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<RecordId>(exchange, "id"));
    const auto value = [&](std::string_view name) { return std::string(exchange.request.query_value(name)); };
    const auto found = TRY(service::find_assignable(
        api.house, exchange.who(), exchange.id("register"), id, value("relation"), value("q")
    ));
    const auto view = api.house.live.view();
    json::Array people;
    for (const service::Assignable& one : found) {
        people.push_back(json::Object{
            {"id", one.account.text()},
            {"name", one.name},
            {"role_label", role_label(api, one.role, exchange.language)},
            {"organisation", organisation_ref(view->directory, one.organisation)}});
    }
    return json_response(200, json::Object{{"people", std::move(people)}});
}

}  // namespace

std::vector<Route> people_routes(const Api& api) {
    return {
        {"GET",
         "/api/v1/registers/{register}/records/{id}/assignable",
         Door::Ready,
         BodyKind::None,
         "Colleagues to whom I can give a relation to this record",
         "AssignablePeople",
         [&api](Exchange& exchange) { return handle_assignable(api, exchange); },
         {.query = {{"relation", "string"}, {"q", "string"}}, .refuses = {404, 422}}}};
}

std::vector<Schema> people_schemas() {
    return {
        {"AssignablePerson",
         {{"id", "id"}, {"name", "string"}, {"role_label", "string"}, {"organisation", "Named | null"}}},
        {"AssignablePeople", {{"people", "AssignablePerson[]"}}}};
}

}  // namespace neove::http
