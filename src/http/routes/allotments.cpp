/// \file
/// Routes for giving out the tasks of a document: what there is to give, and giving it.

#include "http/routes/allotments.h"

#include "service/registers/allot.h"

namespace neove::http {

namespace {

constexpr std::size_t kChoicesMost = 2'000;
constexpr std::size_t kTextMost = 400;

json::Value lines_view(const service::Allotment& one) {
    json::Array out;
    for (const service::AllotmentLine& line : one.lines) {
        out.push_back(json::Object{
            {"rule", line.rule},
            {"action", line.action},
            {"to_open", line.to_open},
            {"to_widen", line.to_widen},
            {"bodies", line.bodies},
            {"may", line.may}});
    }
    return out;
}

json::Value allotment_view(const Api& api, const Exchange& exchange, const service::Allotment& one) {
    json::Array questions, problems, differences;
    for (const service::AllotmentQuestion& question : one.questions) {
        questions.push_back(json::Object{
            {"rule", question.rule},
            {"field", question.field},
            {"of", question.of},
            {"about", question.about},
            {"value", question.value}});
    }
    for (const service::AllotmentProblem& problem : one.problems) {
        problems.push_back(json::Object{
            {"code", problem.code},
            {"sentence", api.sentences.of(problem.code, exchange.language)},
            {"field", problem.field},
            {"path", problem.path},
            {"name", problem.name},
            {"count", problem.count}});
    }
    for (const service::AllotmentDifference& difference : one.differences) {
        differences.push_back(json::Object{
            {"code", difference.code},
            {"sentence", api.sentences.of(difference.code, exchange.language)},
            {"record", difference.record.text()},
            {"number", difference.number},
            {"path", difference.path}});
    }
    return json::Object{
        {"register", one.register_id},
        {"lines", lines_view(one)},
        {"given", one.given},
        {"records", one.records},
        {"questions", std::move(questions)},
        {"problems", std::move(problems)},
        {"differences", std::move(differences)},
        {"more_differences", one.more_differences},
        {"open", one.open},
        {"number_column", one.number_column},
        {"opened", one.opened},
        {"widened", one.widened}};
}

allotment::Choices choices_in(json::Reader& reader) {
    allotment::Choices out;
    const json::Array* list = reader.optional_array("choices", kChoicesMost);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const json::Value& one = (*list)[i];
        const std::string field = one.text_or("field"), of = one.text_or("of"), value = one.text_or("value");
        const bool is_right = !field.empty() && value.size() <= kTextMost;
        if (!is_right) reader.fault("choices/" + std::to_string(i), "field.required");
        out[{field, of}] = value;
    }
    return out;
}

Result<Response> handle_look(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<DocumentId>(exchange, "id"));
    const auto found = TRY(service::allotments_of(api.house, exchange.who(), id));
    json::Array out;
    for (const service::Allotment& one : found) out.push_back(allotment_view(api, exchange, one));
    return json_response(200, json::Object{{"allotments", std::move(out)}});
}

Result<Response> handle_allot(const Api& api, Exchange& exchange) {
    service::AllotmentRequest request;
    request.document = TRY(id_of<DocumentId>(exchange, "id"));
    json::Reader reader(exchange.body);
    request.register_id = reader.text("register", kTextMost);
    request.apply = reader.optional_flag("apply").value_or(false);
    request.choices = choices_in(reader);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto done = TRY(service::allot(api.house, exchange.who(), request));
    return json_response(200, allotment_view(api, exchange, done));
}

}  // namespace

std::vector<Route> allotment_routes(const Api& api) {
    const std::string path = "/api/v1/documents/{id}/allotments";
    return {
        {"GET",
         path,
         Door::Ready,
         BodyKind::None,
         "What the document's confirmed tasks become, register by register",
         "Allotments",
         [&api](Exchange& exchange) { return handle_look(api, exchange); }},
        {"POST",
         path,
         Door::Ready,
         BodyKind::Json,
         "Give out the tasks in one register, tried dry unless apply is true",
         "Allotment",
         [&api](Exchange& exchange) { return handle_allot(api, exchange); },
         {.takes = "AllotmentRequest", .refuses = {403, 404, 409, 422}}}};
}

std::vector<Schema> allotment_schemas() {
    return {
        {"AllotmentLine",
         {{"rule", "string"},
          {"action", "string"},
          {"to_open", "integer"},
          {"to_widen", "integer"},
          {"bodies", "integer"},
          {"may", "boolean"}}},
        {"AllotmentQuestion",
         {{"rule", "string"},
          {"field", "string"},
          {"of", "string"},
          {"about", "string"},
          {"value", "string"}}},
        {"AllotmentProblem",
         {{"code", "string"},
          {"sentence", "string"},
          {"field", "string"},
          {"path", "string"},
          {"name", "string"},
          {"count", "integer"}}},
        {"AllotmentDifference",
         {{"code", "string"},
          {"sentence", "string"},
          {"record", "string"},
          {"number", "string"},
          {"path", "string"}}},
        {"Allotment",
         {{"register", "string"},
          {"lines", "AllotmentLine[]"},
          {"given", "integer"},
          {"records", "integer"},
          {"questions", "AllotmentQuestion[]"},
          {"problems", "AllotmentProblem[]"},
          {"differences", "AllotmentDifference[]"},
          {"more_differences", "integer"},
          {"open", "integer"},
          {"number_column", "string"},
          {"opened", "integer"},
          {"widened", "integer"}}},
        {"Allotments", {{"allotments", "Allotment[]"}}},
        {"AllotmentChoice", {{"field", "string"}, {"of", "string"}, {"value", "string"}}},
        {"AllotmentRequest",
         {{"register", "string"}, {"choices?", "AllotmentChoice[]"}, {"apply?", "boolean"}}}};
}

}  // namespace neove::http
