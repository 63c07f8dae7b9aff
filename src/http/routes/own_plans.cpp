#include "http/routes/own_plans.h"

#include "http/routes/document_views.h"
#include "http/routes/views.h"
#include "service/upload_document.h"
#include "service/withdraw_document.h"

namespace neove::http {

namespace {

constexpr std::size_t kTasksMost = 2'000;
constexpr std::size_t kTitleMost = 2'000;
constexpr std::size_t kNumberMost = 200;
constexpr std::size_t kDayMost = 20;

json::Value rights_view(const service::DocumentRights& rights) {
    json::Array may;
    const auto add = [&](bool allowed, const char* name) {
        if (allowed) may.emplace_back(name);
    };
    add(rights.change, "change");
    add(rights.review, "review");
    add(rights.confirm, "confirm");
    add(rights.withdraw, "withdraw");
    add(rights.name_issuer, "name_issuer");
    add(rights.record_plan, "record_plan");
    add(rights.original, "original");
    add(rights.readers, "readers");
    return may;
}

json::Array tasks_view(const std::vector<service::TaskPlace>& tasks) {
    json::Array out;
    for (const service::TaskPlace& one : tasks) {
        out.push_back(json::Object{{"id", one.id}, {"path", one.path}});
    }
    return out;
}

/// Of the plan that it was recorded under by mistake: its title, where she may open it.
json::Value moved_view(const Api& api, const service::CarriedShown& shown) {
    if (!shown.moved) return {};
    const auto live = api.house.live.view();
    const auto name = live->account_names.find(shown.moved->by);
    json::Value from;
    if (!shown.moved_from.empty()) {
        from = json::Object{{"id", shown.moved->from.text()}, {"title", shown.moved_from}};
    }
    return json::Object{
        {"from", std::move(from)},
        {"reason", shown.moved->reason},
        {"by", name == live->account_names.end() ? std::string() : name->second},
        {"at", to_iso(shown.moved->at)}};
}

json::Value body_plans_view(const Api& api, const service::ReceiverPlans& one) {
    const auto live = api.house.live.view();
    json::Array plans;
    for (const service::IssuedPlan& issued : one.plans) {
        plans.push_back(json::Object{
            {"id", issued.row.id.text()},
            {"title", issued.row.title},
            {"number", issued.row.number.empty() ? json::Value() : json::Value(issued.row.number)},
            {"issued_on", date_or_null(issued.row.issued_on)},
            {"tasks", static_cast<std::int64_t>(issued.tasks)}});
    }
    return json::Object{
        {"body", organisation_ref(live->directory, one.body)},
        {"asked", one.is_asked},
        {"tasks", static_cast<std::int64_t>(one.tasks)},
        {"plans", std::move(plans)}};
}

Result<Response> handle_look(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<DocumentId>(exchange, "id"));
    const service::OwnPlans found = TRY(service::own_plans_of(api.house, exchange.who(), id));
    const auto live = api.house.live.view();
    std::int64_t asked = 0, issued = 0;
    json::Array bodies;
    for (const service::ReceiverPlans& one : found.bodies) {
        asked += one.is_asked ? 1 : 0;
        issued += one.is_asked && !one.plans.empty() ? 1 : 0;
        if (one.is_asked || !one.plans.empty()) bodies.push_back(body_plans_view(api, one));
    }
    return json_response(
        200,
        json::Object{
            {"bodies", std::move(bodies)},
            {"asked", asked},
            {"issued", issued},
            {"more", found.more},
            {"mine", organisation_ref(live->directory, found.mine)},
            {"may_record", found.may_record},
            {"tasks", tasks_view(found.tasks)}}
    );
}

/// The file is the body, so that what is said of it stands in the address.
Result<Response> handle_record(const Api& api, Exchange& exchange) {
    service::Upload upload{
        as_bytes(exchange.request.body),
        file_name_of(exchange),
        std::string(exchange.request.field("idempotency-key")),
        exchange.request.query_value("again") == "true"};
    service::OwnPlan said;
    said.plan = TRY(id_of<DocumentId>(exchange, "id"));
    said.head.number = std::string(exchange.request.query_value("number"));
    said.head.issued_on = std::string(exchange.request.query_value("issued_on"));
    if (const auto title = exchange.request.query_value("title"); !title.empty()) said.head.title = title;
    upload.own_plan = std::move(said);
    return answer_upload(api, exchange, TRY(service::upload_document(api.house, exchange.who(), upload)));
}

std::optional<std::set<std::string>> tasks_in(json::Reader& reader) {
    if (!reader.has("tasks")) return std::nullopt;
    const json::Array* list = reader.optional_array("tasks", kTasksMost);
    if (list == nullptr) return std::nullopt;
    std::set<std::string> out;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string* one = (*list)[i].string();
        if (one == nullptr) reader.fault("tasks/" + std::to_string(i), "form.type");
        if (one != nullptr) out.insert(*one);
    }
    return out;
}

Result<Response> handle_state(const Api& api, Exchange& exchange) {
    const service::ReviewRequest request = TRY(change_request_of(exchange));
    json::Reader reader(exchange.body);
    service::OwnPlan said;
    const std::string plan = reader.text("plan_id", 60);
    const auto parsed = DocumentId::parse(plan);
    if (!plan.empty() && !parsed) reader.fault("plan_id", "document.relation_unknown");
    said.plan = parsed.value_or(DocumentId());
    said.tasks = tasks_in(reader);
    said.head.number = reader.text("number", kNumberMost);
    said.head.issued_on = reader.text("issued_on", kDayMost);
    said.head.title = reader.optional_text("title", kTitleMost);
    if (const auto from = reader.optional_text("instead_of", 60)) {
        const auto left = DocumentId::parse(*from);
        if (!left) reader.fault("instead_of", "document.relation_unknown");
        said.instead_of = left.value_or(DocumentId());
    }
    said.reason = reader.optional_text("reason", service::kReasonMax).value_or("");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    const auto record = TRY(service::record_own_plan(
        api.house,
        exchange.who(),
        request.document,
        request.etag,
        said,
        request.request_key,
        request.request_body
    ));
    return answer_document(api, exchange, record);
}

}  // namespace

Result<> add_own_plan(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record, json::Value& view
) {
    const service::Caller& caller = exchange.who();
    json::Array carried;
    for (const service::CarriedShown& one : TRY(service::carried_shown(api.house, caller, record))) {
        carried.push_back(json::Object{
            {"document", json::Object{{"id", one.plan.text()}, {"title", one.title}}},
            {"number", one.number.empty() ? json::Value() : json::Value(one.number)},
            {"tasks", tasks_view(one.tasks)},
            {"moved", moved_view(api, one)}});
    }
    view.set("carries_out", std::move(carried));
    view.set("own_plan", service::is_own_plan(record));
    view.set("may", rights_view(TRY(service::rights_on(api.house, caller, record))));
    return {};
}

std::vector<Route> own_plan_routes(const Api& api) {
    const auto with = binder(api);
    const std::string one = "/api/v1/documents/{id}";
    return {
        {"GET",
         one + "/own-plans",
         Door::Ready,
         BodyKind::None,
         "Which receivers of a plan have issued their own",
         "OwnPlans",
         with(handle_look)},
        {"POST",
         one + "/own-plans",
         Door::Ready,
         BodyKind::File,
         "Record the own plan of one's body",
         "Document",
         with(handle_record),
         {.query =
              {{"number", "string"},
               {"issued_on", "string"},
               {"title", "string"},
               {"again", "'true' | 'false'"}},
          .reads = {"X-File-Name?", "Idempotency-Key?"},
          .sends = {"ETag", "Location"},
          .status = 201,
          .refuses = {404, 409}}},
        {"PUT",
         one + "/own-plan",
         Door::Ready,
         BodyKind::Json,
         "Say what an own plan is and carries out",
         "Document",
         with(handle_state),
         {.takes = "OwnPlanChange",
          .reads = {"If-Match", "Idempotency-Key?"},
          .sends = {"ETag"},
          .refuses = {409}}},
    };
}

}  // namespace neove::http
