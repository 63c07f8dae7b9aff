#include "json/json.h"

#include "plan_format/format.h"
#include "plan_format/names.h"

namespace neove::plan_format {
namespace {

using json::Array;
using json::Object;
using json::Value;

Value texts(const std::vector<std::string>& list) {
    Array out;
    for (const std::string& text : list) out.emplace_back(text);
    return out;
}

Value recurrence(const std::optional<plan::Recurrence>& value) {
    if (!value || name_of(*value).empty()) return nullptr;
    return std::string(name_of(*value));
}

/// Where an item was read and how sure the reader is.
void add_evidence(Object& out, plan::Span span, const plan::Confidence& confidence) {
    out.emplace_back("span", Object{{"begin", span.begin}, {"end", span.end}});
    const Sentence sentence = sentence_of(confidence.reason);
    out.emplace_back(
        "confidence",
        Object{
            {"percent", confidence.percent},
            {"reason", confidence.reason},
            {"vi", sentence.vi},
            {"en", sentence.en}}
    );
}

Value document(const plan::Document& document) {
    Array bases;
    for (const plan::LegalBasis& basis : document.legal_bases) {
        bases.emplace_back(Object{
            {"type", basis.type},
            {"number", basis.number},
            {"date", basis.date},
            {"title", basis.title},
            {"span", Object{{"begin", basis.span.begin}, {"end", basis.span.end}}},
        });
    }
    Value period;
    if (document.period) {
        const plan::Period& p = *document.period;
        period = Object{{"raw", p.raw}, {"start", p.start}, {"end", p.end}, {"vision", p.vision}};
    }
    Value secrecy;
    if (document.secrecy) {
        secrecy = Object{
            {"level", name_of(document.secrecy->level)},
            {"raw", document.secrecy->raw},
            {"span", Object{{"begin", document.secrecy->span.begin}, {"end", document.secrecy->span.end}}},
        };
    }
    return Object{
        {"type", document.type},
        {"number", document.number},
        {"issued_date", document.issued_date},
        {"issuer", document.issuer},
        {"place", document.place},
        {"title", document.title},
        {"signer", document.signer},
        {"signer_title", document.signer_title},
        {"legal_bases", std::move(bases)},
        {"recipients", texts(document.recipients)},
        {"period", std::move(period)},
        {"secrecy", std::move(secrecy)},
        {"urgency", document.urgency},
    };
}

Value deadline(const plan::TaskDeadline& deadline) {
    return Object{
        {"kind", name_of(deadline.kind)},
        {"raw", deadline.raw},
        {"start", deadline.start},
        {"end", deadline.end},
        {"recurrence", recurrence(deadline.recurrence)},
        {"span", Object{{"begin", deadline.span.begin}, {"end", deadline.span.end}}},
    };
}

Value task(const plan::Task& task) {
    Array deadlines;
    for (const plan::TaskDeadline& one : task.deadlines) deadlines.push_back(deadline(one));
    Object out{
        {"path", task.path},
        {"section_title", task.section_title},
        {"text", task.text},
        {"lead", texts(task.lead)},
        {"coordinate", texts(task.coordinate)},
        {"requested", texts(task.requested)},
        {"deadlines", std::move(deadlines)},
        {"category", name_of(task.category)},
    };
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) out.emplace_back(name, *value);
    };
    add("deliverable", task.deliverable);
    add("leader_in_charge", task.leader_in_charge);
    if (!task.monitoring.empty()) out.emplace_back("monitoring", texts(task.monitoring));
    add("money", task.money);
    add("money_source", task.money_source);
    add("place", task.place);
    add("notes", task.notes);
    add_evidence(out, task.span, task.confidence);
    return out;
}

Value report(const plan::Report& report) {
    Object out{
        {"path", report.path},
        {"from", texts(report.from)},
        {"to", report.to},
        {"via", report.via},
        {"recurrence", recurrence(report.recurrence)},
        {"due", texts(report.due)},
        {"raw", report.raw},
        {"content", report.content},
    };
    add_evidence(out, report.span, report.confidence);
    return out;
}

template <typename Items, typename Write>
Value list(const Items& items, Write write) {
    Array out;
    for (const auto& item : items) out.push_back(write(item));
    return out;
}

Value goal(const plan::Goal& goal) {
    Object out{{"path", goal.path}, {"text", goal.text}};
    add_evidence(out, goal.span, goal.confidence);
    return out;
}

Value funding(const plan::Funding& funding) {
    Object out{{"path", funding.path}, {"text", funding.text}, {"responsible", texts(funding.responsible)}};
    add_evidence(out, funding.span, funding.confidence);
    return out;
}

Value followup(const plan::Followup& followup) {
    Object out{
        {"path", followup.path},
        {"role", name_of(followup.role)},
        {"agency", texts(followup.agency)},
        {"to", followup.to},
        {"via", followup.via},
        {"raw", followup.raw},
    };
    add_evidence(out, followup.span, followup.confidence);
    return out;
}

Value target(const plan::Target& target) {
    Object out{
        {"path", target.path},
        {"text", target.text},
        {"value", target.value},
        {"unit", target.unit},
        {"deadline", target.deadline},
    };
    add_evidence(out, target.span, target.confidence);
    return out;
}

}  // namespace

std::string to_json(const plan::Reading& reading) {
    Value refusal;
    if (reading.refusal) {
        const Sentence sentence = sentence_of(reading.refusal->code);
        refusal = Object{
            {"code", reading.refusal->code},
            {"detail", reading.refusal->detail},
            {"vi", sentence.vi},
            {"en", sentence.en}};
    }
    const Value out = Object{
        {"document", document(reading.document)},
        {"goals", list(reading.goals, goal)},
        {"tasks", list(reading.tasks, task)},
        {"reports", list(reading.reports, report)},
        {"funding", list(reading.funding, funding)},
        {"followup", list(reading.followup, followup)},
        {"indicators", list(reading.indicators, target)},
        {"repaired", reading.was_repaired},
        {"refusal", std::move(refusal)},
    };
    return json::write(out);
}

}  // namespace neove::plan_format
