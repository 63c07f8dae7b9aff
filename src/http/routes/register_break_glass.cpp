/// \file
/// Breaking the glass of a record, and what somebody else thinks of it afterwards.

#include "http/routes/access_views.h"
#include "http/routes/schemas.h"
#include "service/registers/break_glass.h"

namespace neove::http {

namespace {

constexpr std::size_t kWordsMax = 1'000;
constexpr std::size_t kNumberMax = 40;

json::Value somebody(const std::string& id, const std::string& name) {
    if (id.empty()) return {};
    return json::Object{{"id", id}, {"name", name}};
}

/// Where it stands, in one word.
const char* stage_of(const service::BrokenGlass& one, Instant now) {
    if (one.is_reviewed) return one.justified ? "justified" : "unjustified";
    return now < one.review_due_at ? "waiting" : "overdue";
}

json::Value glass_view(const Exchange& exchange, const service::BrokenGlassView& view) {
    const service::BrokenGlass& one = view.glass;
    return json::Object{
        {"id", one.id.text()},
        {"number", one.number},
        // Whoever judges it may not be one who opens the record.
        {"record", view.holds ? json::Value(one.record.text()) : json::Value()},
        {"account", somebody(one.account.text(), view.account_name)},
        {"organisation", somebody(one.organisation.text(), view.organisation_name)},
        {"opened_at", to_iso(one.opened_at)},
        {"until", to_iso(one.until)},
        {"review_due_at", to_iso(one.review_due_at)},
        {"stage", stage_of(one, exchange.who().now)},
        {"reason", one.reason},
        {"reviewed_by", somebody(one.reviewed_by.text(), view.reviewed_by_name)},
        {"reviewed_at", one.is_reviewed ? json::Value(to_iso(one.reviewed_at)) : json::Value()},
        {"words", one.review},
        {"is_own", view.is_own},
        {"may_review", view.may_review}};
}

/// What follows, said before one does it.
json::Value rule_view(const Api& api, const Exchange& exchange, const service::Desk& desk) {
    const access::BreakGlass& rule = desk.programme->rules.policy(desk.current->id).break_glass;
    json::Array classes;
    for (const access::Classes one :
         {access::kPublic, access::kInternal, access::kConfidential, access::kIdentity}) {
        if ((rule.classes & one) != 0) classes.emplace_back(access::classes_text(one));
    }
    json::Array tell;
    for (const std::string& word : rule.tell) tell.push_back(role_ref(api, word, exchange.language));
    return json::Object{
        {"minutes", rule.minutes},
        {"classes", std::move(classes)},
        {"tell", std::move(tell)},
        {"review_working_days", rule.review_working_days}};
}

Result<Response> handle_break(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string number = reader.text("number", kNumberMax);
    const std::string reason = reader.text("reason", kWordsMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const std::string key(exchange.request.field("idempotency-key"));
    const auto view =
        TRY(service::break_glass(api.house, exchange.who(), exchange.id("register"), number, reason, key));
    return json_response(201, glass_view(exchange, view));
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    const auto page = TRY(service::list_broken_glass(api.house, exchange.who(), exchange.id("register")));
    json::Array refused;
    for (const service::RefusedTries& one : page.refused) {
        refused.push_back(json::Object{
            {"account", somebody(one.account.text(), one.account_name)},
            {"count", one.count},
            {"last_at", to_iso(one.last_at)}});
    }
    json::Array acts;
    for (const service::BrokenGlassView& one : page.acts) acts.push_back(glass_view(exchange, one));
    return json_response(
        200,
        json::Object{
            {"may_break", page.may_break},
            {"may_review", page.may_review},
            {"rule", rule_view(api, exchange, page.desk)},
            {"acts", std::move(acts)},
            {"refused", std::move(refused)}}
    );
}

Result<Response> handle_review(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<BrokenGlassId>(exchange, "act"));
    json::Reader reader(exchange.body);
    const auto justified = reader.optional_flag("justified");
    if (!justified) reader.fault("justified", "field.required");
    const std::string words = reader.text("words", kWordsMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto view =
        TRY(service::review_glass(api.house, exchange.who(), exchange.id("register"), id, *justified, words));
    return json_response(200, glass_view(exchange, view));
}

}  // namespace

std::vector<Route> break_glass_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}/break-glass";
    const auto with = binder(api);
    return {
        {"POST",
         base,
         Door::Ready,
         BodyKind::Json,
         "Open one record that is closed to me, for some minutes; others are told at once",
         "BrokenGlass",
         with(handle_break),
         {.takes = "BreakGlass",
          .reads = {"Idempotency-Key?"},
          .status = 201,
          .refuses = {403, 404, 409, 422, 429}}},
        {"GET",
         base,
         Door::Ready,
         BodyKind::None,
         "What breaking the glass does here, my own acts and those that I am told of",
         "BrokenGlassPage",
         with(handle_list),
         {.refuses = {404}}},
        {"POST",
         base + "/{act}/review",
         Door::Ready,
         BodyKind::Json,
         "Say whether somebody else's act was justified",
         "BrokenGlass",
         with(handle_review),
         {.takes = "GlassReview", .refuses = {404, 409, 422}}}};
}

std::vector<Schema> break_glass_schemas() {
    return {
        {"BreakGlass", {{"number", "string"}, {"reason", "string"}}},
        {"GlassReview", {{"justified", "boolean"}, {"words", "string"}}},
        {"BrokenGlass",
         {{"id", "id"},
          {"number", "string"},
          {"record", "id | null"},
          {"account", "Named | null"},
          {"organisation", "Named | null"},
          {"opened_at", "instant"},
          {"until", "instant"},
          {"review_due_at", "instant"},
          {"stage", "'waiting' | 'overdue' | 'justified' | 'unjustified'"},
          {"reason", "string"},
          {"reviewed_by", "Named | null"},
          {"reviewed_at", "instant | null"},
          {"words", "string"},
          {"is_own", "boolean"},
          {"may_review", "boolean"}}},
        {"GlassRule",
         {{"minutes", "integer"},
          {"classes", "string[]"},
          {"tell", "AccessWord[]"},
          {"review_working_days", "integer"}}},
        {"BrokenGlassPage",
         {{"may_break", "boolean"},
          {"may_review", "boolean"},
          {"rule", "GlassRule"},
          {"acts", "BrokenGlass[]"},
          {"refused", "RefusedTries[]"}}},
        {"RefusedTries", {{"account", "Named | null"}, {"count", "integer"}, {"last_at", "instant"}}}};
}

}  // namespace neove::http
