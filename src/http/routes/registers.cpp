#include "http/routes/register_requests.h"
#include "http/routes/register_views.h"
#include "service/registers/break_glass.h"
#include "service/registers/drafts.h"
#include "service/registers/people.h"
#include "service/registers/purpose.h"

#include <charconv>

namespace neove::http {

namespace {

Response with_etag(Response response, const service::OpenedRecord& record) {
    response.set("ETag", "\"" + record.etag + "\"");
    return response;
}

Response answer_with(
    const Api& api, const Exchange& exchange, const service::OpenedRecord& record, int status = 200
) {
    return with_etag(json_response(status, record_view(api, exchange, record)), record);
}

/// A refused act: every fault at its place, where the form has several.
Result<Response> answer(
    const Api& api,
    const Exchange& exchange,
    const Result<service::OpenedRecord>& record,
    const Diagnostics& faults,
    int status = 200
) {
    if (record) return answer_with(api, exchange, *record, status);
    if (record.error().code == "record.many_faults" && !faults.empty()) {
        return problems(api.sentences, faults, exchange.language);
    }
    return std::unexpected(record.error());
}

/// Registers of which her role may list or open anything.
bool is_hers(const Exchange& exchange, const service::Desk& desk) {
    const std::string& role = exchange.who().actor.role;
    const access::Rules& rules = desk.programme->rules;
    return rules.may_ever(role, desk.current->id, access::kList) ||
           rules.may_ever(role, desk.current->id, access::kOpen) ||
           !opening_actions(exchange, desk).empty() || service::takes_part_in_breaking(desk, role);
}

Result<Response> handle_registers(const Api& api, Exchange& exchange) {
    json::Array registers;
    for (const std::string& id : api.house.programmes.current()->registers) {
        const auto desk = service::desk_of(api.house, id);
        if (desk && is_hers(exchange, *desk)) registers.push_back(register_row_view(exchange, *desk));
    }
    return json_response(200, json::Object{{"registers", std::move(registers)}});
}

Result<Response> handle_register(const Api& api, Exchange& exchange) {
    const service::Desk desk = TRY(service::desk_of(api.house, exchange.id("register")));
    if (!is_hers(exchange, desk)) return refuse(ErrorKind::NotFound, "access.not_found");
    const std::string digest(exchange.request.query_value("digest"));
    std::shared_ptr<const definition::Bundle> bundle = desk.programme->bundle;
    const definition::Register* definition = desk.current;
    if (!digest.empty() && digest != bundle->digest) {
        const auto snapshot = TRY(service::snapshot_of(api.house, exchange.who()));
        const auto older = api.house.programmes.pinned(*snapshot, digest);
        definition = older ? (*older)->find(desk.current->id) : nullptr;
        if (definition == nullptr) return refuse(ErrorKind::NotFound, "access.not_found");
        bundle = *older;
    }
    json::Value view = register_view(exchange, desk, *bundle, *definition);
    view.set("person_words", form::to_json(api.house.person_words));
    return json_response(200, view);
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    const auto page = TRY(service::list_records(api.house, exchange.who(), record_query_of(exchange)));
    json::Array records;
    for (const service::ListedRecord& one : page.records) {
        records.push_back(listed_view(api, exchange, one));
    }
    return json_response(
        200,
        json::Object{
            {"records", std::move(records)},
            {"more", page.more},
            {"next", page.next.empty() ? json::Value() : json::Value(page.next)}}
    );
}

Result<Response> handle_open_new(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const service::WantedAct wanted = act_of(api, exchange, reader);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    Diagnostics faults;
    const auto opened =
        service::open_record(api.house, exchange.who(), record_request_of(exchange, false), wanted, faults);
    auto response = TRY(answer(api, exchange, opened, faults, 201));
    if (opened) {
        response.set(
            "Location", "/api/v1/registers/" + opened->row.register_name + "/records/" + opened->row.id.text()
        );
    }
    return response;
}

Result<Response> handle_read(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<RecordId>(exchange, "id"));
    return answer_with(
        api, exchange, TRY(service::read_record(api.house, exchange.who(), exchange.id("register"), id))
    );
}

Result<Response> handle_timeline(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<RecordId>(exchange, "id"));
    const auto timeline = TRY(service::read_timeline(
        api.house,
        exchange.who(),
        exchange.id("register"),
        id,
        std::string(exchange.request.query_value("after"))
    ));
    return with_etag(json_response(200, timeline_view(api, exchange, timeline)), timeline.record);
}

/// The shared end of whatever changes a record.
Result<Response> carry_out(
    const Api& api, Exchange& exchange, const service::WantedAct& wanted, bool needs_version
) {
    service::RecordRequest request = record_request_of(exchange, true);
    request.record = TRY(id_of<RecordId>(exchange, "id"));
    if (needs_version) request.etag = TRY(required_version(exchange));
    Diagnostics faults;
    const auto done = service::act_on_record(api.house, exchange.who(), request, wanted, faults);
    return answer(api, exchange, done, faults);
}

Result<Response> handle_action(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const service::WantedAct wanted = act_of(api, exchange, reader);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    // The words of the platform have routes of their own.
    if (record::is_reserved(wanted.action)) {
        return refuse(ErrorKind::Invalid, "workflow.unknown_action", "/action");
    }
    return carry_out(api, exchange, wanted, true);
}

Result<Response> handle_correction(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const service::WantedAct wanted = correction_of(api, exchange, reader);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return carry_out(api, exchange, wanted, true);
}

Result<Response> handle_link(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    service::WantedAct wanted;
    wanted.action = record::kLinked;
    wanted.links.push_back(link_of(reader));
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return carry_out(api, exchange, wanted, false);
}

Result<Response> handle_unlink(const Api& api, Exchange& exchange) {
    service::RecordRequest request = record_request_of(exchange, true);
    request.record = TRY(id_of<RecordId>(exchange, "id"));
    Diagnostics faults;
    const auto done = service::unlink_record(api.house, exchange.who(), request, exchange.id("link"), faults);
    return answer(api, exchange, done, faults);
}

/// Nothing of a record that she may open no longer: what she did keeps herself away, too.
Response answer_after(const Api& api, const Exchange& exchange, const service::OpenedRecord& record) {
    if (record.definition == nullptr) {
        Response none = json_response(200, nullptr);
        none.set("ETag", "\"none\"");
        return none;
    }
    return answer_with(api, exchange, record);
}

Result<Response> handle_assign(const Api& api, Exchange& exchange) {
    service::RecordRequest request = record_request_of(exchange, true);
    request.record = TRY(id_of<RecordId>(exchange, "id"));
    json::Reader reader(exchange.body);
    const service::NewRelation relation = relation_of(api, reader);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer_after(api, exchange, TRY(service::assign(api.house, exchange.who(), request, relation)));
}

Result<Response> handle_unassign(const Api& api, Exchange& exchange) {
    service::RecordRequest request = record_request_of(exchange, true);
    request.record = TRY(id_of<RecordId>(exchange, "id"));
    json::Reader reader(exchange.body);
    const std::string reason = reader.text("reason", kReasonMax);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer_after(
        api,
        exchange,
        TRY(service::unassign(api.house, exchange.who(), request, exchange.id("relation"), reason))
    );
}

Result<Response> handle_purpose(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<RecordId>(exchange, "id"));
    json::Reader reader(exchange.body);
    const std::string purpose = reader.text("purpose", 100);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    return answer_with(
        api,
        exchange,
        TRY(service::give_purpose(api.house, exchange.who(), exchange.id("register"), id, purpose))
    );
}

Result<Response> handle_why(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<RecordId>(exchange, "id"));
    const auto snapshot = TRY(service::snapshot_of(api.house, exchange.who()));
    const auto found = TRY(
        service::record_for(api.house, *snapshot, exchange.who(), exchange.id("register"), id, access::kOpen)
    );
    std::string action(exchange.request.query_value("action"));
    if (action.empty()) action = access::kOpen;
    const access::Verdict verdict = service::verdict_of(exchange.who(), found, action);
    std::string by = "relation";
    if (verdict.allowed && !verdict.by.empty() && access::is_derived(verdict.by.front()))
        by = verdict.by.front();
    const std::string code = verdict.allowed ? "why.record." + by : "why.record.no";
    return json_response(200, json::Object{{"sentence", api.sentences.of(code, exchange.language)}});
}

Result<service::DraftPlace> draft_place(const Exchange& exchange) {
    service::DraftPlace place{exchange.id("register"), {}, exchange.id("action")};
    if (exchange.id("record") != "new") place.record = TRY(id_of<RecordId>(exchange, "record"));
    place.about = exchange.request.query_value("about");
    if (!service::is_draft_about(place.about)) return refuse(ErrorKind::Invalid, "draft.about", "/about");
    return place;
}

/// What the form says that it builds on: the version in `If-Match`, or that there was none.
Result<service::DraftBase> draft_base(const Exchange& exchange) {
    service::DraftBase base;
    base.window = exchange.request.query_value("window");
    if (!service::is_draft_window(base.window)) return refuse(ErrorKind::Invalid, "draft.window", "/window");
    if (exchange.request.field("if-none-match") == "*") return base;
    const std::string tag = TRY(required_version(exchange));
    const auto [end, fault] = std::from_chars(tag.data(), tag.data() + tag.size(), base.version);
    // What was never given out is the version of no draft.
    if (fault != std::errc() || end != tag.data() + tag.size() || base.version <= 0) base.version = -1;
    return base;
}

Result<Response> handle_draft(const Api& api, Exchange& exchange) {
    const auto place = TRY(draft_place(exchange));
    const service::KeptDraft draft = TRY(service::read_draft(api.house, exchange.who(), place));
    json::Object view{{"answers", draft.answers ? *draft.answers : json::Value()}};
    if (draft.answers) view.emplace_back("saved_at", to_iso(Instant{draft.version}));
    if (draft.version != 0) view.emplace_back("etag", std::to_string(draft.version));
    return json_response(200, std::move(view));
}

Result<Response> handle_write_draft(const Api& api, Exchange& exchange) {
    const auto place = TRY(draft_place(exchange));
    const json::Value* answers = exchange.body.find("answers");
    if (answers == nullptr || answers->object() == nullptr || exchange.body.object()->size() != 1) {
        return refuse(ErrorKind::Invalid, "form.type", "/answers");
    }
    const service::DraftBase base = TRY(draft_base(exchange));
    const std::int64_t version = TRY(service::write_draft(api.house, exchange.who(), place, *answers, base));
    Response response;
    response.status = 204;
    response.set("ETag", "\"" + std::to_string(version) + "\"");
    return response;
}

Result<Response> handle_discard_draft(const Api& api, Exchange& exchange) {
    const auto place = TRY(draft_place(exchange));
    const service::DraftBase base = TRY(draft_base(exchange));
    TRY(service::discard_draft(api.house, exchange.who(), place, base));
    Response response;
    response.status = 204;
    return response;
}

Result<Response> handle_agenda(const Api& api, Exchange& exchange) {
    const auto agenda = TRY(service::agenda_of(api.house, exchange.who()));
    const auto returned = TRY(service::sent_back_among(api.house, exchange.who(), agenda.items));
    const auto reminded = TRY(service::reminded_among(api.house, exchange.who(), agenda.items));
    const auto occasions = TRY(service::occasions_of(api.house, exchange.who()));
    const auto givings = TRY(service::due_givings(api.house, exchange.who()));
    return json_response(200, agenda_view(api, exchange, agenda, returned, reminded, occasions, givings));
}

/// A route that changes a record.
Route changing(
    const Api& api,
    std::string method,
    std::string path,
    std::string summary,
    Handle handle,
    std::string takes,
    bool needs_version
) {
    Contract contract;
    contract.takes = std::move(takes);
    contract.reads = {needs_version ? "If-Match" : "If-Match?", "Idempotency-Key?"};
    contract.sends = {"ETag"};
    contract.refuses = {403, 404, 409, 412, 422};
    const BodyKind body = contract.takes.empty() ? BodyKind::None : BodyKind::Json;
    return {
        std::move(method),
        std::move(path),
        Door::Ready,
        body,
        std::move(summary),
        "Record",
        [&api, handle](Exchange& exchange) { return handle(api, exchange); },
        std::move(contract)};
}

/// The record may be none of hers afterwards.
Route about_people(const Api& api, std::string path, std::string summary, Handle handle, std::string takes) {
    Route route = changing(api, "POST", std::move(path), std::move(summary), handle, std::move(takes), false);
    route.returns = "Record | null";
    return route;
}

Route reading(
    const Api& api,
    std::string path,
    std::string summary,
    std::string returns,
    Handle handle,
    Contract contract = {}
) {
    return {
        "GET",
        std::move(path),
        Door::Ready,
        BodyKind::None,
        std::move(summary),
        std::move(returns),
        [&api, handle](Exchange& exchange) { return handle(api, exchange); },
        std::move(contract)};
}

std::vector<Route> draft_routes(const Api& api) {
    const std::string path = "/api/v1/drafts/{register}/{record}/{action}";
    const auto with = binder(api);
    return {
        reading(
            api,
            path,
            "What was typed into a form and not sent",
            "Draft",
            handle_draft,
            {.query = {{"about", "string"}}, .refuses = {404, 422}}
        ),
        {"PUT",
         path,
         Door::Ready,
         BodyKind::Json,
         "Keep what was typed into a form",
         "",
         with(handle_write_draft),
         {.takes = "DraftToKeep",
          .query = {{"about", "string"}, {"window", "string"}},
          .reads = {"If-Match?", "If-None-Match?"},
          .sends = {"ETag"},
          .status = 204,
          .refuses = {404, 409, 413, 422}}},
        {"DELETE",
         path,
         Door::Ready,
         BodyKind::None,
         "Discard what was typed into a form",
         "",
         with(handle_discard_draft),
         {.query = {{"about", "string"}, {"window", "string"}},
          .reads = {"If-Match?", "If-None-Match?"},
          .status = 204,
          .refuses = {404, 409, 422}}}};
}

constexpr const char* kRegisters = "/api/v1/registers";
constexpr const char* kRecords = "/api/v1/registers/{register}/records";
constexpr const char* kRecord = "/api/v1/registers/{register}/records/{id}";

/// Registers, their lists, a new record.
std::vector<Route> list_routes(const Api& api) {
    const std::string base = kRegisters;
    const std::string all = kRecords;
    Contract opening{.takes = "RecordAct", .reads = {"Idempotency-Key?"}, .sends = {"ETag", "Location"}};
    opening.status = 201;
    opening.refuses = {403, 404, 409, 422};
    return {
        reading(api, base, "Registers of my role", "RegisterRows", handle_registers),
        reading(
            api,
            base + "/{register}",
            "A register as the pages draw it",
            "Register",
            handle_register,
            {.query = {{"digest", "string"}}, .refuses = {404}}
        ),
        reading(
            api,
            all,
            "Records of a register",
            "ListedRecords",
            handle_list,
            {.query =
                 {{"filter", "string"},
                  {"state", "string"},
                  {"q", "string"},
                  {"sort", "string"},
                  {"overdue", "string"},
                  {"mine", "string"},
                  {"timing", "string"},
                  {"month", "string"},
                  {"where", "string"},
                  {"links_to", "string"},
                  {"after", "string"}},
             .refuses = {404, 422, 503}}
        ),
        {"POST",
         all,
         Door::Ready,
         BodyKind::Json,
         "Open a record",
         "Record",
         [&api](Exchange& exchange) { return handle_open_new(api, exchange); },
         opening},
        reading(api, "/api/v1/agenda", "What waits for me, overdue first", "Agenda", handle_agenda)};
}

/// A record as it is read.
std::vector<Route> reading_routes(const Api& api) {
    const std::string one = kRecord;
    return {
        reading(api, one, "A record", "Record", handle_read, {.sends = {"ETag"}, .refuses = {404}}),
        reading(
            api,
            one + "/timeline",
            "What happened to a record",
            "RecordTimeline",
            handle_timeline,
            {.query = {{"after", "string"}}, .sends = {"ETag"}, .refuses = {404, 422}}
        ),
        reading(
            api,
            one + "/why",
            "Why I may do something with a record",
            "Why",
            handle_why,
            {.query = {{"action", "string"}}, .refuses = {404}}
        )};
}

/// A record as it changes, and who stands to it.
std::vector<Route> changing_routes(const Api& api) {
    const std::string one = kRecord;
    return {
        changing(api, "POST", one + "/actions", "Take an action", handle_action, "RecordAct", true),
        changing(
            api,
            "POST",
            one + "/corrections",
            "Correct what an earlier event said",
            handle_correction,
            "RecordCorrection",
            true
        ),
        changing(api, "POST", one + "/links", "Link a record", handle_link, "LinkRequest", false),
        changing(api, "DELETE", one + "/links/{link}", "Take a link away", handle_unlink, "", false),
        about_people(api, one + "/people", "Give a person a relation", handle_assign, "RelationRequest"),
        about_people(
            api,
            one + "/people/{relation}/end",
            "End a person's relation; what keeps somebody away only as the second of two",
            handle_unassign,
            "RelationEnd"
        ),
        changing(api, "POST", one + "/purpose", "Say why I read", handle_purpose, "PurposeRequest", false)};
}

}  // namespace

std::vector<Route> register_routes(const Api& api) {
    return joined({list_routes(api), reading_routes(api), changing_routes(api), draft_routes(api)});
}

}  // namespace neove::http
