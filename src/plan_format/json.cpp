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

/// Where on the pages something was read.
Value span_value(const plan::Places& places, plan::Span span) {
    const plan::PlaceInText place = places.at(span.begin);
    return Object{{"begin", span.begin}, {"end", span.end}, {"page", place.page}, {"line", place.line}};
}

Value reason_value(std::string_view code) {
    const Sentence sentence = sentence_of(code);
    return Object{{"reason", std::string(code)}, {"vi", sentence.vi}, {"en", sentence.en}};
}

/// Where an item was read, how sure the reader is, and all that it had to assume.
void add_evidence(
    Object& out, const plan::Places& places, plan::Span span, const plan::Confidence& confidence
) {
    out.emplace_back("span", span_value(places, span));
    const Sentence sentence = sentence_of(confidence.reason);
    Object value{
        {"percent", confidence.percent},
        {"reason", confidence.reason},
        {"vi", sentence.vi},
        {"en", sentence.en}};
    Array doubts;
    for (const std::string& doubt : confidence.doubts) doubts.push_back(reason_value(doubt));
    if (!doubts.empty()) value.emplace_back("doubts", std::move(doubts));
    out.emplace_back("confidence", std::move(value));
}

Value document(const plan::Places& places, const plan::Document& document) {
    Array bases;
    for (const plan::LegalBasis& basis : document.legal_bases) {
        bases.emplace_back(Object{
            {"type", basis.type},
            {"number", basis.number},
            {"date", basis.date},
            {"title", basis.title},
            {"span", span_value(places, basis.span)},
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
            {"span", span_value(places, document.secrecy->span)},
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

Value deadline(const plan::Places& places, const plan::TaskDeadline& deadline, Rhythms rhythms) {
    Value often = recurrence(deadline.recurrence);
    if (rhythms == Rhythms::All && deadline.recurrence) often = std::string(rhythm_of(*deadline.recurrence));
    return Object{
        {"kind", name_of(deadline.kind)},
        {"raw", deadline.raw},
        {"start", deadline.start},
        {"end", deadline.end},
        {"recurrence", std::move(often)},
        {"span", span_value(places, deadline.span)},
    };
}

Value task(const plan::Places& places, const plan::Task& task, Rhythms rhythms) {
    Array deadlines;
    for (const plan::TaskDeadline& one : task.deadlines) deadlines.push_back(deadline(places, one, rhythms));
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
    add_evidence(out, places, task.span, task.confidence);
    return out;
}

Value report(const plan::Places& places, const plan::Report& report) {
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
    add_evidence(out, places, report.span, report.confidence);
    return out;
}

template <typename Items, typename Write>
Value list(const plan::Places& places, const Items& items, Write write) {
    Array out;
    for (const auto& item : items) out.push_back(write(places, item));
    return out;
}

Value goal(const plan::Places& places, const plan::Goal& goal) {
    Object out{{"path", goal.path}, {"text", goal.text}};
    add_evidence(out, places, goal.span, goal.confidence);
    return out;
}

Value funding(const plan::Places& places, const plan::Funding& funding) {
    Object out{{"path", funding.path}, {"text", funding.text}, {"responsible", texts(funding.responsible)}};
    add_evidence(out, places, funding.span, funding.confidence);
    return out;
}

Value followup(const plan::Places& places, const plan::Followup& followup) {
    Object out{
        {"path", followup.path},
        {"role", name_of(followup.role)},
        {"agency", texts(followup.agency)},
        {"to", followup.to},
        {"via", followup.via},
        {"raw", followup.raw},
    };
    add_evidence(out, places, followup.span, followup.confidence);
    return out;
}

Value target(const plan::Places& places, const plan::Target& target) {
    Object out{
        {"path", target.path},
        {"text", target.text},
        {"value", target.value},
        {"unit", target.unit},
        {"deadline", target.deadline},
    };
    add_evidence(out, places, target.span, target.confidence);
    return out;
}

}  // namespace

std::string to_json(const plan::Reading& reading, Rhythms rhythms) {
    Value refusal;
    if (reading.refusal) {
        const Sentence sentence = sentence_of(reading.refusal->code);
        refusal = Object{
            {"code", reading.refusal->code},
            {"detail", reading.refusal->detail},
            {"vi", sentence.vi},
            {"en", sentence.en}};
    }
    const plan::Places places(reading.text);
    const auto task_value = [&](const plan::Places& at, const plan::Task& one) {
        return task(at, one, rhythms);
    };
    const Value out = Object{
        {"document", document(places, reading.document)},
        {"goals", list(places, reading.goals, goal)},
        {"tasks", list(places, reading.tasks, task_value)},
        {"reports", list(places, reading.reports, report)},
        {"funding", list(places, reading.funding, funding)},
        {"followup", list(places, reading.followup, followup)},
        {"indicators", list(places, reading.indicators, target)},
        {"repaired", reading.was_repaired},
        {"refusal", std::move(refusal)},
    };
    return json::write(out);
}

}  // namespace neove::plan_format
