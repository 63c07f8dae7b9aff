/// \file
/// Routes for giving out the tasks of a document: what there is to give, and giving it.

#include "http/routes/allotments.h"

#include "base/collation.h"
#include "service/registers/allot.h"
#include "service/registers/task_coverage.h"

#include <map>

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

/// By name, as a reader looks a body up.
json::Value bodies_view(const Api& api, const service::Allotment& one) {
    const auto live = api.house.live.view();
    std::map<std::pair<std::string, std::string>, json::Value> sorted;
    for (const service::AllotmentBody& body : one.bodies) {
        const auto* known = live->directory.find(body.body);
        const std::string name = known == nullptr ? std::string() : known->name;
        json::Array pieces;
        for (const service::AllotmentPiece& piece : body.pieces) {
            pieces.push_back(json::Object{
                {"action", piece.action},
                {"called", piece.called},
                {"tasks", piece.tasks},
                {"widens", piece.widens}});
        }
        sorted.emplace(
            std::pair(collation_key(name), body.body.text()),
            json::Object{{"id", body.body.text()}, {"name", name}, {"pieces", std::move(pieces)}}
        );
    }
    json::Array out;
    for (auto& [key, view] : sorted) out.push_back(std::move(view));
    return out;
}

json::Array due_view(const std::vector<service::AllotmentReport::Due>& days) {
    json::Array out;
    for (const service::AllotmentReport::Due& day : days) {
        out.push_back(json::Object{{"named_on", day.named_on}, {"periods", day.periods}});
    }
    return out;
}

json::Value report_view(const service::AllotmentReport& one) {
    json::Array from, days;
    for (const std::string& body : one.from) from.emplace_back(body);
    for (const service::AllotmentReport::Day& day : one.days) {
        days.push_back(json::Object{{"read", day.read}, {"day", day.day}});
    }
    return json::Object{
        {"id", one.id},
        {"path", one.path},
        {"from", std::move(from)},
        {"to", one.to},
        {"via", one.via},
        {"content", one.content},
        {"words", one.words},
        {"chosen", one.is_chosen},
        {"days", std::move(days)},
        {"due", due_view(one.due)},
        {"bodies", one.bodies},
        {"given", one.given},
        {"left", one.left}};
}

json::Value next_view(const service::NextGiving& next) {
    json::Array orders(next.orders.begin(), next.orders.end());
    return json::Object{
        {"from", next.from}, {"until", next.until}, {"rhythms", next.rhythms}, {"orders", std::move(orders)}};
}

json::Value allotment_view(const Api& api, const Exchange& exchange, const service::Allotment& one) {
    json::Array questions, reports, repeating, problems, differences;
    for (const service::AllotmentRepeat& task : one.repeating) {
        repeating.push_back(json::Object{
            {"path", task.path}, {"due", due_view(task.due)}, {"given", task.given}, {"left", task.left}});
    }
    for (const service::AllotmentReport& report : one.reports) reports.push_back(report_view(report));
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
    json::Array asked(one.asked.begin(), one.asked.end());
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
        {"bodies", bodies_view(api, one)},
        {"given", one.given},
        {"records", one.records},
        {"questions", std::move(questions)},
        {"reports", std::move(reports)},
        {"repeating", std::move(repeating)},
        {"problems", std::move(problems)},
        {"differences", std::move(differences)},
        {"more_differences", one.more_differences},
        {"open", one.open},
        {"number_column", one.number_column},
        {"opened", one.opened},
        {"widened", one.widened},
        {"asked", std::move(asked)},
        {"next", one.next ? next_view(*one.next) : json::Value(nullptr)}};
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

std::set<std::string> kept_in(json::Reader& reader) {
    std::set<std::string> out;
    const json::Array* list = reader.optional_array("kept_words", kChoicesMost);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const std::string* one = (*list)[i].string();
        if (one == nullptr) reader.fault("kept_words/" + std::to_string(i), "form.type");
        if (one != nullptr) out.insert(*one);
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
    request.kept = kept_in(reader);
    request.choices = choices_in(reader);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto done = TRY(service::allot(api.house, exchange.who(), request));
    return json_response(200, allotment_view(api, exchange, done));
}

json::Value covered_view(const Exchange& exchange, const service::LinkedRegister& one) {
    const definition::Bundle& bundle = *one.desk.programme->bundle;
    const definition::Register& definition = *one.desk.current;
    const bool english = exchange.language == service::Language::En;
    json::Array states;
    for (const service::LinkedState& state : one.states) {
        const workflow::State* known = definition.workflow.find_state(state.state);
        states.push_back(json::Object{
            {"state", state.state},
            {"label", bundle.label(definition.id, "states." + state.state, english)},
            {"final", known != nullptr && known->is_final},
            {"records", state.records}});
    }
    return json::Object{
        {"register", definition.id},
        {"title", bundle.label(definition.id, "title_many", english)},
        {"records", one.records},
        {"states", std::move(states)}};
}

Result<Response> handle_coverage(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<DocumentId>(exchange, "id"));
    const service::Coverage found = TRY(service::coverage_of(api.house, exchange.who(), id));
    json::Array tasks;
    for (const service::CoveredTask& task : found.tasks) {
        json::Array registers;
        for (const service::LinkedRegister& one : task.registers) {
            registers.push_back(covered_view(exchange, one));
        }
        tasks.push_back(json::Object{{"task", task.task.text()}, {"registers", std::move(registers)}});
    }
    return json_response(200, json::Object{{"tasks", std::move(tasks)}, {"more", found.more}});
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
         {.takes = "AllotmentRequest", .refuses = {403, 404, 409, 422}}},
        {"GET",
         "/api/v1/documents/{id}/coverage",
         Door::Ready,
         BodyKind::None,
         "How far each confirmed task is carried out, as far as the reader may list",
         "TaskCoverage",
         [&api](Exchange& exchange) { return handle_coverage(api, exchange); }}};
}

namespace {

/// What there is to give out, line by line.
std::vector<Schema> line_schemas() {
    return {
        {"AllotmentLine",
         {{"rule", "string"},
          {"action", "string"},
          {"to_open", "integer"},
          {"to_widen", "integer"},
          {"bodies", "integer"},
          {"may", "boolean"}}},
        {"AllotmentPiece",
         {{"action", "string"}, {"called", "string"}, {"tasks", "integer"}, {"widens", "boolean"}}},
        {"AllotmentBody", {{"id", "id"}, {"name", "string"}, {"pieces", "AllotmentPiece[]"}}},
        {"AllotmentQuestion",
         {{"rule", "string"},
          {"field", "string"},
          {"of", "string"},
          {"about", "string"},
          {"value", "string"}}},
        {"AllotmentReportDay", {{"read", "string"}, {"day", "string"}}},
        {"AllotmentReportDue", {{"named_on", "string"}, {"periods", "string"}}},
        {"AllotmentReport",
         {{"id", "string"},
          {"path", "string"},
          {"from", "string[]"},
          {"to", "string"},
          {"via", "string"},
          {"content", "string"},
          {"words", "string"},
          {"chosen", "boolean"},
          {"days", "AllotmentReportDay[]"},
          {"due", "AllotmentReportDue[]"},
          {"bodies", "integer"},
          {"given", "integer"},
          {"left", "integer"}}},
        {"AllotmentRepeat",
         {{"path", "string"}, {"due", "AllotmentReportDue[]"}, {"given", "integer"}, {"left", "integer"}}},
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
    };
}

/// All of it, and what was given.
std::vector<Schema> whole_schemas() {
    return {
        {"Allotment",
         {{"register", "string"},
          {"lines", "AllotmentLine[]"},
          {"bodies", "AllotmentBody[]"},
          {"given", "integer"},
          {"records", "integer"},
          {"questions", "AllotmentQuestion[]"},
          {"reports", "AllotmentReport[]"},
          {"repeating", "AllotmentRepeat[]"},
          {"problems", "AllotmentProblem[]"},
          {"differences", "AllotmentDifference[]"},
          {"more_differences", "integer"},
          {"open", "integer"},
          {"number_column", "string"},
          {"opened", "integer"},
          {"widened", "integer"},
          {"asked", "string[]"},
          {"next", "NextGiving | null"}}},
        {"NextGiving",
         {{"from", "string"}, {"until", "string"}, {"rhythms", "integer"}, {"orders", "string[]"}}},
        {"Allotments", {{"allotments", "Allotment[]"}}},
        {"AllotmentChoice", {{"field", "string"}, {"of", "string"}, {"value", "string"}}},
        {"CoveredState",
         {{"state", "string"}, {"label", "string"}, {"final", "boolean"}, {"records", "integer"}}},
        {"CoveredRegister",
         {{"register", "string"}, {"title", "string"}, {"records", "integer"}, {"states", "CoveredState[]"}}},
        {"CoveredTask", {{"task", "id"}, {"registers", "CoveredRegister[]"}}},
        {"TaskCoverage", {{"tasks", "CoveredTask[]"}, {"more", "boolean"}}},
        {"AllotmentRequest",
         {{"register", "string"},
          {"choices?", "AllotmentChoice[]"},
          {"apply?", "boolean"},
          {"kept_words?", "string[]"}}}};
}

}  // namespace

std::vector<Schema> allotment_schemas() {
    std::vector<Schema> all = line_schemas();
    for (Schema& schema : whole_schemas()) all.push_back(std::move(schema));
    return all;
}

}  // namespace neove::http
