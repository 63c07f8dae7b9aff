#include "http/routes/document_views.h"
#include "review/json_form.h"

namespace neove::http {

using service::BodyResolver;
using service::BodyView;

namespace {

json::Value named(const OrganisationId& id, const std::string& name) {
    return json::Object{{"id", id.text()}, {"name", name}};
}

json::Value successor_view(const service::SuccessorView& one) {
    return json::Object{
        {"organisation", named(one.organisation, one.name)},
        {"subject", one.subject.empty() ? json::Value() : json::Value(one.subject)},
        {"on", one.on.empty() ? json::Value() : json::Value(one.on)},
        {"basis", one.basis.empty() ? json::Value() : json::Value(one.basis)}};
}

}  // namespace

json::Value body_view(const BodyView& body) {
    json::Array candidates;
    for (const service::CandidateView& one : body.candidates) {
        candidates.push_back(json::Object{{"id", one.id.text()}, {"name", one.name}, {"why", one.why}});
    }
    json::Array members;
    for (const auto& [id, name] : body.members) members.push_back(named(id, name));
    json::Array successors;
    for (const service::SuccessorView& one : body.successors) successors.push_back(successor_view(one));
    const json::Value organisation =
        body.organisation.is_empty() ? json::Value() : named(body.organisation, body.organisation_name);
    return json::Object{
        {"text", body.text},
        {"status", body.status},
        {"picked", body.is_picked},
        {"kept", body.is_kept},
        {"organisation", organisation},
        {"candidates", std::move(candidates)},
        {"members", std::move(members)},
        {"successor", successors.empty() ? json::Value() : successors.front()},
        {"successors", successors}};
}

namespace {

json::Array bodies_view(const review::Bodies& bodies, BodyResolver& resolver) {
    json::Array out;
    for (const review::Body& body : bodies) out.push_back(body_view(resolver.of(body)));
    return out;
}

/// What a reading writes as texts becomes bodies; anything else stays as it is.
void resolve_member(json::Value& item, const std::string& name, BodyResolver& resolver) {
    const json::Value* member = item.find(name);
    if (member == nullptr) return;
    if (const std::string* text = member->string()) {
        item.set(name, body_view(resolver.of(*text)));
        return;
    }
    if (member->array() == nullptr) return;
    json::Array bodies;
    for (const json::Value& one : *member->array()) {
        if (one.string() != nullptr) bodies.push_back(body_view(resolver.of(*one.string())));
    }
    item.set(name, std::move(bodies));
}

void flatten_confidence(json::Value& item) {
    const json::Value* confidence = item.find("confidence");
    if (confidence != nullptr && confidence->object() != nullptr) {
        item.set("confidence", confidence->number_or("percent"));
    }
}

/// An indicator's day as the deadline it is.
void expand_deadline(json::Value& item) {
    const json::Value* deadline = item.find("deadline");
    if (deadline == nullptr || deadline->string() == nullptr) return;
    const std::string day = *deadline->string();
    const json::Value end = review::is_date(day) ? json::Value(day) : json::Value();
    item.set(
        "deadline",
        json::Object{
            {"kind", "date"},
            {"raw", day},
            {"start", nullptr},
            {"end", end},
            {"recurrence", nullptr},
            {"span", nullptr}}
    );
}

json::Array items_view(
    const json::Array& items, std::initializer_list<const char*> bodies, BodyResolver& resolver
) {
    json::Array out;
    for (json::Value item : items) {
        for (const char* member : bodies) resolve_member(item, member, resolver);
        flatten_confidence(item);
        expand_deadline(item);
        out.push_back(std::move(item));
    }
    return out;
}

/// Lists of names in a table's cell are shown as one line.
json::Value extras_view(const json::Value& extras) {
    json::Value out(json::Object{});
    for (const auto& [name, value] : *extras.object()) {
        if (value.array() == nullptr || name == "targets") {
            out.set(name, value);
            continue;
        }
        std::string line;
        for (const json::Value& one : *value.array()) {
            if (one.string() != nullptr) line += (line.empty() ? "" : "; ") + *one.string();
        }
        out.set(name, line);
    }
    return out;
}

}  // namespace

json::Value task_view(const review::Task& task, BodyResolver& resolver, service::Language language) {
    json::Array deadlines;
    for (const review::Deadline& one : task.item.deadlines) deadlines.push_back(review::to_json(one));
    json::Array reasons;
    for (const review::Reason& one : task.item.reasons) {
        reasons.push_back(json::Object{
            {"code", one.code}, {"text", language == service::Language::En ? one.en : one.vi}});
    }
    return json::Object{
        {"id", task.id.text()},
        {"path", task.item.path},
        {"section_title", task.item.section_title},
        {"text", task.item.text},
        {"span", review::to_json(task.item.span)},
        {"category", review::name_of(task.item.category)},
        {"state", review::name_of(task.state)},
        {"choice", review::name_of(task.choice)},
        {"due", task.due.empty() ? json::Value() : json::Value(task.due)},
        {"lead", bodies_view(task.item.lead, resolver)},
        {"coordinate", bodies_view(task.item.coordinate, resolver)},
        {"requested", bodies_view(task.item.requested, resolver)},
        {"deadlines", std::move(deadlines)},
        {"confidence", task.item.confidence},
        {"reasons", std::move(reasons)},
        {"edited", task.edited},
        {"extras", extras_view(task.item.extras)}};
}

BodyResolver resolver_for(const Api& api, const Exchange& exchange, const service::DocumentRecord& record) {
    return {
        api.house, record.row.issuer, record.row.issued_on, service::today(api.house, exchange.who().now)};
}

json::Value reading_view(const Api& api, const Exchange& exchange, const service::DocumentRecord& record) {
    BodyResolver resolver = resolver_for(api, exchange, record);
    json::Array tasks;
    for (const review::Task& task : record.review.tasks) {
        tasks.push_back(task_view(task, resolver, exchange.language));
    }
    return json::Object{
        {"etag", service::document_etag(api.house, record.row)},
        {"tasks", std::move(tasks)},
        {"reports", items_view(record.review.reports, {"from", "to", "via"}, resolver)},
        {"goals", items_view(record.review.goals, {}, resolver)},
        {"funding", items_view(record.review.funding, {"responsible"}, resolver)},
        {"followup", items_view(record.review.followup, {"agency", "to", "via"}, resolver)},
        {"indicators", items_view(record.review.indicators, {}, resolver)}};
}

}  // namespace neove::http
