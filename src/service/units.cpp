#include "service/units.h"

#include "service/system_event.h"
#include "service/unit_rows.h"
#include "storage/statements/core.h"

#include <algorithm>

namespace neove::service {

using administrative_unit::Day;
using administrative_unit::Directory;
using administrative_unit::Reference;
using administrative_unit::Unit;

namespace {

constexpr std::size_t kPage = 50;
constexpr std::size_t kUnitsPerEvent = 200;  ///< an event stays some tens of kilobytes

const access::Object kObject{"administrative_unit", {}, {}, false};

/// One version of one list as events and rows; the units are all of `list`.
void add_list(
    const std::vector<Unit>& units, Day list, std::int64_t version, Instant now, storage::Commit& commit
) {
    commit.expected.push_back({kUnitRegister, list.iso(), version - 1});
    for (std::size_t begin = 0; begin < units.size();) {
        json::Array some;
        // The spells of one unit stay in one event: an event says all of a unit.
        const auto goes_on = [&](std::size_t i) {
            return some.size() < kUnitsPerEvent || units[i].reference == units[i - 1].reference;
        };
        while (begin < units.size() && goes_on(begin)) some.push_back(unit_to_json(units[begin++]));
        const json::Object clear{{"units", std::move(some)}};
        add_system_event(commit, {kUnitRegister, list.iso(), version, "imported", clear, now});
    }
    write_units(units, commit.writes);
}

Result<std::int64_t> version_of(House& house, Day list) {
    const auto snapshot = TRY(house.store.snapshot());
    const auto rows =
        TRY(snapshot->read(storage::statements::kReadVersion, {std::string(kUnitRegister), list.iso()}));
    return rows.empty() ? 0 : rows[0].number(0);
}

}  // namespace

const Unit* find_unit(const Directory& units, const organisation::UnitReference& reference) {
    const auto list = Day::parse_iso(reference.list);
    return list ? units.find({*list, reference.code}) : nullptr;
}

Day today_in(const House& house) {
    const Instant there = house.clock.now() + house.options.utc_offset_micros;
    return Day::parse_iso(to_iso(there).substr(0, 10)).value_or(Day{});
}

Result<UnitPage> list_units(House& house, const Caller& caller, const UnitQuery& query) {
    if (access::scope_of(house.table, caller.actor, kObject.register_name).is_empty()) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    UnitPage page;
    page.view = house.live.view();
    // One more than the page holds tells whether there is another; the order is the same for everybody.
    auto found = page.view->units->search(query.text, query.filter, query.start + kPage + 1);
    if (found.size() > query.start + kPage) {
        page.next = query.start + kPage;
        found.pop_back();
    }
    for (std::size_t i = query.start; i < found.size(); ++i) page.items.push_back(found[i]);
    return page;
}

Result<OpenedUnit> open_unit(House& house, const Caller& caller, const Reference& reference) {
    if (!access::decide(house.table, caller.actor, "open", kObject).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    auto view = house.live.view();
    const Unit* unit = view->units->find(reference);
    if (unit == nullptr) return refuse(ErrorKind::NotFound, "access.not_found");
    return OpenedUnit{unit, std::move(view)};
}

Result<UnitImportReport> import_units(House& house, std::string_view table, Day list, UnitImportMode mode) {
    const std::int64_t version = TRY(version_of(house, list));
    UnitImportReport plan{administrative_unit::plan_list(table, list, *house.live.view()->units)};
    const bool is_nothing = plan.to_add.empty() && plan.to_change.empty();
    if (mode == UnitImportMode::Dry || !plan.can_be_saved() || is_nothing) return plan;
    if (mode == UnitImportMode::Write && !plan.losses.empty()) return plan;
    std::vector<Unit> units = plan.to_add;
    units.insert(units.end(), plan.to_change.begin(), plan.to_change.end());
    storage::Commit commit;
    add_list(units, list, version + 1, house.clock.now(), commit);
    TRY(house.store.commit(std::move(commit)));
    TRY(house.live.load(house.store, house.keys));
    plan.done = true;
    return plan;
}

void seed_units(const std::vector<Unit>& units, Instant now, storage::Commit& commit) {
    std::vector<Unit> of_list;
    for (std::size_t i = 0; i < units.size(); ++i) {
        of_list.push_back(units[i]);
        const Day list = units[i].reference.list;
        const bool is_last = i + 1 == units.size() || units[i + 1].reference.list != list;
        if (!is_last) continue;
        add_list(of_list, list, 1, now, commit);
        of_list.clear();
    }
}

}  // namespace neove::service
