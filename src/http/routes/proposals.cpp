#include "service/proposals.h"

#include "http/routes/api.h"
#include "http/routes/proposal_views.h"
#include "http/routes/proposed_bodies.h"
#include "http/routes/views.h"

namespace neove::http {

namespace {

json::Value person(const std::string& name) {
    return name.empty() ? json::Value() : json::Value(name);
}

json::Array may_of(const service::ProposalView& view) {
    json::Array may;
    if (view.may_confirm) may.emplace_back("confirm");
    if (view.may_refuse) may.emplace_back("refuse");
    if (view.may_cancel) may.emplace_back("cancel");
    return may;
}

Result<Response> answer_one(
    const Api& api, const Exchange& exchange, const ProposalId& id, const std::string& second_half = {}
) {
    const auto view = TRY(service::open_proposal(api.house, exchange.who(), id));
    json::Value body = proposal_view(api, view, exchange.language);
    if (!second_half.empty()) body.set("second_half", second_half);
    return json_response(200, body);
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    json::Array items;
    for (const service::ProposalView& view : TRY(service::list_proposals(api.house, exchange.who()))) {
        items.push_back(proposal_view(api, view, exchange.language));
    }
    return json_response(200, json::Object{{"items", std::move(items)}, {"next", nullptr}});
}

Result<Response> handle_open(const Api& api, Exchange& exchange) {
    return answer_one(api, exchange, TRY(id_of<ProposalId>(exchange, "id")));
}

Result<Response> handle_confirm(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ProposalId>(exchange, "id"));
    const std::string half = TRY(service::confirm_proposal(
        api.house, exchange.who(), id, std::string(exchange.request.field("idempotency-key"))
    ));
    return answer_one(api, exchange, id, half);
}

Result<Response> handle_refuse(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ProposalId>(exchange, "id"));
    json::Reader reader(exchange.body);
    const std::string reason = reader.optional_text("reason").value_or("");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    TRY(service::refuse_proposal(api.house, exchange.who(), id, reason));
    return answer_one(api, exchange, id);
}

Result<Response> handle_cancel(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ProposalId>(exchange, "id"));
    TRY(service::cancel_proposal(api.house, exchange.who(), id));
    return answer_one(api, exchange, id);
}

}  // namespace

json::Value proposal_view(const Api& api, const service::ProposalView& view, service::Language language) {
    const auto live = api.house.live.view();
    const service::Proposal& one = view.proposal;
    json::Array grants;
    for (const service::NewGrant& grant : one.change.grants) {
        grants.push_back(json::Object{
            {"role", grant.role},
            {"role_label", role_label(api, grant.role, language)},
            {"organisation", organisation_ref(live->directory, grant.organisation)},
            {"place", placed_name(live->directory, grant.organisation)}});
    }
    // A change of the tree concerns bodies, and no account.
    json::Value account;
    if (!one.change.is_of_tree()) {
        account = json::Object{{"id", one.change.account.text()}, {"login", view.login}, {"name", view.name}};
    }
    json::Array holds;
    for (const std::string& role : view.holds) holds.emplace_back(role_label(api, role, language));
    return json::Object{
        {"id", one.id.text()},
        {"state", one.state},
        {"action", one.change.action},
        {"account", std::move(account)},
        {"bodies", proposed_bodies(api, one.change.bodies, language)},
        {"bodies_in_all", one.change.bodies.size()},
        {"grants", std::move(grants)},
        {"holds", std::move(holds)},
        {"reason", one.reason},
        {"is_own", view.is_own},
        {"proposed_by", person(view.proposed_by_name)},
        {"proposed_at", to_iso(one.proposed_at)},
        {"expires_at", to_iso(one.expires_at)},
        {"decided_by", person(view.decided_by_name)},
        {"decided_at", one.decided_at ? json::Value(to_iso(*one.decided_at)) : json::Value()},
        {"decision", one.decision},
        {"may", may_of(view)}};
}

std::vector<Route> proposal_routes(const Api& api) {
    const auto with = binder(api);
    const std::string base = "/api/v1/proposals";
    const std::string one = base + "/{id}";
    return {
        {"GET",
         base,
         Door::Ready,
         BodyKind::None,
         "Proposals that wait or were decided",
         "Proposals",
         with(handle_list),
         {.refuses = {404}}},
        {"GET", one, Door::Ready, BodyKind::None, "One proposal", "Proposal", with(handle_open)},
        {"POST",
         one + "/confirm",
         Door::Ready,
         BodyKind::None,
         "Confirm: it takes effect now",
         "Proposal",
         with(handle_confirm),
         {.refuses = {409}}},
        {"POST",
         one + "/refuse",
         Door::Ready,
         BodyKind::Json,
         "Refuse with a reason",
         "Proposal",
         with(handle_refuse),
         {.takes = "Reason", .refuses = {409}}},
        {"POST",
         one + "/cancel",
         Door::Ready,
         BodyKind::None,
         "Take one's own proposal back",
         "Proposal",
         with(handle_cancel),
         {.refuses = {409}}},
    };
}

}  // namespace neove::http
