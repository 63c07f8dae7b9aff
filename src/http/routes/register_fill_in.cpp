/// \file
/// Routes of fill-in sheets for bodies outside the network: the sheet of one body, and what came back, tried
/// dry or entered.

#include "http/routes/register_fill_in.h"

#include "calendar/date.h"
#include "form/asks.h"
#include "http/routes/export_table.h"
#include "http/routes/register_requests.h"
#include "http/routes/views.h"
#include "service/registers/fill_in.h"

namespace neove::http {

namespace {

constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::size_t kOnceMax = 4'000;

service::WordOf words_of(const Api& api) {
    return [&api](std::string_view code, bool english) {
        return std::string(api.sentences.of(code, english ? service::Language::En : service::Language::Vi));
    };
}

/// The sheet in words.
struct Pen {
    const Api& api;
    const Exchange& exchange;
    const service::Desk& desk;

    bool english() const { return exchange.language == service::Language::En; }
    std::string word(std::string_view code) const {
        return std::string(api.sentences.of(code, exchange.language));
    }
    std::string label(const std::string& key) const {
        return desk.programme->bundle->label(desk.current->id, key, english());
    }
    std::string answer(const std::string& id, const json::Value& answers) const {
        const form::Field* field = desk.current->form.find(id);
        const json::Value* value = answers.find(id);
        if (field == nullptr || value == nullptr || value->is_null()) return {};
        return answer_text(api, exchange, desk, *field, *value, exchange.language);
    }
};

std::string body_name(const Api& api, const OrganisationId& id) {
    const auto live = api.house.live.view();
    const auto* body = live->directory.find(id);
    return body == nullptr ? std::string() : body->name;
}

std::string heading_of(const sheet::Column& column) {
    return column.headings.front() + (column.is_needed ? " *" : "");
}

std::vector<std::pair<std::string, std::string>> head_of(const Pen& pen, const service::FillInSheet& sheet) {
    const service::Caller& who = pen.exchange.who();
    const std::string own = body_name(pen.api, who.acting.organisation);
    const std::int64_t offset = pen.api.house.options.utc_offset_micros;
    std::vector<std::pair<std::string, std::string>> out{
        {pen.word("word.fill_in.sheet"), pen.label("title_many")},
        {pen.word("word.fill_in.sheet.body"), body_name(pen.api, sheet.body)},
        {pen.word("word.fill_in.sheet.how"), pen.word("fill_in.sheet.help")}};
    for (const sheet::Column& column : sheet.guide) {
        if (column.id == sheet::kRowCode) continue;
        const std::string help = service::help_of(
            *pen.desk.programme->bundle, *pen.desk.current, column, words_of(pen.api), pen.english()
        );
        out.emplace_back(heading_of(column), help);
    }
    if (sheet.more) out.emplace_back(pen.word("word.export.head.rows"), pen.word("fill_in.sheet.more"));
    out.emplace_back(
        pen.word("word.export.head.made_at"), calendar::date_of(sheet.leaving.made_at, offset).typed()
    );
    out.emplace_back(
        pen.word("word.export.head.made_by"), who.account.name + (own.empty() ? "" : ", " + own)
    );
    out.emplace_back(pen.word("word.export.head.mark"), sheet.leaving.mark);
    out.emplace_back(pen.word("word.export.head.notice"), pen.word("export.notice"));
    out.emplace_back(pen.word("word.fill_in.sheet.code"), sheet.code);
    return out;
}

workbook::Table table_of(const Api& api, const Exchange& exchange, const service::FillInSheet& sheet) {
    const Pen pen{api, exchange, sheet.leaving.desk};
    workbook::Table out;
    out.name = pen.word("word.fill_in.sheet");
    out.head = head_of(pen, sheet);
    out.headings = {pen.word("word.export.column.number")};
    for (const std::string& field : sheet.rule.shown) out.headings.push_back(pen.label("fields." + field));
    out.headings.push_back(pen.word("word.export.column.due"));
    const std::size_t from = out.headings.size();
    for (const sheet::Column& column : sheet.guide) {
        if (column.id != sheet::kRowCode) out.headings.push_back(heading_of(column));
    }
    out.written = {from, out.headings.size()};
    out.headings.push_back(sheet.guide.front().headings.front());
    for (const service::FillInRow& row : sheet.rows) {
        std::vector<workbook::Cell> cells{row.record.row.number};
        for (const std::string& field : sheet.rule.shown) {
            cells.emplace_back(pen.answer(field, row.record.answers));
        }
        cells.emplace_back(due_text(api, exchange, sheet.leaving.desk, row.record.row.due_at));
        cells.resize(out.headings.size() - 1);
        cells.emplace_back(row.code);
        out.rows.push_back(std::move(cells));
    }
    return out;
}

std::string_view name_of(service::FillInFate fate) {
    switch (fate) {
        case service::FillInFate::Ready: return "ready";
        case service::FillInFate::Written: return "written";
        case service::FillInFate::Already: return "already";
        case service::FillInFate::Faulty: break;
    }
    return "faulty";
}

json::Value or_null(const std::string& text) {
    return text.empty() ? json::Value() : json::Value(text);
}

json::Value line_view(const Pen& pen, const service::FillIn& all, const service::FillInLine& line) {
    json::Array answers;
    for (const std::string& field : all.rule.asked) {
        std::string text = pen.answer(field, line.answers);
        if (text.empty()) continue;
        answers.push_back(json::Object{{"label", pen.label("fields." + field)}, {"text", std::move(text)}});
    }
    if (!line.reason.empty()) {
        answers.push_back(json::Object{{"label", pen.word("sheet.reason")}, {"text", line.reason}});
    }
    return json::Object{
        {"row", line.row},
        {"number", or_null(line.number)},
        {"fate", name_of(line.fate)},
        {"answers", std::move(answers)}};
}

json::Value fill_in_view(const Api& api, const Exchange& exchange, const service::FillIn& all) {
    const Pen pen{api, exchange, all.desk};
    json::Array faults, lines;
    for (const service::FillInFault& fault : all.faults) {
        faults.push_back(json::Object{
            {"cell", fault.cell},
            {"column", fault.column},
            {"code", fault.code},
            {"sentence", api.sentences.of(fault.code, exchange.language)},
            {"number", or_null(fault.number)},
            {"asks", form::is_ask(fault.code)}});
    }
    for (const service::FillInLine& line : all.lines) lines.push_back(line_view(pen, all, line));
    const auto live = api.house.live.view();
    return json::Object{
        {"body", organisation_ref(live->directory, all.body)},
        {"made_on", all.made_on.iso()},
        {"rows", all.rows},
        {"empty", all.empty},
        {"ready", all.ready},
        {"written", all.written},
        {"already", all.already},
        {"lines", std::move(lines)},
        {"faults", std::move(faults)},
        {"more_faults", all.has_more_faults}};
}

Result<Response> handle_sheet(const Api& api, Exchange& exchange) {
    const auto body = OrganisationId::parse(exchange.request.query_value("body"));
    if (!body) return refuse(ErrorKind::Invalid, "form.unknown_reference", "/body");
    const auto sheet =
        TRY(service::fill_in_sheet(api.house, exchange.who(), exchange.id("register"), *body, words_of(api)));
    Response response;
    response.body = workbook::write_xlsx(table_of(api, exchange, sheet));
    response.set("Content-Type", kXlsx);
    response.set(
        "Content-Disposition",
        "attachment; filename=\"" + exchange.id("register") + "-bieu-dien-" + sheet.leaving.mark + ".xlsx\""
    );
    return response;
}

Result<Response> handle_fill_in(const Api& api, Exchange& exchange) {
    service::FillInRequest request;
    request.register_id = exchange.id("register");
    request.file = as_bytes(exchange.request.body);
    request.apply = exchange.request.query_value("apply") == "1";
    request.kept = kept_cells_of(exchange);
    const std::string once(exchange.request.query_value("once"));
    if (once.size() > kOnceMax) return refuse(ErrorKind::Invalid, "fill_in.unknown_answer", "/once");
    if (!once.empty()) {
        auto said = json::parse(once);
        if (!said) return refuse(ErrorKind::Invalid, "fill_in.unknown_answer", "/once");
        request.once = std::move(*said);
    }
    const auto done = TRY(service::fill_in(api.house, exchange.who(), request, words_of(api)));
    return json_response(200, fill_in_view(api, exchange, done));
}

}  // namespace

std::vector<Route> fill_in_routes(const Api& api) {
    const std::string path = "/api/v1/registers/{register}/fill-ins";
    return {
        {"GET",
         path,
         Door::Ready,
         BodyKind::None,
         "The sheet of a body outside the network: its records of which I may take the action, to fill in",
         "",
         [&api](Exchange& exchange) { return handle_sheet(api, exchange); },
         {.query = {{"body", "id"}},
          .sends = {"Content-Disposition"},
          .media = kXlsx,
          .refuses = {403, 404, 422, 503}}},
        {"POST",
         path,
         Door::Ready,
         BodyKind::File,
         "A sheet that came back, tried dry unless apply=1; once is {\"question\": answer} for all its rows",
         "FillIn",
         [&api](Exchange& exchange) { return handle_fill_in(api, exchange); },
         {.query = {{"apply", "'0' | '1'"}, {"once", "string"}, {"kept_words", "string"}},
          .refuses = {403, 404, 409, 422, 503}}}};
}

std::vector<Schema> fill_in_schemas() {
    return {
        {"FillInAnswer", {{"label", "string"}, {"text", "string"}}},
        {"FillInLine",
         {{"row", "integer"},
          {"number", "string | null"},
          {"fate", "'ready' | 'written' | 'already' | 'faulty'"},
          {"answers", "FillInAnswer[]"}}},
        {"FillInFault",
         {{"cell", "string"},
          {"column", "string"},
          {"code", "string"},
          {"sentence", "string"},
          {"number", "string | null"},
          {"asks", "boolean"}}},
        {"FillIn",
         {{"body", "Named | null"},
          {"made_on", "string"},
          {"rows", "integer"},
          {"empty", "integer"},
          {"ready", "integer"},
          {"written", "integer"},
          {"already", "integer"},
          {"lines", "FillInLine[]"},
          {"faults", "FillInFault[]"},
          {"more_faults", "boolean"}}}};
}

}  // namespace neove::http
