/// \file
/// Routes by which papers are drafted from registers: which there are, and one as a text document, as PDF or
/// as a text to paste.

#include "document/pdf_maker.h"
#include "http/routes/letterheads.h"
#include "http/routes/paper_fill.h"
#include "http/routes/register_requests.h"
#include "http/routes/views.h"

namespace neove::http {

namespace {

// In the path, because each has a media type of its own.
constexpr std::string_view kDocx = "docx", kPdf = "pdf", kText = "txt";
constexpr const char* kDocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

json::Value paper_view(const Exchange& exchange, const service::OfferedPaper& offered) {
    const definition::PaperTemplate& paper = offered.paper;
    const definition::PaperRows& rows = paper.rows.front();
    json::Array states;
    for (const std::string& state : rows.states) states.emplace_back(state);
    const bool english = exchange.language == service::Language::En;
    json::Array formats{paper.is_text ? "txt" : "docx"};
    if (!paper.is_text && document::may_make_pdf()) formats.emplace_back("pdf");
    return json::Object{
        {"id", paper.id},
        {"name", english ? paper.name_en : paper.name_vi},
        {"over", paper.of_record ? "record" : "list"},
        {"formats", formats},
        {"rows", offered.rows ? json::Value(*offered.rows) : json::Value()},
        {"own", !rows.own.empty()},
        {"may_be_empty", paper.may_be_empty},
        {"states", std::move(states)}};
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    json::Array papers;
    for (const auto& one :
         TRY(service::offered_papers(api.house, exchange.who(), record_query_of(exchange)))) {
        papers.push_back(paper_view(exchange, one));
    }
    json::Array signatures;
    const auto snapshot = TRY(service::snapshot_of(api.house, exchange.who()));
    const OrganisationId& sender = exchange.who().acting.organisation;
    const auto head = TRY(service::letterhead_of(*snapshot, api.house.keys, sender));
    for (const auto& form : signatures_of(api, sender, head)) {
        std::string line;
        for (const std::string& one : form) line += (line.empty() ? "" : " / ") + one;
        signatures.emplace_back(line);
    }
    return json_response(
        200, json::Object{{"papers", std::move(papers)}, {"signatures", std::move(signatures)}}
    );
}

std::size_t signature_of(const Exchange& exchange) {
    const std::string_view text = exchange.request.query_value("signature");
    const bool is_digit = text.size() == 1 && text[0] >= '0' && text[0] <= '9';
    return is_digit ? static_cast<std::size_t>(text[0] - '0') : 0;
}

Response file(std::string body, const char* type, const std::string& name) {
    Response response;
    response.body = std::move(body);
    response.set("Content-Type", type);
    response.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    return response;
}

/// What the paper is called, for whoever records it once it is issued; headers are ASCII.
Response titled(Response response, const paper::Paper& paper) {
    response.set("X-Paper-Title", to_base64url(as_bytes(paper.subject)));
    return response;
}

Result<Response> written(
    const Api& api, const Exchange& exchange, const service::PaperMaterial& material, std::string_view format
) {
    const definition::PaperTemplate& from = material.paper;
    const bool fits = from.is_text ? format == kText : format == kDocx || format == kPdf;
    if (!fits) return refuse(ErrorKind::Invalid, "paper.unknown_format");
    const paper::Paper filled = fill_paper(api, exchange, material, signature_of(exchange));
    const std::string day = calendar::date_of(material.made_at, api.house.options.utc_offset_micros).iso();
    // The name of a file tells nothing of what it holds.
    const std::string name = from.id + "-" + day;
    if (from.is_text) return file(TRY(paper::write_text(filled)), "text/plain; charset=utf-8", name + ".txt");
    std::string docx = TRY(paper::write_docx(filled));
    if (format == kDocx) return titled(file(std::move(docx), kDocxType, name + ".docx"), filled);
    auto pdf = document::pdf_of(as_bytes(docx));
    if (!pdf && pdf.error().code == "document.converter_busy") return std::unexpected(std::move(pdf).error());
    if (!pdf) return refuse(ErrorKind::Unsupported, "paper.no_pdf", {}, pdf.error().code);
    return titled(file(std::string(as_text(*pdf)), "application/pdf", name + ".pdf"), filled);
}

Result<Response> handle_of_list(const Api& api, Exchange& exchange, std::string_view format) {
    service::PaperWish wish;
    wish.paper = exchange.id("paper");
    wish.query = record_query_of(exchange);
    return written(api, exchange, TRY(service::gather_paper(api.house, exchange.who(), wish)), format);
}

Result<Response> handle_of_record(const Api& api, Exchange& exchange, std::string_view format) {
    service::PaperWish wish;
    wish.paper = exchange.id("paper");
    wish.query.register_id = exchange.id("register");
    wish.record = TRY(id_of<RecordId>(exchange, "id"));
    return written(api, exchange, TRY(service::gather_paper(api.house, exchange.who(), wish)), format);
}

Contract paper_contract(std::vector<Member> query, const char* media) {
    Contract out;
    query.push_back({"signature", "string"});
    out.query = std::move(query);
    out.sends = {"Content-Disposition"};
    // What is pasted has no title of its own.
    if (std::string_view(media) != "text/plain") out.sends.emplace_back("X-Paper-Title");
    out.media = media;
    out.refuses = {403, 404, 409, 415, 422, 503};
    return out;
}

std::vector<Member> narrowing() {
    std::vector<Member> out;
    for (const char* name :
         {"filter", "state", "q", "sort", "overdue", "mine", "timing", "month", "where", "links_to"}) {
        out.push_back({name, "string"});
    }
    return out;
}

Route paper_route(const Api& api, const std::string& base, bool of_record, std::string_view format) {
    std::vector<Member> query = of_record ? std::vector<Member>() : narrowing();
    const char* media = format == kDocx ? kDocxType : format == kPdf ? "application/pdf" : "text/plain";
    const std::string path =
        base + (of_record ? "/records/{id}" : "") + "/papers/{paper}/" + std::string(format);
    return {
        "GET",
        path,
        Door::Ready,
        BodyKind::None,
        of_record ? "A paper drafted from one record; the journal calls it an export"
                  : "A paper drafted from a list; the journal calls it an export",
        "",
        [&api, of_record, format](Exchange& exchange) {
            return of_record ? handle_of_record(api, exchange, format)
                             : handle_of_list(api, exchange, format);
        },
        paper_contract(std::move(query), media)};
}

}  // namespace

std::vector<Route> paper_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}";
    std::vector<Route> out;
    out.push_back(Route{
        "GET",
        base + "/papers",
        Door::Ready,
        BodyKind::None,
        "Papers that can be drafted here, with how many rows of the list so narrowed, and who signs how",
        "Papers",
        [&api](Exchange& exchange) { return handle_list(api, exchange); },
        {.query = narrowing(), .refuses = {404, 409, 422, 503}}});
    for (const bool of_record : {false, true}) {
        for (const std::string_view format : {kDocx, kPdf, kText}) {
            out.push_back(paper_route(api, base, of_record, format));
        }
    }
    return out;
}

std::vector<Schema> paper_schemas() {
    return {
        {"PaperTemplate",
         {{"id", "string"},
          {"name", "string"},
          {"over", "'list' | 'record'"},
          {"formats", "string[]"},
          {"rows", "integer | null"},
          {"own", "boolean"},
          {"may_be_empty", "boolean"},
          {"states", "string[]"}}},
        {"Papers", {{"papers", "PaperTemplate[]"}, {"signatures", "string[]"}}}};
}

}  // namespace neove::http
