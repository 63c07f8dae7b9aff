#include "service/unit_rows.h"

#include "storage/statements/units.h"

#include <set>
#include <tuple>

namespace neove::service {

namespace statements = storage::statements;
using administrative_unit::Confidence;
using administrative_unit::Day;
using administrative_unit::Extent;
using administrative_unit::Reference;
using administrative_unit::Unit;

namespace {

Day day_of(const std::string& text) {
    return Day::parse_iso(text).value_or(Day{});
}

Extent extent_of(std::string_view code) {
    for (const Extent one : {Extent::Whole, Extent::Part}) {
        if (administrative_unit::extent_code(one) == code) return one;
    }
    return Extent::Unclear;
}

Confidence confidence_of(std::string_view code) {
    for (const Confidence one : {Confidence::Confirmed, Confidence::Compiled}) {
        if (administrative_unit::confidence_code(one) == code) return one;
    }
    return Confidence::Unconfirmed;
}

Unit unit_of(const storage::Row& row) {
    Unit unit;
    unit.reference = {day_of(row.text(0)), row.text(1)};
    unit.valid_from = day_of(row.text(2));
    unit.valid_until = day_of(row.text(3));
    unit.name = row.text(4);
    unit.kind = row.text(5);
    unit.parent = row.text(6);
    unit.basis = row.text(7);
    unit.confidence = confidence_of(row.text(8));
    return unit;
}

}  // namespace

Result<std::vector<Unit>> read_units(storage::Snapshot& snapshot) {
    std::vector<Unit> all;
    for (const storage::Row& row : TRY(snapshot.read(statements::kAllUnits))) all.push_back(unit_of(row));
    std::size_t at = 0;
    // Both come in the order of their keys.
    for (const storage::Row& row : TRY(snapshot.read(statements::kAllUnitPredecessors))) {
        const auto wanted = std::tuple(Reference{day_of(row.text(0)), row.text(1)}, day_of(row.text(2)));
        const auto place = [&] { return std::tuple(all[at].reference, all[at].valid_from); };
        while (at < all.size() && place() < wanted) ++at;
        if (at == all.size()) break;
        if (place() != wanted) continue;
        all[at].predecessors.push_back({{day_of(row.text(4)), row.text(5)}, extent_of(row.text(6))});
    }
    return all;
}

void write_units(std::span<const Unit> spells, std::vector<storage::Write>& out) {
    std::set<Reference> cleared;
    for (const Unit& unit : spells) {
        const std::string list = unit.reference.list.iso();
        const std::string& code = unit.reference.code;
        if (cleared.insert(unit.reference).second) {
            out.push_back({&statements::kDeleteUnit, {list, code}});
            out.push_back({&statements::kDeleteUnitPredecessors, {list, code}});
        }
        const std::string from = unit.valid_from.iso();
        out.push_back(
            {&statements::kInsertUnit,
             {list,
              code,
              from,
              unit.valid_until.iso(),
              unit.name,
              unit.kind,
              unit.parent,
              unit.basis,
              std::string(administrative_unit::confidence_code(unit.confidence))}}
        );
        std::int64_t ordinal = 0;
        for (const auto& before : unit.predecessors) {
            out.push_back(
                {&statements::kInsertUnitPredecessor,
                 {list,
                  code,
                  from,
                  ordinal++,
                  before.unit.list.iso(),
                  before.unit.code,
                  std::string(administrative_unit::extent_code(before.extent))}}
            );
        }
    }
}

json::Value unit_to_json(const Unit& unit) {
    json::Array predecessors;
    for (const auto& before : unit.predecessors) {
        predecessors.push_back(json::Object{
            {"list", before.unit.list.iso()},
            {"code", before.unit.code},
            {"extent", administrative_unit::extent_code(before.extent)}});
    }
    return json::Object{
        {"list", unit.reference.list.iso()},
        {"code", unit.reference.code},
        {"name", unit.name},
        {"kind", unit.kind},
        {"parent", unit.parent},
        {"from", unit.valid_from.iso()},
        {"until", unit.valid_until.iso()},
        {"basis", unit.basis},
        {"confidence", administrative_unit::confidence_code(unit.confidence)},
        {"predecessors", std::move(predecessors)}};
}

Unit unit_of_json(const json::Value& value) {
    Unit unit;
    unit.reference = {day_of(value.text_or("list")), value.text_or("code")};
    unit.name = value.text_or("name");
    unit.kind = value.text_or("kind");
    unit.parent = value.text_or("parent");
    unit.valid_from = day_of(value.text_or("from"));
    unit.valid_until = day_of(value.text_or("until"));
    unit.basis = value.text_or("basis");
    unit.confidence = confidence_of(value.text_or("confidence"));
    const json::Value* before = value.find("predecessors");
    if (before == nullptr || before->array() == nullptr) return unit;
    for (const json::Value& one : *before->array()) {
        const Reference reference{day_of(one.text_or("list")), one.text_or("code")};
        unit.predecessors.push_back({reference, extent_of(one.text_or("extent"))});
    }
    return unit;
}

}  // namespace neove::service
