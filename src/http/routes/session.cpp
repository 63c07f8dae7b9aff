#include "authentication/totp.h"
#include "http/routes/api.h"
#include "http/routes/views.h"
#include "http/server.h"
#include "organisation/directory.h"
#include "service/demo.h"
#include "service/factor.h"
#include "service/sign_in.h"

#include <algorithm>

namespace neove::http {

namespace {

void set_cookie(const Api& api, Response& response, const std::string& token) {
    std::string cookie(cookie_name(api.secure_cookie));
    cookie += "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
    if (api.secure_cookie) cookie += "; Secure";
    if (token.empty()) cookie += "; Max-Age=0";
    response.set("Set-Cookie", std::move(cookie));
}

json::Value grant_view(const Api& api, const service::Grant& grant, service::Language language) {
    const auto live = api.house.live.view();
    const organisation::Organisation* one = live->directory.find(grant.organisation);
    return json::Object{
        {"grant_id", grant.id},
        {"role", grant.role},
        {"role_label", role_label(api, grant.role, language)},
        {"organisation",
         json::Object{{"id", grant.organisation.text()}, {"name", one == nullptr ? "" : one->name}}}};
}

/// What the pages may offer; the server decides again at every call.
json::Array may_of(const Api& api, const service::Caller& caller) {
    struct Offer {
        const char* word;
        const char* register_name;
        const char* action;
    };
    constexpr Offer offers[] = {
        {"organisation.read", "organisation", "list"},
        {"organisation.write", "organisation", "create"},
        {"organisation.place", "organisation", "place"},
        {"account.read", "account", "list"},
        {"account.manage", "account", "create"},
        {"account.withdraw", "account", "withdraw"},
        {"proposal.read", "proposal", "list"},
        {"access.read", "access_table", "open"},
        {"proposal.confirm", "proposal", "confirm"},
        {"document.read", "document", "list"},
        {"document.upload", "document", "upload"},
        {"document.review", "document", "review"},
        {"document.withdraw", "document", "withdraw"},
        {"system.status", "system", "status"}};
    json::Array may;
    for (const Offer& offer : offers) {
        const access::Object own{offer.register_name, caller.acting.organisation, {}, true};
        if (access::decide(api.house.table, caller.actor, offer.action, own).allowed)
            may.emplace_back(offer.word);
    }
    return may;
}

json::Value me_of(const Api& api, const service::Caller& caller) {
    json::Array grants;
    for (const service::Grant& grant : caller.grants)
        grants.push_back(grant_view(api, grant, caller.language));
    const std::int64_t fresh = service::kStepUpMax - (caller.now.micros - caller.session.step_up_at.micros);
    return json::Object{
        {"stage", caller.account.stage == "invited" ? "password" : caller.session.stage},
        {"locked", caller.session.locked},
        {"demo", api.house.options.demo},
        {"account",
         json::Object{
             {"id", caller.account.id.text()},
             {"login", caller.account.login},
             {"name", caller.account.name}}},
        {"acting", grant_view(api, caller.acting, caller.language)},
        {"grants", std::move(grants)},
        {"may", may_of(api, caller)},
        {"idle_seconds", service::kIdleMax / kSecond},
        {"step_up_seconds", std::max<std::int64_t>(0, fresh / kSecond)}};
}

/// The caller as she stands after a change of her session.
Result<Response> me_again(
    const Api& api, const std::string& token, service::Language language, bool new_cookie
) {
    const auto caller = TRY(service::recognise(api.house, token, language, true));
    Response response = json_response(200, me_of(api, caller));
    if (new_cookie) set_cookie(api, response, token);
    return response;
}

std::string token_of(const Api& api, const Exchange& exchange) {
    return std::string(exchange.request.cookie(cookie_name(api.secure_cookie)));
}

Result<Response> handle_sign_in(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    service::SignIn attempt;
    attempt.login = reader.text("account", 200);
    attempt.password = reader.text("password", 1'000);
    attempt.code = reader.optional_text("code", 50).value_or("");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    attempt.address = exchange.request.address;
    const auto signed_in = TRY(service::sign_in(api.house, attempt));
    return me_again(api, signed_in.token, exchange.language, true);
}

Result<Response> handle_sign_out(const Api& api, Exchange& exchange) {
    TRY(service::sign_out(api.house, exchange.who()));
    Response response;
    response.status = 204;
    set_cookie(api, response, "");
    response.set("Clear-Site-Data", "\"cache\"");
    return response;
}

Result<Response> handle_me(const Api& api, Exchange& exchange) {
    return json_response(200, me_of(api, exchange.who()));
}

Result<Response> handle_lock(const Api& api, Exchange& exchange) {
    TRY(service::lock_session(api.house, exchange.who()));
    Response response;
    response.status = 204;
    return response;
}

Result<Response> handle_step_up(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string code = reader.text("code", 50);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto signed_in = TRY(service::step_up(api.house, exchange.who(), code));
    return me_again(api, signed_in.token, exchange.language, true);
}

Result<Response> handle_unlock(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string password = reader.text("password", 1'000);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    TRY(service::unlock_session(api.house, exchange.who(), password));
    return me_again(api, token_of(api, exchange), exchange.language, false);
}

Result<Response> handle_acting(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string grant = reader.text("grant_id", 50);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    TRY(service::choose_acting(api.house, exchange.who(), grant));
    return me_again(api, token_of(api, exchange), exchange.language, false);
}

Result<Response> handle_password(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string before = reader.text("old", 1'000);
    const std::string after = reader.text("new", 1'000);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    TRY(service::change_password(api.house, exchange.who(), before, after));
    Response response;
    response.status = 204;
    return response;
}

Result<Response> handle_choose_password(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string chosen = reader.text("new", 1'000);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    TRY(service::choose_password(api.house, exchange.who(), chosen));
    return me_again(api, token_of(api, exchange), exchange.language, false);
}

Result<Response> handle_confirm_factor(const Api& api, Exchange& exchange, const std::string& kind) {
    json::Reader reader(exchange.body);
    const std::string code = reader.text("code", 50);
    reader.optional_integer("number");  // printed beside the code; the server asks for them in order anyway
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto signed_in = TRY(service::confirm_factor(api.house, exchange.who(), kind, code));
    return me_again(api, signed_in.token, exchange.language, true);
}

Result<Response> handle_propose_totp(const Api& api, Exchange& exchange) {
    const auto proposal = TRY(service::propose_totp(api.house, exchange.who()));
    return json_response(200, json::Object{{"secret", proposal.secret}, {"uri", proposal.uri}});
}

Result<Response> handle_propose_card(const Api& api, Exchange& exchange) {
    json::Array codes;
    int number = 0;
    for (const std::string& code : TRY(service::propose_card(api.house, exchange.who()))) {
        ++number;
        codes.emplace_back((number < 10 ? "0" : "") + std::to_string(number) + " " + code);
    }
    return json_response(200, json::Object{{"codes", std::move(codes)}});
}

Result<Response> handle_demo(const Api& api, Exchange& exchange) {
    json::Array accounts;
    for (const service::DemoAccountView& one : TRY(service::demo_accounts(api.house))) {
        accounts.push_back(json::Object{
            {"login", one.login},
            {"name", one.name},
            {"role_label", role_label(api, one.role, exchange.language)},
            {"organisation", one.organisation},
            {"password", one.password},
            {"code", one.code}});
    }
    return json_response(200, json::Object{{"accounts", std::move(accounts)}});
}

/// Coming, going, and the screen between.
std::vector<Route> door_routes(const Api& api) {
    const auto with = binder(api);
    return {
        {"POST",
         "/api/v1/sign-in",
         Door::Anybody,
         BodyKind::Json,
         "Sign in",
         "Me",
         with(handle_sign_in),
         {.takes = "SignIn", .sends = {"Set-Cookie"}, .refuses = {401, 429}}},
        {"GET", "/api/v1/me", Door::Unready, BodyKind::None, "Who is signed in", "Me", with(handle_me)},
        {"POST",
         "/api/v1/sign-out",
         Door::Unready,
         BodyKind::None,
         "Sign out",
         "",
         with(handle_sign_out),
         {.sends = {"Set-Cookie"}, .status = 204}},
        {"POST",
         "/api/v1/lock",
         Door::Ready,
         BodyKind::None,
         "Lock the screen",
         "",
         with(handle_lock),
         {.status = 204}},
        {"POST",
         "/api/v1/unlock",
         Door::Unready,
         BodyKind::Json,
         "Unlock the screen",
         "Me",
         with(handle_unlock),
         {.takes = "Unlock", .refuses = {429}}},
        {"POST",
         "/api/v1/step-up",
         Door::Ready,
         BodyKind::Json,
         "Show the second factor again",
         "Me",
         with(handle_step_up),
         {.takes = "StepUp", .sends = {"Set-Cookie"}, .refuses = {429}}},
    };
}

/// What is one's own: for whom one acts, one's password.
std::vector<Route> own_routes(const Api& api) {
    const auto with = binder(api);
    return {
        {"POST",
         "/api/v1/me/acting",
         Door::Ready,
         BodyKind::Json,
         "Act for another organisation",
         "Me",
         with(handle_acting),
         {.takes = "Acting", .refuses = {404}}},
        {"POST",
         "/api/v1/me/password",
         Door::Ready,
         BodyKind::Json,
         "Change the password",
         "",
         with(handle_password),
         {.takes = "PasswordChange", .status = 204, .refuses = {429}}},
        {"POST",
         "/api/v1/me/first-password",
         Door::Unready,
         BodyKind::Json,
         "Choose one's own password instead of the first one",
         "Me",
         with(handle_choose_password),
         {.takes = "FirstPassword", .refuses = {409, 423}}},
    };
}

}  // namespace

std::vector<Route> session_routes(const Api& api) {
    const auto with = binder(api);
    const Route demo{
        "GET",
        "/api/v1/demo",
        Door::Anybody,
        BodyKind::None,
        "Demo accounts; only in a demo store",
        "DemoAccounts",
        with(handle_demo),
        {.refuses = {404}}};
    return joined({door_routes(api), own_routes(api), {demo}});
}

std::vector<Route> factor_routes(const Api& api) {
    const auto with = binder(api);
    return {
        {"POST",
         "/api/v1/factor/totp",
         Door::Unready,
         BodyKind::None,
         "Propose a TOTP seed",
         "TotpProposal",
         with(handle_propose_totp),
         {.refuses = {423}}},
        {"POST",
         "/api/v1/factor/totp/confirm",
         Door::Unready,
         BodyKind::Json,
         "Put the proposed seed in force",
         "Me",
         [&api](Exchange& exchange) { return handle_confirm_factor(api, exchange, "totp"); },
         {.takes = "FactorProof", .sends = {"Set-Cookie"}, .refuses = {423, 429}}},
        {"POST",
         "/api/v1/factor/card",
         Door::Unready,
         BodyKind::None,
         "Propose a code card",
         "CodeCard",
         with(handle_propose_card),
         {.refuses = {423}}},
        {"POST",
         "/api/v1/factor/card/confirm",
         Door::Unready,
         BodyKind::Json,
         "Put the proposed card in force",
         "Me",
         [&api](Exchange& exchange) { return handle_confirm_factor(api, exchange, "card"); },
         {.takes = "FactorProof", .sends = {"Set-Cookie"}, .refuses = {423, 429}}},
    };
}

}  // namespace neove::http
