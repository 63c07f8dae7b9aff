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

constexpr const char* kDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

json::Value paper_view(const Exchange& exchange, const definition::PaperTemplate& paper) {
    const bool english = exchange.language == service::Language::En;
    const json::Array formats = paper.is_text ? json::Array{"txt"} : json::Array{"docx", "pdf"};
    return json::Object{
        {"id", paper.id},
        {"name", english ? paper.name_en : paper.name_vi},
        {"over", paper.of_record ? "record" : "list"},
        {"formats", formats}};
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    const service::Desk desk = TRY(service::desk_of(api.house, exchange.id("register")));
    json::Array papers;
    for (const bool of_record : {false, true}) {
        for (const auto& paper : TRY(service::papers_of(exchange.who(), desk, of_record))) {
            papers.push_back(paper_view(exchange, paper));
        }
    }
    json::Array signatures;
    const auto snapshot = TRY(service::snapshot_of(api.house, exchange.who()));
    const auto head = TRY(service::letterhead_of(*snapshot, exchange.who().acting.organisation));
    for (const auto& form : signatures_of(api, head)) {
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

Result<Response> written(const Api& api, const Exchange& exchange, const service::PaperMaterial& material) {
    const std::string_view format = exchange.request.query_value("format");
    const definition::PaperTemplate& from = material.paper;
    const bool fits = from.is_text ? format == "txt" : format == "docx" || format == "pdf";
    if (!fits) return refuse(ErrorKind::Invalid, "paper.unknown_format", "/format");
    const paper::Paper filled = fill_paper(api, exchange, material, signature_of(exchange));
    const std::string day = calendar::date_of(material.made_at, api.house.options.utc_offset_micros).iso();
    // The name of a file tells nothing of what it holds.
    const std::string name = from.id + "-" + day;
    if (from.is_text) return file(TRY(paper::write_text(filled)), "text/plain; charset=utf-8", name + ".txt");
    std::string docx = TRY(paper::write_docx(filled));
    if (format == "docx") return file(std::move(docx), kDocx, name + ".docx");
    auto pdf = document::pdf_of(as_bytes(docx));
    if (!pdf) return refuse(ErrorKind::Unsupported, "paper.no_pdf", {}, pdf.error().code);
    return file(std::string(as_text(*pdf)), "application/pdf", name + ".pdf");
}

Result<Response> handle_of_list(const Api& api, Exchange& exchange) {
    service::PaperWish wish;
    wish.paper = exchange.id("paper");
    wish.query = record_query_of(exchange);
    return written(api, exchange, TRY(service::gather_paper(api.house, exchange.who(), wish)));
}

Result<Response> handle_of_record(const Api& api, Exchange& exchange) {
    service::PaperWish wish;
    wish.paper = exchange.id("paper");
    wish.query.register_id = exchange.id("register");
    wish.record = TRY(id_of<RecordId>(exchange, "id"));
    return written(api, exchange, TRY(service::gather_paper(api.house, exchange.who(), wish)));
}

using Handle = Result<Response> (*)(const Api&, Exchange&);

Contract paper_contract(std::vector<Member> query) {
    Contract out;
    query.push_back({"format", "'docx' | 'pdf' | 'txt'"});
    query.push_back({"signature", "string"});
    out.query = std::move(query);
    out.sends = {"Content-Disposition"};
    out.media = kDocx;
    out.refuses = {403, 404, 409, 415, 422};
    return out;
}

}  // namespace

std::vector<Route> paper_routes(const Api& api) {
    const std::string base = "/api/v1/registers/{register}";
    const auto with = [&api](Handle handle) {
        return [&api, handle](Exchange& exchange) { return handle(api, exchange); };
    };
    Contract listed;
    listed.refuses = {404};
    return {
        Route{
            "GET",
            base + "/papers",
            Door::Ready,
            BodyKind::None,
            "Papers that can be drafted here, and who signs how",
            "Papers",
            with(handle_list),
            std::move(listed)},
        Route{
            "GET",
            base + "/papers/{paper}",
            Door::Ready,
            BodyKind::None,
            "A paper drafted from a list; the journal calls it an export",
            "",
            with(handle_of_list),
            paper_contract(
                {{"filter", "string"},
                 {"state", "string"},
                 {"q", "string"},
                 {"sort", "string"},
                 {"overdue", "string"},
                 {"mine", "string"}}
            )},
        Route{
            "GET",
            base + "/records/{id}/papers/{paper}",
            Door::Ready,
            BodyKind::None,
            "A paper drafted from one record; the journal calls it an export",
            "",
            with(handle_of_record),
            paper_contract({})}};
}

std::vector<Schema> paper_schemas() {
    return {
        {"PaperTemplate",
         {{"id", "string"}, {"name", "string"}, {"over", "'list' | 'record'"}, {"formats", "string[]"}}},
        {"Papers", {{"papers", "PaperTemplate[]"}, {"signatures", "string[]"}}}};
}

}  // namespace neove::http
