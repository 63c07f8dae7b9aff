/// \file
/// The table of access of registers: what a programme asks for more than was accepted, and the two who sign.

#include "http/routes/access_views.h"
#include "http/routes/schemas.h"

namespace neove::http {

namespace {

constexpr std::size_t kReasonMax = 2'000;
constexpr std::size_t kDigestMax = 64;

Response answer(const Api& api, const Exchange& exchange, const service::AccessTableView& view) {
    return json_response(200, access_table_view(api, view, exchange.language));
}

std::string key_of(const Exchange& exchange) {
    return std::string(exchange.request.field("idempotency-key"));
}

Result<Response> handle_read(const Api& api, Exchange& exchange) {
    return answer(api, exchange, TRY(service::read_access_table(api.house, exchange.who())));
}

Result<Response> handle_propose(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string digest = reader.text("digest", kDigestMax);
    const std::string reason = reader.optional_text("reason", kReasonMax).value_or("");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer(
        api,
        exchange,
        TRY(service::propose_access(api.house, exchange.who(), digest, reason, key_of(exchange)))
    );
}

Result<Response> handle_confirm(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string digest = reader.text("digest", kDigestMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer(
        api, exchange, TRY(service::confirm_access(api.house, exchange.who(), digest, key_of(exchange)))
    );
}

Result<Response> handle_refuse(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const std::string reason = reader.optional_text("reason", kReasonMax).value_or("");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer(api, exchange, TRY(service::refuse_access(api.house, exchange.who(), reason)));
}

Result<Response> handle_cancel(const Api& api, Exchange& exchange) {
    return answer(api, exchange, TRY(service::cancel_access(api.house, exchange.who())));
}

}  // namespace

std::vector<Route> access_table_routes(const Api& api) {
    const std::string base = "/api/v1/access-table";
    const auto with = binder(api);
    return {
        {"GET",
         base,
         Door::Ready,
         BodyKind::None,
         "What the programmes ask for more than the accepted table of access gives",
         "AccessTable",
         with(handle_read),
         {.refuses = {404}}},
        {"POST",
         base + "/propose",
         Door::Ready,
         BodyKind::Json,
         "Propose the difference that was shown",
         "AccessTable",
         with(handle_propose),
         {.takes = "AccessProposal", .reads = {"Idempotency-Key?"}, .refuses = {403, 404, 409, 412, 422}}},
        {"POST",
         base + "/confirm",
         Door::Ready,
         BodyKind::Json,
         "Confirm the difference that was shown: it holds from the next request on",
         "AccessTable",
         with(handle_confirm),
         {.takes = "AccessSignature", .reads = {"Idempotency-Key?"}, .refuses = {403, 404, 409, 412}}},
        {"POST",
         base + "/refuse",
         Door::Ready,
         BodyKind::Json,
         "Refuse it with a reason",
         "AccessTable",
         with(handle_refuse),
         {.takes = "Reason", .refuses = {404, 409, 412, 422}}},
        {"POST",
         base + "/cancel",
         Door::Ready,
         BodyKind::None,
         "Take one's own proposal back",
         "AccessTable",
         with(handle_cancel),
         {.refuses = {404, 409, 412}}}};
}

std::vector<Schema> access_table_schemas() {
    return {
        {"AccessProposal", {{"digest", "string"}, {"reason?", "string"}}},
        {"AccessSignature", {{"digest", "string"}}},
        {"AccessWord", {{"id", "string"}, {"name", "string"}}},
        {"AccessSays", {{"word", "string"}, {"values", "AccessWord[]"}}},
        {"AccessChange",
         {{"kind", "'added' | 'removed' | 'changed'"},
          {"wider", "boolean"},
          {"part",
           "'cell' | 'deny' | 'list' | 'list_identity' | 'export' | 'break_glass' | 'matches' | 'gives' | "
           "'class' | 'guard' | 'kept' | 'clear'"},
          {"register", "AccessWord"},
          {"role", "AccessWord | null"},
          {"action", "AccessWord | null"},
          {"relation", "AccessWord | null"},
          {"states", "AccessWord[]"},
          {"consent", "boolean"},
          {"until_days", "integer"},
          {"until_state", "AccessWord | null"},
          {"before", "AccessSays[] | null"},
          {"after", "AccessSays[] | null"}}},
        {"DefinitionChange",
         {{"breaking", "boolean"}, {"sentence", "string"}, {"where", "string"}, {"detail", "string"}}},
        {"LostRecords", {{"register", "AccessWord"}, {"state", "AccessWord | null"}}},
        {"AccessTable",
         {{"stand", "'in_force' | 'waiting' | 'proposed' | 'closed' | 'held_back' | 'until_start'"},
          {"sentence", "string"},
          {"lost", "LostRecords[]"},
          {"digest", "string"},
          {"accepted_at", "instant | null"},
          {"proposed_by", "string | null"},
          {"confirmed_by", "string | null"},
          {"waiting_by", "string | null"},
          {"waiting_at", "instant | null"},
          {"is_own", "boolean"},
          {"reason", "string"},
          {"refused_by", "string | null"},
          {"refusal", "string"},
          {"changes", "AccessChange[]"},
          {"definitions", "DefinitionChange[]"},
          {"may", "string[]"}}}};
}

}  // namespace neove::http
