/// \file
/// Routes of a register's board: counts by body, the months in which its limit ends, one act over all that
/// are late; and what points at a record.

#include "http/routes/ended_bodies.h"
#include "http/routes/export_table.h"
#include "http/routes/register_bulk.h"
#include "http/routes/register_requests.h"
#include "http/routes/schemas.h"
#include "http/routes/views.h"
#include "service/registers/answer_period.h"
#include "service/registers/board.h"
#include "service/registers/bulk_act.h"
#include "service/registers/linked_here.h"

namespace neove::http {

namespace {

constexpr std::size_t kEtagMax = 200;
constexpr std::size_t kFaultsTold = 3;

bool english(const Exchange& exchange) {
    return exchange.language == service::Language::En;
}

json::Value or_null(const std::string& text) {
    return text.empty() ? json::Value() : json::Value(text);
}

json::Value instant(const std::optional<Instant>& at) {
    return at ? json::Value(to_iso(*at)) : json::Value();
}

json::Array numbers(const std::vector<std::int64_t>& all) {
    json::Array out;
    for (const std::int64_t one : all) out.emplace_back(one);
    return out;
}

std::string label(const Exchange& exchange, const service::Desk& desk, const std::string& key) {
    return desk.programme->bundle->label(desk.current->id, key, english(exchange));
}

std::string word_of(const Api& api, const Exchange& exchange, service::Timing timing) {
    return std::string(
        api.sentences.of("word.timing." + std::string(service::timing_word(timing)), exchange.language)
    );
}

/// What a column counts and how it is called: a state says more than "no day is known".
json::Value column_view(
    const Api& api, const Exchange& exchange, const service::Desk& desk, const service::BoardColumn& column
) {
    const bool is_state = column.timing == service::Timing::None;
    return json::Object{
        {"timing", service::timing_word(column.timing)},
        {"state", or_null(column.state)},
        {"label",
         is_state ? label(exchange, desk, "states." + column.state) : word_of(api, exchange, column.timing)}};
}

json::Value board_view(const Api& api, const Exchange& exchange, const service::Board& board) {
    json::Array columns;
    for (const service::BoardColumn& column : board.columns) {
        columns.push_back(column_view(api, exchange, board.desk, column));
    }
    json::Array rows;
    const auto live = api.house.live.view();
    for (const service::BoardRow& row : board.rows) {
        rows.push_back(json::Object{
            {"body", row.body},
            {"name", row.name},
            {"ended", ended_view(api, exchange, live->directory, row.body)},
            {"counts", numbers(row.counts)},
            {"total", row.total}});
    }
    json::Array groups;
    for (const service::BoardGroup& group : board.groups) {
        groups.push_back(json::Object{{"value", group.value}, {"records", group.records}});
    }
    const auto period = service::period_asked(api.house, *board.desk.current, board.query.where);
    return json::Object{
        {"filter", query_in_words(api, exchange, board.desk, board.query)},
        {"period_runs", period && period->runs},
        {"made_at", to_iso(exchange.who().now)},
        {"columns", std::move(columns)},
        {"rows", std::move(rows)},
        {"totals", numbers(board.totals)},
        {"total", board.total},
        {"groups", std::move(groups)},
        {"more_groups", board.more_groups}};
}

json::Value months_view(const Api& api, const Exchange& exchange, const service::BoardMonths& all) {
    json::Array months;
    for (const service::BoardMonth& month : all.months) {
        json::Array first;
        for (const service::MonthRecord& one : month.first) {
            first.push_back(json::Object{
                {"id", one.id.text()},
                {"number", one.number},
                {"state", one.state},
                {"columns", one.columns},
                {"timing", service::timing_word(one.timed.timing)},
                {"due_at", instant(one.timed.due_at)}});
        }
        json::Array counts;
        for (std::size_t i = 0; i < month.counts.size(); ++i) {
            if (month.counts.at(i) == 0) continue;
            const auto timing = static_cast<service::Timing>(i);
            counts.push_back(json::Object{
                {"timing", service::timing_word(timing)},
                {"label", word_of(api, exchange, timing)},
                {"records", month.counts.at(i)}});
        }
        months.push_back(json::Object{
            {"month", month.month},
            {"total", month.total},
            {"counts", std::move(counts)},
            {"first", std::move(first)}});
    }
    return json::Object{
        {"filter", query_in_words(api, exchange, all.desk, all.query)},
        {"made_at", to_iso(exchange.who().now)},
        {"months", std::move(months)}};
}

}  // namespace

json::Array offered_view(const Api& api, const std::vector<service::OfferedRecord>& offered) {
    const auto live = api.house.live.view();
    json::Array records;
    for (const service::OfferedRecord& one : offered) {
        records.push_back(json::Object{
            {"id", one.id.text()},
            {"number", one.number},
            {"state", one.state},
            {"owner", organisation_ref(live->directory, one.owner)},
            {"columns", one.columns},
            {"timing", service::timing_word(one.timed.timing)},
            {"due_at", instant(one.timed.due_at)},
            {"etag", one.etag}});
    }
    return records;
}

json::Array written_view(access::Classes classes) {
    json::Array write;
    for (const form::Class one :
         {form::Class::Public, form::Class::Internal, form::Class::Confidential, form::Class::Identity}) {
        if ((service::bit_of(one) & classes) != 0) write.emplace_back(form::name_of(one));
    }
    return write;
}

namespace {

json::Value offer_view(const Api& api, const Exchange&, const service::BulkOffer& offer) {
    return json::Object{
        {"records", offered_view(api, offer.records)},
        {"left", offer.left},
        {"next", or_null(offer.next)},
        {"write", written_view(offer.write)}};
}

/// Why a record was left as it was; of a form with faults the first ones.
json::Value refusal_view(const Api& api, const Exchange& exchange, const service::BulkResult& result) {
    if (result.is_done) return {};
    std::string told;
    if (result.refusal.code == "record.many_faults") {
        for (std::size_t i = 0; i < std::min(result.faults.size(), kFaultsTold); ++i) {
            told += (told.empty() ? "" : " ") +
                    std::string(api.sentences.of(result.faults[i].code, exchange.language));
        }
    }
    if (told.empty()) told = api.sentences.of(result.refusal.code, exchange.language);
    return told;
}

Result<Response> handle_board(const Api& api, Exchange& exchange) {
    const auto board = TRY(service::board_of(api.house, exchange.who(), record_query_of(exchange)));
    return json_response(200, board_view(api, exchange, board));
}

Result<Response> handle_months(const Api& api, Exchange& exchange) {
    const auto months = TRY(service::months_of(api.house, exchange.who(), record_query_of(exchange)));
    return json_response(200, months_view(api, exchange, months));
}

Result<Response> handle_offer(const Api& api, Exchange& exchange) {
    const auto offer =
        TRY(service::offer_bulk(api.house, exchange.who(), record_query_of(exchange), exchange.id("action")));
    return json_response(200, offer_view(api, exchange, offer));
}

}  // namespace

json::Value outcome_view(
    const Api& api, const Exchange& exchange, const std::vector<service::BulkResult>& results
) {
    std::int64_t done = 0;
    json::Array records;
    for (const service::BulkResult& result : results) {
        done += result.is_done ? 1 : 0;
        records.push_back(json::Object{
            {"id", result.id.text()},
            {"number", or_null(result.number)},
            {"done", result.is_done},
            {"code", or_null(result.refusal.code)},
            {"sentence", refusal_view(api, exchange, result)}});
    }
    return json::Object{{"done", done}, {"records", std::move(records)}};
}

std::vector<service::BulkTarget> targets_of(json::Reader& reader, Diagnostics& faults) {
    std::vector<service::BulkTarget> out;
    const json::Array* given = reader.optional_array("records", service::kBulkMax);
    for (std::size_t i = 0; given != nullptr && i < given->size(); ++i) {
        json::Reader one((*given)[i], "/records/" + std::to_string(i));
        const auto id = RecordId::parse(one.text("id", 40));
        if (!id) one.fault("id", "form.type");
        out.push_back({id.value_or(RecordId()), one.text("etag", kEtagMax)});
        for (Error& fault : one.done()) faults.push_back(std::move(fault));
    }
    return out;
}

namespace {

Result<Response> handle_bulk(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    service::WantedAct wanted = deed_of(api, reader);
    wanted.action = exchange.id("action");
    Diagnostics of_records;
    const auto targets = targets_of(reader, of_records);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    if (!of_records.empty()) return problems(api.sentences, of_records, exchange.language);
    const auto results = TRY(service::act_on_many(
        api.house,
        exchange.who(),
        exchange.id("register"),
        targets,
        wanted,
        std::string(exchange.request.field("idempotency-key")),
        exchange.request.path + "\n" + exchange.request.body
    ));
    return json_response(200, outcome_view(api, exchange, results));
}

Result<Response> handle_linked(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<RecordId>(exchange, "id"));
    const auto linked = TRY(service::linked_here(api.house, exchange.who(), exchange.id("register"), id));
    json::Array registers;
    for (const service::LinkedRegister& one : linked.registers) {
        json::Array states;
        for (const service::LinkedState& state : one.states) {
            states.push_back(json::Object{
                {"state", state.state},
                {"label", label(exchange, one.desk, "states." + state.state)},
                {"records", state.records}});
        }
        registers.push_back(json::Object{
            {"register", one.desk.current->id},
            {"title", label(exchange, one.desk, "title_many")},
            {"records", one.records},
            {"states", std::move(states)}});
    }
    return json_response(200, json::Object{{"registers", std::move(registers)}, {"more", linked.more}});
}

const std::vector<Member>& narrowing() {
    static const std::vector<Member> all{
        {"filter", "string"},
        {"state", "string"},
        {"q", "string"},
        {"overdue", "string"},
        {"mine", "string"},
        {"timing", "string"},
        {"month", "string"},
        {"where", "string"},
        {"links_to", "string"}};
    return all;
}

}  // namespace

std::vector<Route> board_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}";
    const auto reading = [&](const std::string& path,
                             const char* summary,
                             const char* returns,
                             Result<Response> (*handle)(const Api&, Exchange&),
                             std::vector<Member> query) {
        Contract contract{.query = std::move(query)};
        contract.refuses = {404, 422, 503};
        return Route{
            "GET",
            path,
            Door::Ready,
            BodyKind::None,
            summary,
            returns,
            [&api, handle](Exchange& exchange) { return handle(api, exchange); },
            std::move(contract)};
    };
    return {
        reading(base + "/board", "Records counted by body and limit", "Board", handle_board, narrowing()),
        reading(
            base + "/board/months",
            "The same records by the month in which the limit ends",
            "BoardMonths",
            handle_months,
            narrowing()
        ),
        reading(
            base + "/bulk/{action}",
            "Records of which I may take the board's action, the late ones unless asked otherwise, or give "
            "the answer of all",
            "BulkOffer",
            handle_offer,
            narrowing()
        ),
        {"POST",
         base + "/bulk/{action}",
         Door::Ready,
         BodyKind::Json,
         "Take the board's action of many records, or the answer given at once, each decided by itself",
         "BulkOutcome",
         [&api](Exchange& exchange) { return handle_bulk(api, exchange); },
         {.takes = "BulkAct", .reads = {"Idempotency-Key?"}, .refuses = {403, 404, 422}}},
        reading(
            base + "/records/{id}/linked",
            "How many records point at this one, by register and state",
            "LinkedHere",
            handle_linked,
            {}
        )};
}

std::vector<Schema> board_schemas() {
    return {
        {.name = "Timing", .is = "'overdue' | 'due_soon' | 'running' | 'met' | 'met_late' | 'none'"},
        {"BoardColumn", {{"timing", "Timing"}, {"state", "string | null"}, {"label", "string"}}},
        {"EndedBody", {{"on", "day"}, {"heirs", "Named[]"}}},
        {"BoardRow",
         {{"body", "string"},
          {"name", "string"},
          {"ended", "EndedBody | null"},
          {"counts", "integer[]"},
          {"total", "integer"}}},
        {"BoardGroup", {{"value", "string"}, {"records", "integer"}}},
        {"Board",
         {{"filter", "string"},
          {"made_at", "instant"},
          {"columns", "BoardColumn[]"},
          {"rows", "BoardRow[]"},
          {"totals", "integer[]"},
          {"total", "integer"},
          {"groups", "BoardGroup[]"},
          {"more_groups", "boolean"},
          {"period_runs", "boolean"}}},
        {"MonthCount", {{"timing", "Timing"}, {"label", "string"}, {"records", "integer"}}},
        {"MonthRecord",
         {{"id", "id"},
          {"number", "string"},
          {"state", "string"},
          {"columns", "any"},
          {"timing", "Timing"},
          {"due_at", "instant | null"}}},
        {"BoardMonth",
         {{"month", "string"}, {"total", "integer"}, {"counts", "MonthCount[]"}, {"first", "MonthRecord[]"}}},
        {"BoardMonths", {{"filter", "string"}, {"made_at", "instant"}, {"months", "BoardMonth[]"}}},
        {"OfferedRecord",
         {{"id", "id"},
          {"number", "string"},
          {"state", "string"},
          {"owner", "Named | null"},
          {"columns", "any"},
          {"timing", "Timing"},
          {"due_at", "instant | null"},
          {"etag", "string"}}},
        {"BulkOffer",
         {{"records", "OfferedRecord[]"},
          {"left", "integer"},
          {"next", "string | null"},
          {"write", "AnswerClass[]"}}},
        {"BulkTarget", {{"id", "id"}, {"etag", "string"}}},
        {"BulkAct",
         {{"records", "BulkTarget[]"},
          {"answers?", "any"},
          {"occurred_at?", "string | null"},
          {"precision?", "string | null"},
          {"reason?", "string | null"},
          {"kept_words?", "string[] | null"}}},
        {"BulkResult",
         {{"id", "id"},
          {"number", "string | null"},
          {"done", "boolean"},
          {"code", "string | null"},
          {"sentence", "string | null"}}},
        {"BulkOutcome", {{"done", "integer"}, {"records", "BulkResult[]"}}},
        {"LinkedState", {{"state", "string"}, {"label", "string"}, {"records", "integer"}}},
        {"LinkedRegister",
         {{"register", "string"}, {"title", "string"}, {"records", "integer"}, {"states", "LinkedState[]"}}},
        {"LinkedHere", {{"registers", "LinkedRegister[]"}, {"more", "boolean"}}}};
}

}  // namespace neove::http
