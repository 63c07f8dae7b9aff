#include "service/organisations.h"

#include "http/routes/api.h"
#include "http/routes/proposal_views.h"
#include "http/routes/unit_views.h"
#include "http/routes/views.h"
#include "service/export_organisations.h"
#include "service/import_organisations.h"
#include "service/organisation_reach.h"
#include "service/units.h"

namespace neove::http {

using organisation::Date;
using organisation::Directory;
using organisation::Organisation;

namespace {

json::Value row_of(
    const Api& api, const Directory& directory, const Organisation& one, service::Language language
) {
    return json::Object{
        {"id", one.id.text()},
        {"name", one.name},
        {"short_name", one.short_name},
        {"kind", one.kind},
        {"kind_label", kind_label(api, one.kind, language)},
        {"code", one.code},
        {"parent", organisation_ref(directory, one.parent)},
        {"offline", one.offline},
        {"valid_from", date_or_null(one.valid_from.iso())},
        {"valid_until", date_or_null(one.valid_until.iso())},
        {"children", directory.children(one.id).size()}};
}

json::Array refs_of(const std::vector<const Organisation*>& all) {
    json::Array out;
    for (const Organisation* one : all)
        out.push_back(json::Object{{"id", one->id.text()}, {"name", one->name}});
    return out;
}

json::Array successors_of(const Directory& directory, const Organisation& one) {
    json::Array out;
    for (const auto& next : one.successors) {
        out.push_back(json::Object{
            {"subject", next.subject},
            {"on", date_or_null(next.on.iso())},
            {"basis", next.basis},
            {"organisation", organisation_ref(directory, next.organisation)}});
    }
    return out;
}

json::Value full_view(
    const Api& api, const service::LiveView& live, const Organisation& one, service::Language language
) {
    const Directory& directory = live.directory;
    json::Value view = row_of(api, directory, one, language);
    json::Array aliases;
    for (const auto& alias : one.aliases) {
        aliases.push_back(json::Object{
            {"name", alias.name},
            {"from", date_or_null(alias.from.iso())},
            {"until", date_or_null(alias.until.iso())}});
    }
    json::Array members;
    for (const OrganisationId& id : one.members) members.push_back(organisation_ref(directory, id));
    json::Array units;
    for (const Organisation* unit : directory.children(one.id))
        units.push_back(row_of(api, directory, *unit, language));
    view.set("version", one.version);
    view.set("etag", service::organisation_etag(api.house, one));
    view.set("aliases", std::move(aliases));
    view.set("successors", successors_of(directory, one));
    view.set("predecessors", refs_of(directory.predecessors(one.id)));
    view.set("standing_agency", organisation_ref(directory, one.standing_agency));
    view.set("members", std::move(members));
    view.set("ancestors", refs_of(directory.ancestors(one.id)));
    view.set("units", std::move(units));
    view.set("unit", unit_of_organisation(api, *live.units, one.unit, language));
    return view;
}

/// What she may do to this body, so that no page offers what is refused.
json::Array may_of(const Api& api, const Exchange& exchange, const OrganisationId& id) {
    json::Array out;
    for (const char* permission : {"change", "create"}) {
        if (service::may_keep(api.house, exchange.who(), permission, id)) out.emplace_back(permission);
    }
    return out;
}

Result<Response> answer_one(const Api& api, const Exchange& exchange, const OrganisationId& id, int status) {
    const auto [one, view] = TRY(service::open_organisation(api.house, exchange.who(), id));
    json::Value told = full_view(api, *view, *one, exchange.language);
    told.set("may", may_of(api, exchange, id));
    Response response = json_response(status, told);
    response.set("ETag", "\"" + service::organisation_etag(api.house, *one) + "\"");
    return response;
}

std::optional<Date> date_in(
    json::Reader& reader, const json::Value& item, std::string_view name, const std::string& at
) {
    const std::string text = item.text_or(name);
    if (text.empty()) return Date{};
    const auto date = Date::parse_typed(text);
    if (!date) reader.fault(at, "field.not_a_date");
    return date;
}

void read_aliases(json::Reader& reader, service::OrganisationChange& change) {
    if (!reader.has("aliases")) return;
    change.aliases.emplace();
    const json::Array* list = reader.optional_array("aliases", 100);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const std::string at = "aliases/" + std::to_string(i);
        const auto from = date_in(reader, (*list)[i], "from", at + "/from");
        const auto until = date_in(reader, (*list)[i], "until", at + "/until");
        std::string name = (*list)[i].text_or("name");
        if (name.empty()) reader.fault(at + "/name", "field.required");
        if (from && until) change.aliases->push_back({std::move(name), *from, *until});
    }
}

void read_successors(json::Reader& reader, service::OrganisationChange& change) {
    if (!reader.has("successors")) return;
    change.successors.emplace();
    const json::Array* list = reader.optional_array("successors", 100);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const json::Value& item = (*list)[i];
        const std::string at = "successors/" + std::to_string(i);
        const auto on = date_in(reader, item, "on", at + "/on");
        const auto id = OrganisationId::parse(item.text_or("organisation_id"));
        if (!id) reader.fault(at + "/organisation_id", "field.required");
        if (id && on) {
            change.successors->push_back({*id, item.text_or("subject"), *on, item.text_or("basis")});
        }
    }
}

/// `{list, code}`; null or empty takes the reference away.
void read_unit(json::Reader& reader, service::OrganisationChange& change) {
    if (!reader.has("unit")) return;
    change.unit.emplace();
    const json::Value* given = reader.optional_object("unit");
    if (given == nullptr) return;
    json::Reader parts(*given, "unit");
    change.unit->list = parts.optional_text("list", 20).value_or("");
    change.unit->code = parts.optional_text("code", 20).value_or("");
    for (const Error& fault : parts.done()) reader.fault(fault.where, fault.code);
}

service::OrganisationChange read_change(json::Reader& reader) {
    service::OrganisationChange change;
    change.name = reader.optional_text("name", 500);
    change.short_name = reader.optional_text("short_name", 200);
    change.kind = reader.optional_text("kind", 60);
    change.code = reader.optional_text("code", 60);
    if (reader.has("parent_id")) {
        const auto text = reader.optional_text("parent_id", 60).value_or("");
        const auto id = OrganisationId::parse(text);
        if (!text.empty() && !id) reader.fault("parent_id", "organisation.unknown_parent");
        change.parent = id.value_or(OrganisationId{});
    }
    change.offline = reader.optional_flag("offline");
    if (reader.has("valid_from")) change.valid_from = reader.optional_text("valid_from", 20).value_or("");
    if (reader.has("valid_until")) change.valid_until = reader.optional_text("valid_until", 20).value_or("");
    read_aliases(reader, change);
    read_successors(reader, change);
    read_unit(reader, change);
    return change;
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    service::OrganisationQuery query;
    query.text = exchange.request.query_value("query");
    query.kind = exchange.request.query_value("kind");
    query.cursor = exchange.request.query_value("cursor");
    if (const auto parent = exchange.request.query_value("parent"); !parent.empty()) {
        query.parent = OrganisationId::parse(parent);
        if (!query.parent) return refuse(ErrorKind::NotFound, "access.not_found");
    }
    if (const auto below = exchange.request.query_value("below"); !below.empty()) {
        query.below = OrganisationId::parse(below);
        if (!query.below) return refuse(ErrorKind::NotFound, "access.not_found");
    }
    const auto page = TRY(service::list_organisations(api.house, exchange.who(), query));
    json::Array items;
    for (const Organisation* one : page.items) {
        items.push_back(row_of(api, page.view->directory, *one, exchange.language));
    }
    return json_response(
        200,
        json::Object{
            {"items", std::move(items)}, {"next", page.next.empty() ? json::Value() : json::Value(page.next)}}
    );
}

Result<Response> handle_create(const Api& api, Exchange& exchange) {
    json::Reader reader(exchange.body);
    const auto change = read_change(reader);
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    Diagnostics faults;
    const auto created = service::create_organisation(
        api.house,
        exchange.who(),
        change,
        std::string(exchange.request.field("idempotency-key")),
        exchange.request.body,
        faults
    );
    if (!faults.empty()) return problems(api.sentences, faults, exchange.language);
    const OrganisationId id = TRY(created);
    Response response = TRY(answer_one(api, exchange, id, 201));
    response.set("Location", "/api/v1/organisations/" + id.text());
    return response;
}

Result<Response> handle_change(const Api& api, Exchange& exchange) {
    const auto id = TRY(id_of<OrganisationId>(exchange, "id"));
    // Authorised before anything is said about versions or fields.
    const auto [one, view] = TRY(service::open_organisation(api.house, exchange.who(), id, "change"));
    const std::string tag = TRY(required_version(exchange));
    json::Reader reader(exchange.body);
    const auto change = read_change(reader);
    const std::string reason = reader.optional_text("reason").value_or("");
    if (auto faults = faults_of(api, exchange, reader)) return std::move(*faults);
    if (tag != service::organisation_etag(api.house, *one)) return refuse(ErrorKind::Stale, "version.stale");
    Diagnostics faults;
    const auto changed = service::change_organisation(
        api.house,
        exchange.who(),
        id,
        one->version,
        change,
        faults,
        {reason, std::string(exchange.request.field("idempotency-key"))}
    );
    if (!faults.empty()) return problems(api.sentences, faults, exchange.language);
    const ProposalId waits = TRY(changed);
    if (waits.is_empty()) return answer_one(api, exchange, id, 200);
    const auto proposal = TRY(service::open_proposal(api.house, exchange.who(), waits));
    Response response = json_response(202, proposal_view(api, proposal, exchange.language));
    response.set("ETag", "\"" + tag + "\"");  // the body stands as it did
    return response;
}

json::Array changes_to_json(const Api& api, const service::ImportReport& report, service::Language language) {
    json::Array out;
    for (const service::ImportChangeView& one : report.changes) {
        json::Array fields;
        for (const organisation::FieldChange& change : one.fields) {
            const bool is_kind = change.field == "kind";
            const auto shown = [&](const std::string& text) {
                return is_kind ? kind_label(api, text, language) : text;
            };
            fields.push_back(json::Object{
                {"field", change.field}, {"before", shown(change.before)}, {"after", shown(change.after)}});
        }
        out.push_back(json::Object{{"id", one.id.text()}, {"name", one.name}, {"fields", std::move(fields)}});
    }
    return out;
}

Result<Response> handle_import(const Api& api, Exchange& exchange) {
    const bool dry_run = exchange.request.query_value("dry_run") != "false";
    const auto report = TRY(service::import_organisations(
        api.house,
        exchange.who(),
        as_bytes(exchange.request.body),
        dry_run,
        std::string(exchange.request.query_value("reason"))
    ));
    json::Array faults;
    for (const service::ImportFaultView& fault : report.faults) {
        faults.push_back(json::Object{
            {"row", fault.row},
            {"column", fault.column},
            {"code", fault.code},
            {"detail", api.sentences.of(fault.code, exchange.language)}});
    }
    return json_response(
        200,
        json::Object{
            {"rows", report.rows},
            {"to_create", report.to_create},
            {"to_change", report.to_change},
            {"to_move", report.to_move},
            {"unchanged", report.unchanged},
            {"faults", std::move(faults)},
            {"changes", changes_to_json(api, report, exchange.language)},
            {"done", report.done},
            {"needs_second", report.needs_second},
            {"proposal", report.proposal.is_empty() ? json::Value() : json::Value(report.proposal.text())}}
    );
}

Result<Response> handle_export(const Api& api, Exchange& exchange) {
    Response response;
    response.body = TRY(service::export_organisations(api.house, exchange.who()));
    response.set("Content-Type", "text/csv; charset=utf-8");
    const std::string day = service::today_in(api.house).iso();
    response.set("Content-Disposition", "attachment; filename=\"danh-muc-don-vi-" + day + ".csv\"");
    return response;
}

Result<Response> handle_kinds(const Api& api, Exchange& exchange) {
    json::Array items;
    for (const organisation::Kind& kind : api.house.vocabulary.kinds.all) {
        items.push_back(json::Object{
            {"kind", kind.name}, {"label", kind_label(api, kind.name, exchange.language)}});
    }
    return json_response(200, json::Object{{"items", std::move(items)}, {"next", nullptr}});
}

}  // namespace

namespace {

/// The list as a whole.
std::vector<Route> list_routes(const Api& api) {
    const auto with = binder(api);
    return {
        {"GET",
         "/api/v1/organisations",
         Door::Ready,
         BodyKind::None,
         "Search organisations",
         "OrganisationRows",
         with(handle_list),
         {.query =
              {{"query", "string"},
               {"kind", "string"},
               {"parent", "id"},
               {"below", "id"},
               {"cursor", "string"}},
          .refuses = {404}}},
        {"POST",
         "/api/v1/organisations",
         Door::Ready,
         BodyKind::Json,
         "Add an organisation",
         "Organisation",
         with(handle_create),
         {.takes = "OrganisationChange",
          .reads = {"Idempotency-Key?"},
          .sends = {"ETag", "Location"},
          .status = 201,
          .refuses = {404, 412}}},
        {"POST",
         "/api/v1/organisations/import",
         Door::Ready,
         BodyKind::File,
         "Import from CSV or XLSX, or try it dry",
         "ImportReport",
         with(handle_import),
         {.query = {{"dry_run", "'true' | 'false'"}, {"reason", "string"}}, .refuses = {404, 409, 412, 422}}},
        {"GET",
         "/api/v1/organisations/export",
         Door::Ready,
         BodyKind::None,
         "The whole list as CSV, in the columns an import reads",
         "",
         with(handle_export),
         {.sends = {"Content-Disposition"}, .media = "text/csv", .refuses = {404}}},
        {"GET",
         "/api/v1/organisation-kinds",
         Door::Ready,
         BodyKind::None,
         "Kinds of organisations",
         "Kinds",
         with(handle_kinds)},
    };
}

std::vector<Route> one_organisation(const Api& api) {
    const auto with = binder(api);
    return {
        {"GET",
         "/api/v1/organisations/{id}",
         Door::Ready,
         BodyKind::None,
         "Open an organisation",
         "Organisation",
         [&api](Exchange& exchange) -> Result<Response> {
             const auto id = TRY(id_of<OrganisationId>(exchange, "id"));
             return answer_one(api, exchange, id, 200);
         },
         {.sends = {"ETag"}}},
        {"PATCH",
         "/api/v1/organisations/{id}",
         Door::Ready,
         BodyKind::Json,
         "Change an organisation",
         "Organisation",
         with(handle_change),
         {.takes = "OrganisationChange",
          .reads = {"If-Match", "Idempotency-Key?"},
          .sends = {"ETag"},
          .later = "Proposal",
          .refuses = {409}}},
    };
}

}  // namespace

std::vector<Route> organisation_routes(const Api& api) {
    return joined({list_routes(api), one_organisation(api)});
}

}  // namespace neove::http
