#include "http/routes/unit_views.h"

#include "http/routes/views.h"
#include "service/units.h"

namespace neove::http {

using administrative_unit::Candidate;
using administrative_unit::Directory;
using administrative_unit::Kind;
using administrative_unit::Level;
using administrative_unit::Outcome;
using administrative_unit::Unit;

namespace {

json::Value with_extent(json::Value ref, administrative_unit::Extent extent) {
    ref.set("extent", administrative_unit::extent_code(extent));
    return ref;
}

json::Value today_view(const Api& api, const Directory& units, const Unit& unit) {
    const auto today = administrative_unit::today_of(units, unit.reference, service::today_in(api.house));
    json::Array candidates;
    for (const Candidate& one : today.candidates) {
        candidates.push_back(with_extent(unit_ref(units, *one.unit), one.extent));
    }
    return json::Object{
        {"outcome", administrative_unit::outcome_code(today.outcome)}, {"units", std::move(candidates)}};
}

/// What the first spell of a unit came from; one that is not known is shown by its reference alone.
json::Array predecessors_view(const Directory& units, const Unit& unit) {
    json::Array out;
    for (const Unit& spell : units.spells(unit.reference)) {
        for (const auto& before : spell.predecessors) {
            const Unit* known = units.find(before.unit);
            json::Value ref = json::Object{
                {"list", before.unit.list.iso()}, {"code", before.unit.code}, {"full_name", nullptr}};
            if (known != nullptr) ref = unit_ref(units, *known);
            out.push_back(with_extent(std::move(ref), before.extent));
        }
    }
    return out;
}

}  // namespace

json::Value unit_ref(const Directory& units, const Unit& unit) {
    const Unit* above = units.parent(unit);
    json::Value parent_name;
    if (above != nullptr) parent_name = units.vocabulary().full_name(*above);
    return json::Object{
        {"list", unit.reference.list.iso()},
        {"code", unit.reference.code},
        {"full_name", units.vocabulary().full_name(unit)},
        {"parent_name", std::move(parent_name)}};
}

json::Value unit_row(const Api& api, const Directory& units, const Unit& unit, service::Language language) {
    const bool english = language == service::Language::En;
    const Kind* kind = units.vocabulary().find(unit.kind);
    const Level* level = units.vocabulary().level_of(unit.kind);
    const Unit* above = units.parent(unit);
    json::Value row = unit_ref(units, unit);
    row.set("name", unit.name);
    row.set("kind", unit.kind);
    row.set("kind_label", kind == nullptr ? unit.kind : english ? kind->label_en : kind->label_vi);
    row.set("level", level == nullptr ? "" : level->name);
    row.set("level_label", level == nullptr ? "" : english ? level->label_en : level->label_vi);
    row.set("parent", above == nullptr ? json::Value() : unit_ref(units, *above));
    row.set("valid_from", date_or_null(unit.valid_from.iso()));
    row.set("valid_until", date_or_null(unit.valid_until.iso()));
    row.set("ended", date_or_null(units.ended(unit.reference).iso()));
    row.set("basis", unit.basis);
    row.set("confidence", administrative_unit::confidence_code(unit.confidence));
    row.set("today", today_view(api, units, unit));
    return row;
}

json::Value unit_with_origin(
    const Api& api, const Directory& units, const Unit& unit, service::Language language
) {
    json::Value view = unit_row(api, units, unit, language);
    view.set("predecessors", predecessors_view(units, unit));
    return view;
}

json::Value unit_of_organisation(
    const Api& api,
    const Directory& units,
    const organisation::UnitReference& reference,
    service::Language language
) {
    if (reference.is_empty()) return nullptr;
    const Unit* unit = service::find_unit(units, reference);
    json::Value view = json::Object{
        {"list", reference.list}, {"code", reference.code}, {"known", unit != nullptr}, {"unit", nullptr}};
    if (unit != nullptr) view.set("unit", unit_with_origin(api, units, *unit, language));
    return view;
}

}  // namespace neove::http
