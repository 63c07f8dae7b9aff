/// \file
/// Routes of redactions: answers that are taken out of a record that stays. They say where answers are and
/// which of them go, never what one says.

#include "http/routes/api.h"
#include "http/routes/register_views.h"
#include "http/routes/schemas.h"
#include "service/registers/redact_record.h"

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

json::Value numbers(const std::vector<std::size_t>& all) {
    json::Array out;
    for (const std::size_t one : all) out.emplace_back(static_cast<std::int64_t>(one));
    return out;
}

json::Value outline_view(const service::RecordOutline& outline) {
    json::Array events;
    for (const service::OutlinedEvent& event : outline.events) {
        json::Array answers;
        for (const service::OutlinedAnswer& one : event.answers) {
            answers.push_back(json::Object{
                {"field", one.field},
                {"count", static_cast<std::int64_t>(one.count)},
                {"fixed", one.is_fixed},
                {"gone", one.is_gone},
                {"goes", one.goes},
                {"rows", numbers(one.rows)}});
        }
        events.push_back(json::Object{
            {"id", event.id.text()},
            {"kind", event.kind},
            {"occurred_at", to_iso(event.occurred_at)},
            {"precision", event.precision},
            {"answers", std::move(answers)}});
    }
    json::Array still_said;
    for (const auto& [field, count] : outline.still_said) {
        still_said.push_back(json::Object{{"field", field}, {"events", static_cast<std::int64_t>(count)}});
    }
    return json::Object{
        {"events", std::move(events)},
        {"files", static_cast<std::int64_t>(outline.files)},
        {"still_said", std::move(still_said)}};
}

/// Where it stands, in one word.
std::string stage_of(const service::ErasureView& view) {
    if (view.is_over) return "over";
    if (view.erasure.stage != service::kErasureRedacted) return view.erasure.stage;
    return view.key_day ? "done" : "pending";
}

json::Value redaction_view(const Api& api, const Exchange& exchange, const service::RedactionView& view) {
    const service::Erasure& one = view.asked.erasure;
    const std::string stage = stage_of(view.asked);
    return json::Object{
        {"id", one.id.text()},
        {"record", one.record.text()},
        {"number", one.number},
        {"stage", stage},
        {"sentence", api.sentences.of("redaction." + stage, exchange.language)},
        {"authority", one.authority},
        {"ground", one.ground},
        {"proposed_by", somebody(one.proposed_by, view.asked.proposed_by_name)},
        {"proposed_at", to_iso(one.proposed_at)},
        {"decided_by", somebody(one.decided_by, view.asked.decided_by_name)},
        {"decided_at", instant(one.decided_at)},
        {"decision", one.decision},
        {"beyond_recovery_since", instant(view.asked.key_day)},
        {"outline", view.seen.empty() ? json::Value() : outline_view(view.outline)},
        {"seen", view.seen},
        {"may_confirm", view.asked.may_confirm},
        {"may_refuse", view.asked.may_refuse}};
}

record::RedactedPart read_part(json::Reader& reader) {
    record::RedactedPart part;
    part.field = reader.optional_text("field", 60).value_or("");
    part.member = reader.optional_text("member", 60).value_or("");
    const auto event = reader.optional_text("event", 40);
    const auto id = event && !event->empty() ? EventId::parse(*event) : std::optional(EventId());
    if (!id) reader.fault("event", "redact.part");
    part.event = id.value_or(EventId());
    part.earlier = reader.optional_flag("earlier").value_or(false);
    const auto row = reader.optional_integer("row");
    if (row && *row < 0) reader.fault("row", "redact.part");
    if (row && *row >= 0) part.row = static_cast<std::size_t>(*row);
    return part;
}

/// The faults of the parts go to those of the request.
std::vector<record::RedactedPart> read_parts(json::Reader& reader, Diagnostics& faults) {
    std::vector<record::RedactedPart> parts;
    const json::Array* given = reader.optional_array("parts", service::kRedactedPartsMax);
    if (given == nullptr) return parts;
    for (std::size_t i = 0; i < given->size(); ++i) {
        json::Reader part((*given)[i], "/parts/" + std::to_string(i));
        parts.push_back(read_part(part));
        for (Error& fault : part.done()) faults.push_back(std::move(fault));
    }
    return parts;
}

Result<Response> handle_outline(const Api& api, Exchange& exchange) {
    const auto record = TRY(id_of<RecordId>(exchange, "id"));
    return json_response(
        200,
        outline_view(TRY(service::outline_record(api.house, exchange.who(), exchange.id("register"), record)))
    );
}

Result<Response> handle_propose(const Api& api, Exchange& exchange) {
    service::RecordRequest request;
    request.register_id = exchange.id("register");
    request.record = TRY(id_of<RecordId>(exchange, "id"));
    request.request_key = exchange.request.field("idempotency-key");
    request.request_body = exchange.request.path + "\n" + exchange.request.body;
    json::Reader reader(exchange.body);
    const service::NewErasure why{reader.text("authority", kWordsMax), reader.text("ground", kWordsMax)};
    Diagnostics of_parts;
    auto parts = read_parts(reader, of_parts);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    if (!of_parts.empty()) return refuse(ErrorKind::Invalid, "redact.part", of_parts.front().where);
    const auto view =
        TRY(service::propose_redaction(api.house, exchange.who(), request, why, std::move(parts)));
    return json_response(202, redaction_view(api, exchange, view));
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    json::Array all;
    for (const service::RedactionView& one :
         TRY(service::list_redactions(api.house, exchange.who(), exchange.id("register")))) {
        all.push_back(redaction_view(api, exchange, one));
    }
    return json_response(200, json::Object{{"redactions", std::move(all)}});
}

Result<Response> handle_one(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ErasureId>(exchange, "redaction"));
    const auto view = TRY(service::find_redaction(api.house, exchange.who(), exchange.id("register"), id));
    return json_response(200, redaction_view(api, exchange, view));
}

Result<Response> handle_confirm(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ErasureId>(exchange, "redaction"));
    json::Reader reader(exchange.body);
    const std::string seen = reader.text("seen", 100);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const std::string key(exchange.request.field("idempotency-key"));
    const auto view =
        TRY(service::confirm_redaction(api.house, exchange.who(), exchange.id("register"), id, seen, key));
    return json_response(200, redaction_view(api, exchange, view));
}

Result<Response> handle_refuse(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ErasureId>(exchange, "redaction"));
    json::Reader reader(exchange.body);
    const std::string reason = reader.text("reason", kWordsMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto view =
        TRY(service::refuse_redaction(api.house, exchange.who(), exchange.id("register"), id, reason));
    return json_response(200, redaction_view(api, exchange, view));
}

}  // namespace

std::vector<Route> redaction_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}";
    const auto with = binder(api);
    return {
        {"GET",
         base + "/records/{id}/redaction",
         Door::Ready,
         BodyKind::None,
         "Where a record has answers, and none of them",
         "RecordOutline",
         with(handle_outline),
         {.refuses = {404}}},
        {"POST",
         base + "/records/{id}/redaction",
         Door::Ready,
         BodyKind::Json,
         "Ask that answers be taken out of a record that stays",
         "",
         with(handle_propose),
         {.takes = "RedactionRequest",
          .reads = {"Idempotency-Key?"},
          .status = 202,
          .later = "Redaction",
          .refuses = {403, 404, 409, 422}}},
        {"GET",
         base + "/redactions",
         Door::Ready,
         BodyKind::None,
         "Redactions that wait, and those that were carried out",
         "Redactions",
         with(handle_list),
         {.refuses = {404}}},
        {"GET",
         base + "/redactions/{redaction}",
         Door::Ready,
         BodyKind::None,
         "One redaction, with what goes and what stays while it waits",
         "Redaction",
         with(handle_one),
         {.refuses = {404}}},
        {"POST",
         base + "/redactions/{redaction}/confirm",
         Door::Ready,
         BodyKind::Json,
         "Carry a redaction out that somebody else asked for",
         "Redaction",
         with(handle_confirm),
         {.takes = "RedactionConfirmation",
          .reads = {"Idempotency-Key?"},
          .refuses = {403, 404, 409, 412, 422}}},
        {"POST",
         base + "/redactions/{redaction}/refuse",
         Door::Ready,
         BodyKind::Json,
         "Refuse a redaction, or take it back",
         "Redaction",
         with(handle_refuse),
         {.takes = "RedactionRefusal", .refuses = {404, 409, 422}}}};
}

std::vector<Schema> redaction_schemas() {
    return {
        {"RedactedPart",
         {{"field?", "string | null"},
          {"event?", "string | null"},
          {"row?", "integer | null"},
          {"member?", "string | null"},
          {"earlier?", "boolean | null"}}},
        {"RedactionRequest", {{"authority", "string"}, {"ground", "string"}, {"parts?", "RedactedPart[]"}}},
        {"RedactionConfirmation", {{"seen", "string"}}},
        {"RedactionRefusal", {{"reason", "string"}}},
        {"OutlinedAnswer",
         {{"field", "string"},
          {"count", "integer"},
          {"fixed", "boolean"},
          {"gone", "boolean"},
          {"goes", "boolean"},
          {"rows", "integer[]"}}},
        {"OutlinedEvent",
         {{"id", "id"},
          {"kind", "string"},
          {"occurred_at", "instant"},
          {"precision", "string"},
          {"answers", "OutlinedAnswer[]"}}},
        {"StillSaid", {{"field", "string"}, {"events", "integer"}}},
        {"RecordOutline",
         {{"events", "OutlinedEvent[]"}, {"files", "integer"}, {"still_said", "StillSaid[]"}}},
        {"Redaction",
         {{"id", "id"},
          {"record", "id"},
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
          {"outline", "RecordOutline | null"},
          {"seen", "string"},
          {"may_confirm", "boolean"},
          {"may_refuse", "boolean"}}},
        {"Redactions", {{"redactions", "Redaction[]"}}}};
}

}  // namespace neove::http
