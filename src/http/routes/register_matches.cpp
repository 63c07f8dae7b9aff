/// \file
/// Records that may be about one person, for those who are told of them and may find both.

#include "http/routes/api.h"
#include "http/routes/schemas.h"
#include "service/registers/compare_matches.h"

namespace neove::http {

namespace {

constexpr std::size_t kWordsMax = 1'000;
constexpr std::size_t kAnswerMax = 20;

json::Value compared_view(const service::ComparedRecord& one) {
    return json::Object{
        {"id", one.row.id.text()},
        {"number", one.row.number},
        {"state", one.row.state},
        {"opened_at", to_iso(one.row.opened_at)},
        {"owner", json::Object{{"id", one.row.owner.text()}, {"name", one.owner_name}}}};
}

json::Value match_view(const service::MatchView& view) {
    const service::MatchPair& pair = view.pair;
    const bool has_answer = pair.answers > 0;
    json::Array reasons;
    for (const name_index::Reason reason : view.reasons) reasons.emplace_back(name_index::word_of(reason));
    json::Array records;
    for (const service::ComparedRecord& one : view.records) records.push_back(compared_view(one));
    const json::Value who = json::Object{{"id", pair.answered_by.text()}, {"name", view.answered_by_name}};
    return json::Object{
        {"id", pair.id.text()},
        {"records", std::move(records)},
        {"reasons", std::move(reasons)},
        {"noticed_at", to_iso(pair.noticed_at)},
        {"waits", !pair.is_answered},
        {"answer", has_answer ? json::Value(pair.answer) : json::Value()},
        {"words", view.words},
        {"answered_by", has_answer ? who : json::Value()},
        {"answered_at", has_answer ? json::Value(to_iso(pair.answered_at)) : json::Value()},
        {"may_answer", view.may_answer}};
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    const std::string cursor(exchange.request.query_value("after"));
    const auto page = TRY(service::list_matches(api.house, exchange.who(), exchange.id("register"), cursor));
    json::Array waiting;
    json::Array answered;
    for (const service::MatchView& one : page.waiting) waiting.push_back(match_view(one));
    for (const service::MatchView& one : page.answered) answered.push_back(match_view(one));
    return json_response(
        200,
        json::Object{
            {"waiting", std::move(waiting)},
            {"answered", std::move(answered)},
            {"more", page.more},
            {"next", page.next.empty() ? json::Value() : json::Value(page.next)}}
    );
}

Result<Response> handle_answer(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<MatchPairId>(exchange, "match"));
    json::Reader reader(exchange.body);
    const std::string answer = reader.text("answer", kAnswerMax);
    const std::string words = reader.text("words", kWordsMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto view =
        TRY(service::answer_match(api.house, exchange.who(), exchange.id("register"), id, answer, words));
    return json_response(200, match_view(view));
}

}  // namespace

std::vector<Route> match_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}/possible-matches";
    const auto with = binder(api);
    return {
        {"GET",
         base,
         Door::Ready,
         BodyKind::None,
         "Pairs of records that may be about one person, of those that I may find both",
         "MatchPage",
         with(handle_list),
         {.query = {{"after", "string"}}, .refuses = {404, 422, 503}}},
        {"POST",
         base + "/{match}/answer",
         Door::Ready,
         BodyKind::Json,
         "Say whether two records are about one person",
         "PossiblePair",
         with(handle_answer),
         {.takes = "MatchAnswer", .refuses = {404, 409, 422, 503}}}};
}

std::vector<Schema> match_schemas() {
    return {
        {"MatchAnswer", {{"answer", "'same' | 'different' | 'unclear'"}, {"words", "string"}}},
        {"ComparedRecord",
         {{"id", "id"},
          {"number", "string"},
          {"state", "string"},
          {"opened_at", "instant"},
          {"owner", "Named"}}},
        {"PossiblePair",
         {{"id", "id"},
          {"records", "ComparedRecord[]"},
          {"reasons", "string[]"},
          {"noticed_at", "instant"},
          {"waits", "boolean"},
          {"answer", "'same' | 'different' | 'unclear' | null"},
          {"words", "string"},
          {"answered_by", "Named | null"},
          {"answered_at", "instant | null"},
          {"may_answer", "boolean"}}},
        {"MatchPage",
         {{"waiting", "PossiblePair[]"},
          {"answered", "PossiblePair[]"},
          {"more", "boolean"},
          {"next", "string | null"}}}};
}

}  // namespace neove::http
