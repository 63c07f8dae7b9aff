#include "review/item_form.h"

#include <algorithm>

namespace neove::review {

namespace {

json::Value text_or_null(const std::string& text) {
    return text.empty() ? json::Value() : json::Value(text);
}

const json::Array& array_of(const json::Value& value, std::string_view name) {
    static const json::Array kNone;
    const json::Value* member = value.find(name);
    return member == nullptr || member->array() == nullptr ? kNone : *member->array();
}

Bodies bodies_of(const json::Value& value, std::string_view name) {
    Bodies bodies;
    for (const json::Value& one : array_of(value, name)) {
        Body body;
        body.text = one.string() == nullptr ? one.text_or("text") : *one.string();
        if (auto id = OrganisationId::parse(one.text_or("organisation"))) body.organisation = *id;
        body.is_named = one.flag_or("named");
        if (!body.text.empty()) bodies.push_back(std::move(body));
    }
    return bodies;
}

std::vector<Deadline> deadlines_of(const json::Value& value) {
    std::vector<Deadline> deadlines;
    for (const json::Value& one : array_of(value, "deadlines")) {
        Deadline deadline;
        deadline.kind = one.text_or("kind");
        deadline.raw = one.text_or("raw");
        deadline.start = one.text_or("start");
        deadline.end = one.text_or("end");
        deadline.recurrence = one.text_or("recurrence");
        deadline.span = span_of(one.find("span"));
        deadlines.push_back(std::move(deadline));
    }
    return deadlines;
}

std::vector<Reason> reasons_of(const json::Value& value) {
    std::vector<Reason> reasons;
    for (const json::Value& one : array_of(value, "reasons")) {
        reasons.push_back({one.text_or("code"), one.text_or("vi"), one.text_or("en")});
    }
    return reasons;
}

}  // namespace

std::optional<Span> span_of(const json::Value* value) {
    if (value == nullptr || value->object() == nullptr) return std::nullopt;
    const Span span{value->number_or("begin", -1), value->number_or("end", -1)};
    if (span.begin < 0 || span.end < span.begin) return std::nullopt;
    return span;
}

json::Value to_json(const std::optional<Span>& span) {
    if (!span) return {};
    return json::Object{{"begin", span->begin}, {"end", span->end}};
}

json::Value to_json(const Deadline& deadline) {
    return json::Object{
        {"kind", deadline.kind},
        {"raw", deadline.raw},
        {"start", text_or_null(deadline.start)},
        {"end", text_or_null(deadline.end)},
        {"recurrence", text_or_null(deadline.recurrence)},
        {"span", to_json(deadline.span)}};
}

json::Value to_json(const Bodies& bodies) {
    json::Array out;
    for (const Body& body : bodies) {
        json::Object one{{"text", body.text}, {"organisation", text_or_null(body.organisation.text())}};
        if (body.is_named) one.emplace_back("named", true);
        out.push_back(std::move(one));
    }
    return out;
}

json::Value to_json(const Item& item) {
    json::Array deadlines;
    for (const Deadline& deadline : item.deadlines) deadlines.push_back(to_json(deadline));
    json::Array reasons;
    for (const Reason& reason : item.reasons) {
        reasons.push_back(json::Object{{"code", reason.code}, {"vi", reason.vi}, {"en", reason.en}});
    }
    return json::Object{
        {"path", item.path},
        {"section_title", item.section_title},
        {"text", item.text},
        {"span", to_json(item.span)},
        {"category", name_of(item.category)},
        {"lead", to_json(item.lead)},
        {"coordinate", to_json(item.coordinate)},
        {"requested", to_json(item.requested)},
        {"deadlines", std::move(deadlines)},
        {"confidence", item.confidence},
        {"reasons", std::move(reasons)},
        {"extras", item.extras}};
}

Item item_from_json(const json::Value& value) {
    Item item;
    item.path = value.text_or("path");
    item.section_title = value.text_or("section_title");
    item.text = value.text_or("text");
    item.span = span_of(value.find("span"));
    item.category = parse_category(value.text_or("category")).value_or(Category::Action);
    item.lead = bodies_of(value, "lead");
    item.coordinate = bodies_of(value, "coordinate");
    item.requested = bodies_of(value, "requested");
    item.deadlines = deadlines_of(value);
    item.confidence = std::clamp<std::int64_t>(value.number_or("confidence"), 0, 100);
    item.reasons = reasons_of(value);
    if (const json::Value* extras = value.find("extras"); extras != nullptr && extras->object() != nullptr) {
        item.extras = *extras;
    }
    return item;
}

}  // namespace neove::review
