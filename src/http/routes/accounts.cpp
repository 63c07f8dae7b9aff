#include "service/accounts.h"

#include "http/routes/api.h"
#include "http/routes/views.h"

namespace neove::http {

namespace {

json::Value account_view(const Api& api, const service::AccountView& view, service::Language language) {
    json::Array grants;
    for (const service::GrantView& grant : view.grants) {
        grants.push_back(json::Object{
            {"grant_id", grant.id},
            {"role", grant.role},
            {"role_label", role_label(api, grant.role, language)},
            {"organisation",
             json::Object{{"id", grant.organisation.text()}, {"name", grant.organisation_name}}}});
    }
    return json::Object{
        {"id", view.id.text()},
        {"login", view.login},
        {"name", view.name},
        {"state", view.state},
        {"factor", view.factor},
        {"grants", std::move(grants)}};
}

Result<Response> answer_one(
    const Api& api,
    const Exchange& exchange,
    const AccountId& id,
    int status,
    const std::string& first_password = {}
) {
    const auto view = TRY(service::open_account(api.house, exchange.who(), id));
    json::Value body = account_view(api, view, exchange.language);
    if (!first_password.empty()) body.set("first_password", first_password);
    return json_response(status, body);
}

service::NewGrant read_grant(json::Reader& reader, const json::Value& value, const std::string& at) {
    service::NewGrant grant;
    grant.role = value.text_or("role");
    if (const auto id = OrganisationId::parse(value.text_or("organisation_id"))) {
        grant.organisation = *id;
    } else {
        reader.fault(at + "organisation_id", "account.unknown_organisation");
    }
    return grant;
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    json::Array items;
    for (const service::AccountView& view : TRY(service::list_accounts(api.house, exchange.who()))) {
        items.push_back(account_view(api, view, exchange.language));
    }
    return json_response(200, json::Object{{"items", std::move(items)}, {"next", nullptr}});
}

Result<Response> handle_create(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    service::NewAccount wanted;
    wanted.login = reader.text("login", 200);
    wanted.name = reader.text("name", 400);
    const json::Array* grants = reader.optional_array("grants", 50);
    for (std::size_t i = 0; grants != nullptr && i < grants->size(); ++i) {
        wanted.grants.push_back(read_grant(reader, (*grants)[i], "grants/" + std::to_string(i) + "/"));
    }
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    Diagnostics faults;
    const auto created = service::create_account(
        api.house, exchange.who(), wanted, std::string(exchange.request.field("idempotency-key")), faults
    );
    if (!faults.empty()) return problems(api.sentences, faults, exchange.language);
    const auto handed = TRY(created);
    return answer_one(api, exchange, handed.id, 201, handed.first_password);
}

Result<Response> handle_state(const Api& api, Exchange& exchange, const std::string& state) {
    const auto id = TRY(id_of<AccountId>(exchange, "id"));
    TRY(service::set_account_state(api.house, exchange.who(), id, state));
    return answer_one(api, exchange, id, 200);
}

Result<Response> handle_reset(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<AccountId>(exchange, "id"));
    const auto handed = TRY(service::reset_account(api.house, exchange.who(), id));
    return answer_one(api, exchange, id, 200, handed.first_password);
}

Result<Response> handle_add_grant(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<AccountId>(exchange, "id"));
    json::Reader reader(exchange.body);
    reader.text("role", 60);
    reader.text("organisation_id", 60);
    const auto grant = read_grant(reader, exchange.body, "");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    TRY(service::add_grant(api.house, exchange.who(), id, grant));
    return answer_one(api, exchange, id, 201);
}

Result<Response> handle_remove_grant(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<AccountId>(exchange, "id"));
    TRY(service::remove_grant(api.house, exchange.who(), id, exchange.id("grant_id")));
    return answer_one(api, exchange, id, 200);
}

Result<Response> handle_roles(const Api& api, Exchange& exchange) {
    const bool english = exchange.language == service::Language::En;
    json::Array items;
    for (const access::Role& role : api.house.table.roles()) {
        items.push_back(json::Object{
            {"role", role.name},
            {"label", english ? role.label_en : role.label_vi},
            {"description", english ? role.about_en : role.about_vi}});
    }
    return json_response(200, json::Object{{"items", std::move(items)}, {"next", nullptr}});
}

}  // namespace

std::vector<Route> account_routes(const Api& api) {
    const auto with = [&api](Result<Response> (*handle)(const Api&, Exchange&)) {
        return [&api, handle](Exchange& exchange) { return handle(api, exchange); };
    };
    return {
        {"GET", "/api/v1/accounts", Door::Ready, BodyKind::None, "Accounts", "Accounts", with(handle_list)},
        {"POST",
         "/api/v1/accounts",
         Door::Ready,
         BodyKind::Json,
         "Create an account",
         "Account",
         with(handle_create)},
        {"POST",
         "/api/v1/accounts/{id}/disable",
         Door::Ready,
         BodyKind::None,
         "Disable an account",
         "Account",
         [&api](Exchange& exchange) { return handle_state(api, exchange, "disabled"); }},
        {"POST",
         "/api/v1/accounts/{id}/enable",
         Door::Ready,
         BodyKind::None,
         "Enable an account",
         "Account",
         [&api](Exchange& exchange) { return handle_state(api, exchange, "active"); }},
        {"POST",
         "/api/v1/accounts/{id}/reset",
         Door::Ready,
         BodyKind::None,
         "New first password, no factor",
         "Account",
         with(handle_reset)},
        {"POST",
         "/api/v1/accounts/{id}/grants",
         Door::Ready,
         BodyKind::Json,
         "Grant a role",
         "Account",
         with(handle_add_grant)},
        {"DELETE",
         "/api/v1/accounts/{id}/grants/{grant_id}",
         Door::Ready,
         BodyKind::None,
         "End a grant",
         "Account",
         with(handle_remove_grant)},
        {"GET", "/api/v1/roles", Door::Ready, BodyKind::None, "Roles", "Roles", with(handle_roles)},
    };
}

}  // namespace neove::http
