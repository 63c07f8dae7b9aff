#include "service/units.h"

#include "http/routes/api.h"
#include "http/routes/unit_views.h"
#include "http/routes/views.h"

namespace neove::http {

using administrative_unit::Day;
using administrative_unit::Directory;
using administrative_unit::Unit;

namespace {

/// A day of the query; absent is open.
Result<Day> day_in(const Exchange& exchange, std::string_view name) {
    const std::string_view text = exchange.request.query_value(name);
    if (text.empty()) return Day{};
    const auto day = Day::parse_iso(text);
    if (!day) return refuse(ErrorKind::Invalid, "field.not_a_date", "/" + std::string(name));
    return *day;
}

std::size_t start_of(std::string_view cursor) {
    const bool is_number = !cursor.empty() && cursor.size() < 9 &&
                           cursor.find_first_not_of("0123456789") == std::string_view::npos;
    return is_number ? std::stoul(std::string(cursor)) : 0;
}

json::Array lists_of(const Directory& units) {
    json::Array out;
    for (const auto& list : units.lists()) {
        out.push_back(json::Object{{"list", list.list.iso()}, {"units", list.units}});
    }
    return out;
}

Result<Response> handle_list(const Api& api, Exchange& exchange) {
    service::UnitQuery query;
    query.text = exchange.request.query_value("q");
    query.filter.list = TRY(day_in(exchange, "list"));
    query.filter.on = TRY(day_in(exchange, "on"));
    query.start = start_of(exchange.request.query_value("cursor"));
    const auto page = TRY(service::list_units(api.house, exchange.who(), query));
    json::Array items;
    for (const Unit* unit : page.items) {
        items.push_back(unit_row(api, *page.view->units, *unit, exchange.language));
    }
    return json_response(
        200,
        json::Object{
            {"items", std::move(items)},
            {"next", page.next == 0 ? json::Value() : json::Value(std::to_string(page.next))},
            {"lists", lists_of(*page.view->units)},
            {"today", service::today_in(api.house).iso()}}
    );
}

/// Organisations that stand for the unit.
json::Array organisations_of(const service::LiveView& view, const Unit& unit) {
    const organisation::UnitReference wanted{unit.reference.list.iso(), unit.reference.code};
    json::Array out;
    for (const organisation::Organisation* one : view.directory.in_order()) {
        if (one->unit == wanted) out.push_back(json::Object{{"id", one->id.text()}, {"name", one->name}});
    }
    return out;
}

Result<Response> handle_open(const Api& api, Exchange& exchange) {
    const auto list = Day::parse_iso(exchange.id("list"));
    if (!list) return refuse(ErrorKind::NotFound, "access.not_found");
    const auto [unit, view] =
        TRY(service::open_unit(api.house, exchange.who(), {*list, exchange.id("code")}));
    const Directory& units = *view->units;
    json::Value answer = unit_with_origin(api, units, *unit, exchange.language);
    json::Array spells;
    for (const Unit& spell : units.spells(unit->reference)) {
        spells.push_back(json::Object{
            {"full_name", units.vocabulary().full_name(spell)},
            {"valid_from", date_or_null(spell.valid_from.iso())},
            {"valid_until", date_or_null(spell.valid_until.iso())},
            {"basis", spell.basis},
            {"confidence", administrative_unit::confidence_code(spell.confidence)}});
    }
    json::Array below;
    for (const Unit* one : units.below(unit->reference)) {
        below.push_back(unit_row(api, units, *one, exchange.language));
    }
    answer.set("spells", std::move(spells));
    answer.set("below", std::move(below));
    // The same everybody may see in the directory of organisations.
    const auto scope = access::scope_of(api.house.table, exchange.who().actor, "organisation");
    answer.set("organisations", scope.everything() ? organisations_of(*view, *unit) : json::Array{});
    return json_response(200, answer);
}

}  // namespace

std::vector<Route> unit_routes(const Api& api) {
    const auto with = binder(api);
    return {
        {"GET",
         "/api/v1/units",
         Door::Ready,
         BodyKind::None,
         "Search administrative units of all lists, of one, or as they were on a day",
         "UnitRows",
         with(handle_list),
         {.query = {{"q", "string"}, {"list", "day"}, {"on", "day"}, {"cursor", "string"}},
          .refuses = {404, 422}}},
        {"GET",
         "/api/v1/units/{list}/{code}",
         Door::Ready,
         BodyKind::None,
         "Open an administrative unit of a list version",
         "Unit",
         with(handle_open)},
    };
}

}  // namespace neove::http
