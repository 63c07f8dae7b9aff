#include "service/accounts.h"

#include "base/crypto.h"
#include "http/routes/api.h"
#include "http/routes/proposal_views.h"
#include "http/routes/views.h"
#include "service/proposals.h"

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

/// The answer to a request for power: a proposal that waits, or the account as it is now.
Result<Response> answer_asked(const Api& api, const Exchange& exchange, const service::Asked& asked) {
    if (!asked.proposal.is_empty()) {
        const auto view = TRY(service::open_proposal(api.house, exchange.who(), asked.proposal));
        json::Value body = proposal_view(api, view, exchange.language);
        if (!asked.password.empty()) body.set("first_half", asked.password);
        return json_response(202, body);
    }
    const auto view = TRY(service::account_after(api.house, exchange.who(), asked.account));
    json::Value body = account_view(api, view, exchange.language);
    if (!asked.password.empty()) body.set("first_password", asked.password);
    return json_response(200, body);
}

Result<Response> ask(
    const Api& api, const Exchange& exchange, const service::PowerChange& change, const std::string& reason
) {
    Diagnostics faults;
    const auto asked = service::ask_for(
        api.house,
        exchange.who(),
        change,
        reason,
        std::string(exchange.request.field("idempotency-key")),
        faults
    );
    if (!faults.empty()) return problems(api.sentences, faults, exchange.language);
    return answer_asked(api, exchange, TRY(asked));
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

Result<Response> handle_open(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<AccountId>(exchange, "id"));
    const auto view = TRY(service::open_account(api.house, exchange.who(), id));
    return json_response(200, account_view(api, view, exchange.language));
}

Result<Response> handle_create(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    service::PowerChange change;
    change.action = "create";
    change.account = AccountId::trusted(crypto::random_id());
    change.login = reader.text("login", 200);
    change.name = reader.text("name", 400);
    const std::string reason = reader.optional_text("reason").value_or("");
    const json::Array* grants = reader.optional_array("grants", 50);
    for (std::size_t i = 0; grants != nullptr && i < grants->size(); ++i) {
        change.grants.push_back(read_grant(reader, (*grants)[i], "grants/" + std::to_string(i) + "/"));
    }
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return ask(api, exchange, change, reason);
}

/// Acts on an account that need nothing but a reason.
Result<Response> handle_act(const Api& api, Exchange& exchange, const std::string& action) {
    service::PowerChange change;
    change.action = action;
    change.account = TRY(id_of<AccountId>(exchange, "id"));
    json::Reader reader(exchange.body);
    const std::string reason = reader.optional_text("reason").value_or("");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return ask(api, exchange, change, reason);
}

Result<Response> handle_disable(const Api& api, Exchange& exchange) {
    service::PowerChange change;
    change.action = "disable";
    change.account = TRY(id_of<AccountId>(exchange, "id"));
    return ask(api, exchange, change, {});
}

Result<Response> handle_add_grant(const Api& api, Exchange& exchange) {
    service::PowerChange change;
    change.action = "grant";
    change.account = TRY(id_of<AccountId>(exchange, "id"));
    json::Reader reader(exchange.body);
    reader.text("role", 60);
    reader.text("organisation_id", 60);
    const std::string reason = reader.optional_text("reason").value_or("");
    change.grants.push_back(read_grant(reader, exchange.body, ""));
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return ask(api, exchange, change, reason);
}

Result<Response> handle_remove_grant(const Api& api, Exchange& exchange) {
    service::PowerChange change;
    change.action = "withdraw";
    change.account = TRY(id_of<AccountId>(exchange, "id"));
    change.grant_id = exchange.id("grant_id");
    return ask(api, exchange, change, {});
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
    const auto with = binder(api);
    return {
        {"GET",
         "/api/v1/accounts",
         Door::Ready,
         BodyKind::None,
         "Accounts",
         "Accounts",
         with(handle_list),
         {.refuses = {404}}},
        {"GET",
         "/api/v1/accounts/{id}",
         Door::Ready,
         BodyKind::None,
         "One account; the opening is journalled",
         "Account",
         with(handle_open)},
        {"POST",
         "/api/v1/accounts",
         Door::Ready,
         BodyKind::Json,
         "Propose an account",
         "Account",
         with(handle_create),
         {.takes = "NewAccount", .reads = {"Idempotency-Key?"}, .later = "Proposal", .refuses = {404, 409}}},
        {"POST",
         "/api/v1/accounts/{id}/disable",
         Door::Ready,
         BodyKind::None,
         "Disable an account",
         "Account",
         with(handle_disable),
         {.reads = {"Idempotency-Key?"}, .refuses = {409}}},
        {"POST",
         "/api/v1/accounts/{id}/enable",
         Door::Ready,
         BodyKind::Json,
         "Propose to enable an account again",
         "Account",
         [&api](Exchange& exchange) { return handle_act(api, exchange, "enable"); },
         {.takes = "Reason", .reads = {"Idempotency-Key?"}, .later = "Proposal", .refuses = {409}}},
        {"POST",
         "/api/v1/accounts/{id}/reset",
         Door::Ready,
         BodyKind::Json,
         "Propose a new first password and no factor",
         "Account",
         [&api](Exchange& exchange) { return handle_act(api, exchange, "reset"); },
         {.takes = "Reason", .reads = {"Idempotency-Key?"}, .later = "Proposal", .refuses = {409}}},
        {"POST",
         "/api/v1/accounts/{id}/grants",
         Door::Ready,
         BodyKind::Json,
         "Propose a role",
         "Account",
         with(handle_add_grant),
         {.takes = "GrantRequest", .reads = {"Idempotency-Key?"}, .later = "Proposal", .refuses = {409}}},
        {"DELETE",
         "/api/v1/accounts/{id}/grants/{grant_id}",
         Door::Ready,
         BodyKind::None,
         "End a grant",
         "Account",
         with(handle_remove_grant),
         {.reads = {"Idempotency-Key?"}, .refuses = {409}}},
        {"GET", "/api/v1/roles", Door::Ready, BodyKind::None, "Roles", "Roles", with(handle_roles)},
    };
}

}  // namespace neove::http
