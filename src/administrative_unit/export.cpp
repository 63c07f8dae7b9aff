#include "administrative_unit/export.h"

namespace neove::administrative_unit {

namespace {

std::string predecessors_of(const Unit& unit) {
    std::string out;
    for (const Predecessor& before : unit.predecessors) {
        if (!out.empty()) out += "; ";
        out += before.unit.list.iso() + "/" + before.unit.code;
        out += " " + std::string(extent_code(before.extent));
    }
    return out;
}

}  // namespace

std::vector<std::vector<std::string>> export_list(const Directory& units, Day list) {
    std::vector<std::vector<std::string>> rows{
        {"code",
         "name",
         "kind",
         "parent",
         "valid_from",
         "valid_until",
         "predecessors",
         "basis",
         "confidence"}};
    for (const Unit& unit : units.all()) {
        if (unit.reference.list != list) continue;
        // An empty cell would mean the list's own day.
        const std::string from = unit.valid_from.is_open() ? "unknown" : unit.valid_from.iso();
        rows.push_back(
            {unit.reference.code,
             unit.name,
             unit.kind,
             unit.parent,
             from,
             unit.valid_until.iso(),
             predecessors_of(unit),
             unit.basis,
             std::string(confidence_code(unit.confidence))}
        );
    }
    return rows;
}

}  // namespace neove::administrative_unit
