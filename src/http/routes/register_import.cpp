/// \file
/// Routes for spreadsheets into a register: tried dry, written, and the sheet to fill in.

#include "form/asks.h"
#include "http/routes/api.h"
#include "http/routes/register_requests.h"
#include "http/routes/schemas.h"
#include "service/registers/import_records.h"

namespace neove::http {

namespace {

constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

service::WordOf words_of(const Api& api) {
    return [&api](std::string_view code, bool english) {
        return std::string(api.sentences.of(code, english ? service::Language::En : service::Language::Vi));
    };
}

/// Its sentence, with how many.
std::string said_of(const Api& api, const Exchange& exchange, const service::RecordImportWarning& warning) {
    constexpr std::string_view kCount = "{count}";
    std::string out(api.sentences.of(warning.code, exchange.language));
    const std::size_t at = out.find(kCount);
    if (at != std::string::npos) out.replace(at, kCount.size(), std::to_string(warning.count));
    return out;
}

json::Value import_view(const Api& api, const Exchange& exchange, const service::RecordImport& one) {
    json::Array faults, warnings, ignored, columns;
    for (const service::RecordImportFault& fault : one.faults) {
        faults.push_back(json::Object{
            {"cell", fault.cell},
            {"column", fault.column},
            {"code", fault.code},
            {"sentence", api.sentences.of(fault.code, exchange.language)},
            {"asks", form::is_ask(fault.code)}});
    }
    for (const service::RecordImportWarning& warning : one.warnings) {
        json::Array numbers;
        for (const std::string& number : warning.numbers) numbers.emplace_back(number);
        warnings.push_back(json::Object{
            {"cell", warning.cell},
            {"code", warning.code},
            {"sentence", said_of(api, exchange, warning)},
            {"numbers", std::move(numbers)},
            {"count", warning.count}});
    }
    for (const service::RecordImportIgnored& column : one.ignored) {
        ignored.push_back(json::Object{{"cell", column.cell}, {"heading", column.heading}});
    }
    for (const std::string& column : one.columns) columns.emplace_back(column);
    json::Value earlier;
    if (one.earlier_at) {
        earlier = json::Object{{"at", to_iso(*one.earlier_at)}, {"rows", one.earlier_rows}};
    }
    return json::Object{
        {"action", one.action},
        {"rows", one.rows},
        {"would_create", one.would_create},
        {"created", one.created},
        {"columns", std::move(columns)},
        {"faults", std::move(faults)},
        {"more_faults", one.has_more_faults},
        {"warnings", std::move(warnings)},
        {"ignored", std::move(ignored)},
        {"earlier", std::move(earlier)}};
}

Result<Response> handle_import(const Api& api, Exchange& exchange) {
    service::RecordImportRequest request;
    request.register_id = exchange.id("register");
    request.action = exchange.request.query_value("action");
    request.file = as_bytes(exchange.request.body);
    request.apply = exchange.request.query_value("apply") == "1";
    request.kept_cells = kept_cells_of(exchange);
    const auto done = TRY(service::import_records(api.house, exchange.who(), request, words_of(api)));
    return json_response(200, import_view(api, exchange, done));
}

Result<Response> handle_template(const Api& api, Exchange& exchange) {
    const std::string action(exchange.request.query_value("action"));
    const auto table = TRY(
        service::import_template(api.house, exchange.who(), exchange.id("register"), action, words_of(api))
    );
    Response response;
    response.body = workbook::write_xlsx(table);
    response.set("Content-Type", kXlsx);
    response.set(
        "Content-Disposition", "attachment; filename=\"" + exchange.id("register") + "-mau-nhap.xlsx\""
    );
    return response;
}

}  // namespace

std::vector<Route> import_routes(const Api& api) {
    const std::string path = "/api/v1/registers/{register}/import";
    return {
        {"POST",
         path,
         Door::Ready,
         BodyKind::File,
         "A spreadsheet into a register, tried dry unless apply=1; kept_words are cells whose words stay: "
         "C7,D9",
         "RecordImport",
         [&api](Exchange& exchange) { return handle_import(api, exchange); },
         {.query = {{"apply", "'0' | '1'"}, {"action", "string"}, {"kept_words", "string"}},
          .refuses = {403, 404, 409, 422, 503}}},
        {"GET",
         path + "/template",
         Door::Ready,
         BodyKind::None,
         "The sheet to fill in: what each column takes, then the headings",
         "",
         [&api](Exchange& exchange) { return handle_template(api, exchange); },
         {.query = {{"action", "string"}},
          .sends = {"Content-Disposition"},
          .media = kXlsx,
          .refuses = {404}}}};
}

std::vector<Schema> import_schemas() {
    return {
        {"RecordImportFault",
         {{"cell", "string"},
          {"column", "string"},
          {"code", "string"},
          {"sentence", "string"},
          {"asks", "boolean"}}},
        {"RecordImportWarning",
         {{"cell", "string"},
          {"code", "string"},
          {"sentence", "string"},
          {"numbers", "string[]"},
          {"count", "integer"}}},
        {"RecordImportIgnored", {{"cell", "string"}, {"heading", "string"}}},
        {"RecordImportEarlier", {{"at", "instant"}, {"rows", "integer"}}},
        {"RecordImport",
         {{"action", "string"},
          {"rows", "integer"},
          {"would_create", "integer"},
          {"created", "integer"},
          {"columns", "string[]"},
          {"faults", "RecordImportFault[]"},
          {"more_faults", "boolean"},
          {"warnings", "RecordImportWarning[]"},
          {"ignored", "RecordImportIgnored[]"},
          {"earlier", "RecordImportEarlier | null"}}}};
}

}  // namespace neove::http
