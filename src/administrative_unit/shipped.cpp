#include "administrative_unit/shipped.h"

#include "administrative_unit/list.h"

#include <fmt/format.h>

#include <set>

namespace neove::administrative_unit {

std::vector<Unit> read_lists(const Shipped& base, const std::vector<ListFile>& files, Diagnostics& faults) {
    std::vector<Unit> out;
    for (const ListFile& file : files) {
        const auto list = Day::parse_iso(file.list);
        if (!list) {
            faults.push_back({ErrorKind::Invalid, "units.list_date", std::string(file.list), {}});
            continue;
        }
        ListPlan plan = plan_list(file.text, *list, directory_of(base, out));
        for (const ListFault& fault : plan.faults) {
            faults.push_back(
                {ErrorKind::Invalid,
                 fault.code,
                 fmt::format("{}:{}:{}", file.list, fault.row, fault.column),
                 fault.detail}
            );
        }
        for (Unit& unit : plan.to_add) out.push_back(std::move(unit));
    }
    return out;
}

Shipped read_shipped(std::string_view vocabulary, const std::vector<ListFile>& files, Diagnostics& faults) {
    Shipped out{read_vocabulary(vocabulary, "unit_kinds.yaml", faults), {}};
    if (faults.empty()) out.units = read_lists(out, files, faults);
    return out;
}

Directory directory_of(const Shipped& shipped, std::vector<Unit> kept) {
    // The pack's are few and the store's may be thousands: the small set is the one that is searched.
    std::set<Reference> left;
    for (const Unit& unit : shipped.units) left.insert(unit.reference);
    for (const Unit& unit : kept) left.erase(unit.reference);
    for (const Unit& unit : shipped.units) {
        if (left.contains(unit.reference)) kept.push_back(unit);
    }
    return Directory(std::move(kept), shipped.vocabulary);
}

}  // namespace neove::administrative_unit
