/// \file
/// A register's board as a workbook: its numbers with filter, day and the name of whoever takes it.

#include "calendar/date.h"
#include "http/routes/export_table.h"
#include "http/routes/register_fill_in.h"
#include "http/routes/register_requests.h"
#include "service/registers/board_export.h"

namespace neove::http {

namespace {

constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

workbook::Moment local(const Api& api, Instant at) {
    const std::int64_t offset = api.house.options.utc_offset_micros;
    const calendar::Date day = calendar::date_of(at, offset);
    return {day, static_cast<int>((at.micros - calendar::start_of(day, offset).micros) / kMinute)};
}

std::string body_name(const Api& api, const OrganisationId& id) {
    const auto live = api.house.live.view();
    const auto* body = live->directory.find(id);
    return body == nullptr ? std::string() : body->name;
}

workbook::Table table_of(const Api& api, const Exchange& exchange, const service::LeavingBoard& leaving) {
    const service::Board& board = leaving.board;
    const service::Caller& who = exchange.who();
    const bool english = exchange.language == service::Language::En;
    const auto word = [&](std::string_view code) {
        return std::string(api.sentences.of(code, exchange.language));
    };
    const auto label = [&](const std::string& key) {
        return board.desk.programme->bundle->label(board.desk.current->id, key, english);
    };
    const std::string own = body_name(api, who.acting.organisation);
    workbook::Table out;
    out.name = word("word.board.title");
    out.head = {
        {out.name, label("title_many")},
        {word("word.export.head.filter"), query_in_words(api, exchange, board.desk, board.query)},
        {word("word.export.head.made_at"), workbook::text_of(local(api, leaving.made_at))},
        {word("word.export.head.made_by"), who.account.name + (own.empty() ? "" : ", " + own)},
        {word("word.export.head.mark"), leaving.mark},
        {word("word.export.head.notice"), word("export.notice")}};
    out.headings = {word("word.board.body")};
    for (const service::BoardColumn& column : board.columns) {
        out.headings.push_back(
            column.timing == service::Timing::None
                ? label("states." + column.state)
                : word("word.timing." + std::string(service::timing_word(column.timing)))
        );
    }
    out.headings.push_back(word("word.board.total"));
    const auto add = [&](std::string name, const std::vector<std::int64_t>& counts, std::int64_t total) {
        std::vector<workbook::Cell> cells{std::move(name)};
        cells.insert(cells.end(), counts.begin(), counts.end());
        cells.emplace_back(total);
        out.rows.push_back(std::move(cells));
    };
    for (const service::BoardRow& row : board.rows) {
        add(row.name.empty() ? word("word.export.filter.unsaid") : row.name, row.counts, row.total);
    }
    add(word("word.board.total"), board.totals, board.total);
    return out;
}

Result<Response> handle_sheet(const Api& api, Exchange& exchange) {
    const auto leaving = TRY(service::export_board(api.house, exchange.who(), record_query_of(exchange)));
    Response response;
    response.body = workbook::write_xlsx(table_of(api, exchange, leaving));
    response.set("Content-Type", kXlsx);
    const std::string day = local(api, leaving.made_at).day.iso();
    const std::string file = exchange.id("register") + "-" + day + "-" + leaving.mark + ".xlsx";
    response.set("Content-Disposition", "attachment; filename=\"" + file + "\"");
    return response;
}

}  // namespace

std::vector<Route> board_sheet_routes(const Api& api) {
    Contract contract{
        .query = {
            {"filter", "string"},
            {"state", "string"},
            {"q", "string"},
            {"overdue", "string"},
            {"mine", "string"},
            {"timing", "string"},
            {"month", "string"},
            {"where", "string"},
            {"links_to", "string"}}};
    contract.sends = {"Content-Disposition"};
    contract.media = kXlsx;
    contract.refuses = {403, 404, 422, 503};
    return {
        {"GET",
         "/api/v1/registers/{register}/board.xlsx",
         Door::Ready,
         BodyKind::None,
         "The board's numbers as a workbook, with filter, day and name",
         "",
         [&api](Exchange& exchange) { return handle_sheet(api, exchange); },
         std::move(contract)}};
}

}  // namespace neove::http
