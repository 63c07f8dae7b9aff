/// \file
/// Routes that only registers of persons have: possible matches while typing, and erasures.

#include "http/routes/api.h"
#include "http/routes/register_views.h"
#include "http/routes/schemas.h"
#include "name_index/name_index.h"
#include "service/registers/erase_record.h"
#include "service/registers/retention.h"
#include "service/registers/search_persons.h"

namespace neove::http {

namespace {

constexpr std::size_t kWordsMax = 1'000;

json::Value instant(const std::optional<Instant>& at) {
    return at ? json::Value(to_iso(*at)) : json::Value();
}

json::Value somebody(const AccountId& id, const std::string& name) {
    if (id.is_empty()) return {};
    return json::Object{{"id", id.text()}, {"name", name}};
}

/// Where it stands, in one word.
std::string stage_of(const service::ErasureView& view) {
    if (view.is_over) return "over";
    if (view.erasure.stage != service::kErasureDone) return view.erasure.stage;
    return view.key_day ? "done" : "pending";
}

json::Value erasure_view(const Api& api, const Exchange& exchange, const service::ErasureView& view) {
    const service::Erasure& one = view.erasure;
    const std::string stage = stage_of(view);
    // Once it is gone, its id leads nowhere; the number is on the papers.
    const bool is_there = one.stage == service::kErasureWaiting;
    return json::Object{
        {"id", one.id.text()},
        {"record", is_there ? json::Value(one.record.text()) : json::Value()},
        {"number", one.number},
        {"stage", stage},
        {"sentence", api.sentences.of("erasure." + stage, exchange.language)},
        {"authority", one.authority},
        {"ground", one.ground},
        {"proposed_by", somebody(one.proposed_by, view.proposed_by_name)},
        {"proposed_at", to_iso(one.proposed_at)},
        {"decided_by", somebody(one.decided_by, view.decided_by_name)},
        {"decided_at", instant(one.decided_at)},
        {"decision", one.decision},
        {"beyond_recovery_since", instant(view.key_day)},
        {"may_confirm", view.may_confirm},
        {"may_refuse", view.may_refuse}};
}

Result<Response> handle_matches(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const json::Value* answers = reader.optional_object("answers");
    const auto record = reader.optional_text("record", 40);
    const auto id = record && !record->empty() ? RecordId::parse(*record) : std::optional(RecordId());
    if (!id) reader.fault("record", "access.not_found");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto found = TRY(service::possible_matches(
        api.house,
        exchange.who(),
        exchange.id("register"),
        answers == nullptr ? json::Value(json::Object{}) : *answers,
        *id
    ));
    json::Array matches;
    for (const service::PossibleMatch& one : found.matches) {
        json::Value view = listed_view(api, exchange, one.listed);
        json::Array reasons;
        for (const name_index::Reason reason : one.reasons) {
            reasons.emplace_back(name_index::word_of(reason));
        }
        view.set("reasons", std::move(reasons));
        matches.push_back(std::move(view));
    }
    return json_response(200, json::Object{{"matches", std::move(matches)}});
}

Result<Response> handle_erase(const Api& api, Exchange& exchange) {
    service::RecordRequest request;
    request.register_id = exchange.id("register");
    request.record = TRY(id_of<RecordId>(exchange, "id"));
    request.request_key = exchange.request.field("idempotency-key");
    request.request_body = exchange.request.path + "\n" + exchange.request.body;
    json::Reader reader(exchange.body);
    const service::NewErasure wanted{reader.text("authority", kWordsMax), reader.text("ground", kWordsMax)};
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto view = TRY(service::propose_erasure(api.house, exchange.who(), request, wanted));
    return json_response(202, erasure_view(api, exchange, view));
}

Result<Response> handle_erasures(const Api& api, Exchange& exchange) {
    json::Array erasures;
    for (const service::ErasureView& one :
         TRY(service::list_erasures(api.house, exchange.who(), exchange.id("register")))) {
        erasures.push_back(erasure_view(api, exchange, one));
    }
    return json_response(200, json::Object{{"erasures", std::move(erasures)}});
}

Result<Response> handle_retention(const Api& api, Exchange& exchange) {
    const auto list = TRY(service::list_retention(api.house, exchange.who(), exchange.id("register")));
    json::Array records;
    for (const service::OverdueErasure& one : list.records) {
        records.push_back(json::Object{
            {"id", one.row.id.text()},
            {"number", one.row.number},
            {"state", one.row.state},
            {"closed_at", to_iso(one.closed_at)},
            {"kept_until", one.kept_until.iso()},
            {"held", one.is_held},
            {"asked", one.has_been_asked}});
    }
    const definition::Retention& rule = list.desk.current->retention;
    return json_response(
        200,
        json::Object{
            {"months", rule.months},
            {"citation", rule.citation},
            {"confirmed", rule.confirmed},
            {"records", std::move(records)},
            {"more", list.more}}
    );
}

Result<Response> handle_confirm(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ErasureId>(exchange, "erasure"));
    const std::string key(exchange.request.field("idempotency-key"));
    const auto view =
        TRY(service::confirm_erasure(api.house, exchange.who(), exchange.id("register"), id, key));
    return json_response(200, erasure_view(api, exchange, view));
}

Result<Response> handle_refuse(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ErasureId>(exchange, "erasure"));
    json::Reader reader(exchange.body);
    const std::string reason = reader.text("reason", kWordsMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto view =
        TRY(service::refuse_erasure(api.house, exchange.who(), exchange.id("register"), id, reason));
    return json_response(200, erasure_view(api, exchange, view));
}

}  // namespace

std::vector<Route> person_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}";
    const auto with = binder(api);
    return {
        {"POST",
         base + "/matches",
         Door::Ready,
         BodyKind::Json,
         "Who of my own records may be the person that I am typing",
         "PossibleMatches",
         with(handle_matches),
         {.takes = "MatchRequest", .refuses = {404, 422, 503}}},
        {"POST",
         base + "/records/{id}/erase",
         Door::Ready,
         BodyKind::Json,
         "Ask for the erasure of a person's record",
         "",
         with(handle_erase),
         {.takes = "ErasureRequest",
          .reads = {"Idempotency-Key?"},
          .status = 202,
          .later = "Erasure",
          .refuses = {403, 404, 409, 422}}},
        {"GET",
         base + "/erasures",
         Door::Ready,
         BodyKind::None,
         "Erasures that wait, and certificates of those that were carried out",
         "Erasures",
         with(handle_erasures),
         {.refuses = {404}}},
        {"GET",
         base + "/retention",
         Door::Ready,
         BodyKind::None,
         "Records that are kept for longer than their register says",
         "Retention",
         with(handle_retention),
         {.refuses = {404}}},
        {"POST",
         base + "/erasures/{erasure}/confirm",
         Door::Ready,
         BodyKind::None,
         "Carry an erasure out that somebody else asked for",
         "Erasure",
         with(handle_confirm),
         {.reads = {"Idempotency-Key?"}, .refuses = {403, 404, 409, 412}}},
        {"POST",
         base + "/erasures/{erasure}/refuse",
         Door::Ready,
         BodyKind::Json,
         "Refuse an erasure, or take it back",
         "Erasure",
         with(handle_refuse),
         {.takes = "ErasureRefusal", .refuses = {404, 409, 422}}}};
}

std::vector<Schema> person_schemas() {
    return {
        {"MatchRequest", {{"answers?", "any"}, {"record?", "string | null"}}},
        {"PossibleMatch", {{"reasons", "string[]"}}, "ListedRecord"},
        {"PossibleMatches", {{"matches", "PossibleMatch[]"}}},
        {"ErasureRequest", {{"authority", "string"}, {"ground", "string"}}},
        {"ErasureRefusal", {{"reason", "string"}}},
        {"Erasure",
         {{"id", "id"},
          {"record", "id | null"},
          {"number", "string"},
          {"stage", "'waiting' | 'over' | 'refused' | 'pending' | 'done'"},
          {"sentence", "string"},
          {"authority", "string"},
          {"ground", "string"},
          {"proposed_by", "Named | null"},
          {"proposed_at", "instant"},
          {"decided_by", "Named | null"},
          {"decided_at", "instant | null"},
          {"decision", "string"},
          {"beyond_recovery_since", "instant | null"},
          {"may_confirm", "boolean"},
          {"may_refuse", "boolean"}}},
        {"Erasures", {{"erasures", "Erasure[]"}}},
        {"OverdueErasure",
         {{"id", "id"},
          {"number", "string"},
          {"state", "string"},
          {"closed_at", "instant"},
          {"kept_until", "string"},
          {"held", "boolean"},
          {"asked", "boolean"}}},
        {"Retention",
         {{"months", "integer"},
          {"citation", "string"},
          {"confirmed", "boolean"},
          {"records", "OverdueErasure[]"},
          {"more", "boolean"}}}};
}

}  // namespace neove::http
