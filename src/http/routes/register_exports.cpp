/// \file
/// Routes by which many records leave at once, and by which one is printed: what would leave, the file and
/// the page, requests that others must agree to.

#include "http/routes/export_table.h"
#include "http/routes/register_requests.h"
#include "http/routes/register_views.h"
#include "http/routes/schemas.h"
#include "http/routes/views.h"
#include "service/registers/export_records.h"

#include <algorithm>

namespace neove::http {

namespace {

constexpr std::size_t kWordsMax = 1'000;
constexpr const char* kWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

json::Value or_null(const std::string& text) {
    return text.empty() ? json::Value() : json::Value(text);
}

json::Array texts(const std::vector<std::string>& all) {
    json::Array out;
    for (const std::string& one : all) out.emplace_back(one);
    return out;
}

json::Array classes_view(access::Classes classes) {
    json::Array out;
    for (const form::Class one :
         {form::Class::Public, form::Class::Internal, form::Class::Confidential, form::Class::Identity}) {
        if ((service::bit_of(one) & classes) != 0) out.emplace_back(form::name_of(one));
    }
    return out;
}

Result<access::Classes> classes_of(std::string_view words) {
    if (words.empty()) return access::Classes{0};
    const auto classes = access::classes_named(words);
    if (!classes) return refuse(ErrorKind::Invalid, "form.not_an_option", "/classes");
    return static_cast<access::Classes>(*classes & ~access::kIdentity);
}

Result<service::ExportWish> wish_of(const Exchange& exchange) {
    service::ExportWish wish;
    wish.query = record_query_of(exchange);
    wish.query.cursor.clear();
    wish.classes = TRY(classes_of(exchange.request.query_value("classes")));
    return wish;
}

/// Places of the columns that a page or a file is to show: those asked for, and the number always. All, where
/// nothing was asked for.
std::vector<std::size_t> shown_columns(
    const Exchange& exchange, const service::Desk& desk, access::Classes classes
) {
    const std::vector<std::string> all = export_columns(desk, classes);
    const auto wanted = split_commas(exchange.request.query_value("columns"));
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_asked = wanted.empty() || i == 0 || std::ranges::find(wanted, all[i]) != wanted.end();
        if (is_asked) out.push_back(i);
    }
    return out;
}

json::Array chosen(const std::vector<std::string>& all, const std::vector<std::size_t>& places) {
    json::Array out;
    for (const std::size_t at : places) out.emplace_back(all[at]);
    return out;
}

/// To these columns; the head says so where it leaves some out.
void narrow(
    const Api& api, const Exchange& exchange, const std::vector<std::size_t>& shown, workbook::Table& table
) {
    const std::size_t all = table.headings.size();
    if (shown.size() == all) return;
    const auto taken = [&](auto& from) {
        std::remove_reference_t<decltype(from)> out;
        for (const std::size_t at : shown) out.push_back(std::move(from[at]));
        from = std::move(out);
    };
    taken(table.headings);
    for (auto& cells : table.rows) taken(cells);
    const auto word = [&](const char* code) {
        return std::string(api.sentences.of(code, exchange.language));
    };
    table.head.emplace_back(
        word("word.export.head.columns"),
        std::to_string(shown.size()) + "/" + std::to_string(all) + " " + word("word.export.columns_shown")
    );
}

Response file_response(const Api& api, const Exchange& exchange, const service::Export& leaving) {
    workbook::Table table = export_table(api, exchange, leaving);
    narrow(api, exchange, shown_columns(exchange, leaving.desk, leaving.classes), table);
    Response response;
    response.body = workbook::write_xlsx(table);
    response.set("Content-Type", kWorkbook);
    const std::string day = calendar::date_of(leaving.made_at, api.house.options.utc_offset_micros).iso();
    response.set(
        "Content-Disposition",
        "attachment; filename=\"" + leaving.desk.current->id + "-" + day + "-" + leaving.mark + ".xlsx\""
    );
    return response;
}

Response page_response(const Api& api, const Exchange& exchange, const service::Export& leaving) {
    const workbook::Table table = export_table(api, exchange, leaving);
    const auto shown = shown_columns(exchange, leaving.desk, leaving.classes);
    json::Array head;
    for (const auto& [label, value] : table.head) {
        head.push_back(json::Object{{"label", label}, {"value", value}});
    }
    json::Array rows;
    for (const auto& cells : table.rows) {
        json::Array row;
        for (const std::size_t at : shown) row.emplace_back(workbook::text_of(cells[at]));
        rows.emplace_back(std::move(row));
    }
    return json_response(
        200,
        json::Object{
            {"title", table.name},
            {"head", std::move(head)},
            {"headings", chosen(table.headings, shown)},
            {"rows", std::move(rows)}}
    );
}

Result<Response> handle_outlook(const Api& api, Exchange& exchange) {
    const auto wish = TRY(wish_of(exchange));
    const auto outlook = TRY(service::look_at_export(api.house, exchange.who(), wish));
    const auto classes =
        static_cast<access::Classes>(wish.classes == 0 ? outlook.classes : outlook.classes & wish.classes);
    json::Value identity;
    if (outlook.with_identity.rows_max > 0) {
        const auto all = static_cast<access::Classes>(classes | access::kIdentity);
        identity = json::Object{
            {"rows_max", outlook.with_identity.rows_max},
            {"approvals", outlook.with_identity.approvals},
            {"headings", texts(export_headings(api, exchange, outlook.desk, all))}};
    }
    return json_response(
        200,
        json::Object{
            {"filter", query_in_words(api, exchange, outlook.desk, wish.query)},
            {"rows", outlook.rows},
            {"rows_max", outlook.plain.rows_max},
            {"approvals", outlook.plain.approvals},
            {"classes", classes_view(classes)},
            {"headings",
             chosen(
                 export_headings(api, exchange, outlook.desk, classes),
                 shown_columns(exchange, outlook.desk, classes)
             )},
            {"identity", std::move(identity)}}
    );
}

Result<Response> handle_file(const Api& api, Exchange& exchange) {
    const auto wish = TRY(wish_of(exchange));
    return file_response(api, exchange, TRY(service::export_now(api.house, exchange.who(), wish)));
}

Result<Response> handle_page(const Api& api, Exchange& exchange) {
    const auto wish = TRY(wish_of(exchange));
    return page_response(api, exchange, TRY(service::export_now(api.house, exchange.who(), wish)));
}

std::string stage_of(const service::ExportView& view) {
    return view.is_over && view.one.stage != service::kExportRefused ? "over" : view.one.stage;
}

json::Value somebody(const service::LiveView& live, const AccountId& id) {
    if (id.is_empty()) return {};
    const auto name = live.account_names.find(id);
    return json::Object{
        {"id", id.text()}, {"name", name == live.account_names.end() ? std::string() : name->second}};
}

json::Value export_view(const Api& api, const Exchange& exchange, const service::ExportView& view) {
    const service::WaitingExport& one = view.one;
    const auto live = api.house.live.view();
    const bool english = exchange.language == service::Language::En;
    const std::string stage = stage_of(view);
    json::Array approvals;
    for (const service::ExportApproval& approval : one.approvals) {
        json::Value who = somebody(*live, approval.account);
        who.set("organisation", organisation_ref(live->directory, approval.organisation));
        who.set("at", to_iso(approval.at));
        approvals.push_back(std::move(who));
    }
    const auto classes = static_cast<access::Classes>(
        one.wish.classes | (one.wish.with_identity ? access::kIdentity : access::Classes{0})
    );
    return json::Object{
        {"id", one.id.text()},
        {"register", view.desk.current->id},
        {"title", view.desk.programme->bundle->label(view.desk.current->id, "title_many", english)},
        {"stage", stage},
        {"sentence", api.sentences.of("export.stage." + stage, exchange.language)},
        {"filter", query_in_words(api, exchange, view.desk, one.wish.query)},
        {"classes", classes_view(classes)},
        {"with_identity", one.wish.with_identity},
        {"purpose", or_null(one.wish.purpose)},
        {"reason", one.reason},
        {"rows", one.rows},
        {"asked_by", somebody(*live, one.asked_by)},
        {"organisation", organisation_ref(live->directory, one.organisation)},
        {"asked_at", to_iso(one.asked_at)},
        {"until", to_iso(one.until)},
        {"approvals", std::move(approvals)},
        {"needed", view.needed},
        {"refused_by", somebody(*live, one.refused_by)},
        {"refusal", or_null(one.refusal)},
        {"is_mine", view.is_mine},
        {"may_agree", view.may_agree},
        {"may_refuse", view.may_refuse},
        {"may_fetch", view.may_fetch}};
}

Result<Response> handle_ask(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    service::ExportWish wish;
    wish.query.register_id = exchange.id("register");
    wish.query.filter = reader.optional_text("filter", 100).value_or("");
    wish.query.states = split_commas(reader.optional_text("state", 1'000).value_or(""));
    wish.query.text = reader.optional_text("q", 400).value_or("");
    wish.query.sort = reader.optional_text("sort", 100).value_or("");
    wish.query.overdue = reader.optional_flag("overdue").value_or(false);
    wish.query.mine = reader.optional_flag("mine").value_or(false);
    wish.query.timings = split_commas(reader.optional_text("timing", 100).value_or(""));
    wish.query.month = reader.optional_text("month", 10).value_or("");
    wish.query.where = where_of(reader.optional_text("where", 2'000).value_or(""));
    wish.query.links_to = reader.optional_text("links_to", 100).value_or("");
    wish.with_identity = reader.optional_flag("with_identity").value_or(false);
    wish.purpose = reader.optional_text("purpose", 100).value_or("");
    const std::string words = reader.optional_text("classes", 100).value_or("");
    const std::string reason = reader.text("reason", kWordsMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    wish.classes = TRY(classes_of(words));
    const auto view = TRY(service::ask_for_export(
        api.house,
        exchange.who(),
        wish,
        reason,
        std::string(exchange.request.field("idempotency-key")),
        exchange.request.path + "\n" + exchange.request.body
    ));
    return json_response(202, export_view(api, exchange, view));
}

Result<Response> handle_exports(const Api& api, Exchange& exchange) {
    json::Array exports;
    for (const service::ExportView& one : TRY(service::list_exports(api.house, exchange.who()))) {
        exports.push_back(export_view(api, exchange, one));
    }
    return json_response(200, json::Object{{"exports", std::move(exports)}});
}

Result<Response> handle_agree(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ExportId>(exchange, "export"));
    const std::string key(exchange.request.field("idempotency-key"));
    const auto view =
        TRY(service::agree_to_export(api.house, exchange.who(), exchange.id("register"), id, key));
    return json_response(200, export_view(api, exchange, view));
}

Result<Response> handle_refuse(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ExportId>(exchange, "export"));
    json::Reader reader(exchange.body);
    const std::string reason = reader.text("reason", kWordsMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto view =
        TRY(service::refuse_export(api.house, exchange.who(), exchange.id("register"), id, reason));
    return json_response(200, export_view(api, exchange, view));
}

Result<service::Export> fetched(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<ExportId>(exchange, "export"));
    return service::fetch_export(api.house, exchange.who(), exchange.id("register"), id);
}

Result<Response> handle_fetch_file(const Api& api, Exchange& exchange) {
    return file_response(api, exchange, TRY(fetched(api, exchange)));
}

Result<Response> handle_fetch_page(const Api& api, Exchange& exchange) {
    return page_response(api, exchange, TRY(fetched(api, exchange)));
}

Result<Response> handle_print(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<RecordId>(exchange, "id"));
    const auto record = TRY(service::print_record(api.house, exchange.who(), exchange.id("register"), id));
    return json_response(200, record_view(api, exchange, record));
}

Contract sheet_contract(std::vector<Member> query, std::vector<int> refuses) {
    Contract out;
    out.query = std::move(query);
    out.sends = {"Content-Disposition"};
    out.media = kWorkbook;
    out.refuses = std::move(refuses);
    return out;
}

auto router_of(const Api& api) {
    return [&api](
               const char* method,
               const std::string& path,
               const char* summary,
               const char* returns,
               Handle handle,
               Contract contract
           ) {
        const BodyKind body = contract.takes.empty() ? BodyKind::None : BodyKind::Json;
        const auto with = binder(api);
        return Route{method, path, Door::Ready, body, summary, returns, with(handle), std::move(contract)};
    };
}

constexpr const char* kRegister = "/api/v1/registers/{register}";

/// What leaves at once.
std::vector<Route> leaving_routes(const Api& api) {
    const std::string base = kRegister;
    const std::vector<Member> query{
        {"filter", "string"},
        {"state", "string"},
        {"q", "string"},
        {"sort", "string"},
        {"overdue", "string"},
        {"mine", "string"},
        {"timing", "string"},
        {"month", "string"},
        {"where", "string"},
        {"links_to", "string"},
        {"classes", "string"}};
    std::vector<Member> page = query;
    page.push_back({"columns", "string"});
    const auto route = router_of(api);
    return {
        route(
            "GET",
            base + "/export-outlook",
            "What an export would carry, and who must agree to it",
            "ExportOutlook",
            handle_outlook,
            {.query = page, .refuses = {403, 404, 422}}
        ),
        route(
            "GET",
            base + "/export.xlsx",
            "Records as a workbook, where nobody else has to agree",
            "",
            handle_file,
            sheet_contract(page, {403, 404, 422})
        ),
        route(
            "GET",
            base + "/print",
            "The same as a page to print",
            "ExportPage",
            handle_page,
            {.query = page, .refuses = {403, 404, 422}}
        ),
        route(
            "GET",
            base + "/records/{id}/print",
            "A record for paper; the journal calls it an export",
            "Record",
            handle_print,
            {.refuses = {404}}
        )};
}

/// What others must agree to first.
std::vector<Route> asking_routes(const Api& api) {
    const std::string base = kRegister;
    const std::string one = base + "/exports/{export}";
    const auto route = router_of(api);
    return {
        route(
            "POST",
            base + "/exports",
            "Ask others to agree to an export",
            "",
            handle_ask,
            {.takes = "ExportRequest",
             .reads = {"Idempotency-Key?"},
             .status = 202,
             .later = "Export",
             .refuses = {403, 404, 409, 422}}
        ),
        route(
            "GET",
            "/api/v1/exports",
            "Exports that I asked for, and those that wait for me",
            "Exports",
            handle_exports,
            {}
        ),
        route(
            "POST",
            one + "/agree",
            "Agree to an export that somebody else asked for",
            "Export",
            handle_agree,
            {.reads = {"Idempotency-Key?"}, .refuses = {403, 404, 409, 412}}
        ),
        route(
            "POST",
            one + "/refuse",
            "Refuse an export, or take it back",
            "Export",
            handle_refuse,
            {.takes = "ExportRefusal", .refuses = {404, 409, 412, 422}}
        ),
        route(
            "GET",
            one + "/export.xlsx",
            "The workbook of an export that was agreed to",
            "",
            handle_fetch_file,
            sheet_contract({}, {403, 404, 409, 422})
        ),
        route(
            "GET",
            one + "/print",
            "The page of an export that was agreed to",
            "ExportPage",
            handle_fetch_page,
            {.refuses = {403, 404, 409, 422}}
        )};
}

}  // namespace

std::vector<Route> export_routes(const Api& api) {
    return joined({leaving_routes(api), asking_routes(api)});
}

std::vector<Schema> export_schemas() {
    return {
        {"ExportIdentity", {{"rows_max", "integer"}, {"approvals", "integer"}, {"headings", "string[]"}}},
        {"ExportOutlook",
         {{"filter", "string"},
          {"rows", "integer | null"},
          {"rows_max", "integer"},
          {"approvals", "integer"},
          {"classes", "AnswerClass[]"},
          {"headings", "string[]"},
          {"identity", "ExportIdentity | null"}}},
        {"ExportLine", {{"label", "string"}, {"value", "string"}}},
        {"ExportPage",
         {{"title", "string"}, {"head", "ExportLine[]"}, {"headings", "string[]"}, {"rows", "string[][]"}}},
        {"ExportRequest",
         {{"filter?", "string | null"},
          {"state?", "string | null"},
          {"q?", "string | null"},
          {"sort?", "string | null"},
          {"overdue?", "boolean | null"},
          {"mine?", "boolean | null"},
          {"timing?", "string | null"},
          {"month?", "string | null"},
          {"where?", "string | null"},
          {"links_to?", "string | null"},
          {"classes?", "string | null"},
          {"with_identity?", "boolean | null"},
          {"purpose?", "string | null"},
          {"reason", "string"}}},
        {"ExportRefusal", {{"reason", "string"}}},
        {"ExportApproval",
         {{"id", "id"}, {"name", "string"}, {"organisation", "Named | null"}, {"at", "instant"}}},
        {"Export",
         {{"id", "id"},
          {"register", "string"},
          {"title", "string"},
          {"stage", "'waiting' | 'agreed' | 'refused' | 'over'"},
          {"sentence", "string"},
          {"filter", "string"},
          {"classes", "AnswerClass[]"},
          {"with_identity", "boolean"},
          {"purpose", "string | null"},
          {"reason", "string"},
          {"rows", "integer"},
          {"asked_by", "Named | null"},
          {"organisation", "Named | null"},
          {"asked_at", "instant"},
          {"until", "instant"},
          {"approvals", "ExportApproval[]"},
          {"needed", "integer"},
          {"refused_by", "Named | null"},
          {"refusal", "string | null"},
          {"is_mine", "boolean"},
          {"may_agree", "boolean"},
          {"may_refuse", "boolean"},
          {"may_fetch", "boolean"}}},
        {"Exports", {{"exports", "Export[]"}}}};
}

}  // namespace neove::http
