#include "service/import_organisations.h"

#include "document/extract.h"
#include "organisation/import.h"
#include "service/names_turn.h"
#include "service/organisation_reach.h"
#include "service/organisation_rows.h"
#include "service/organisations.h"
#include "service/placed_bodies.h"
#include "service/proposals.h"
#include "service/read_document.h"
#include "service/units.h"

#include <algorithm>
#include <expected>
#include <utility>

namespace neove::service {

namespace {

constexpr std::uint32_t kMostColumns = 256;

ImportReport report_of(const organisation::ImportPlan& plan, const organisation::Directory& directory) {
    ImportReport report;
    report.rows = static_cast<std::int64_t>(plan.rows);
    report.to_create = static_cast<std::int64_t>(plan.to_create.size());
    report.to_change = static_cast<std::int64_t>(plan.to_change.size());
    report.unchanged = static_cast<std::int64_t>(plan.unchanged);
    for (const organisation::ImportFault& fault : plan.faults) {
        report.faults.push_back({static_cast<std::int64_t>(fault.row), fault.column, fault.code});
    }
    for (const organisation::Organisation& one : plan.to_change) {
        const organisation::Organisation* before = directory.find(one.id);
        if (before == nullptr || report.changes.size() == kMostChangesTold) break;
        report.changes.push_back(
            {one.id, before->name, organisation::changes_between(*before, one, directory)}
        );
    }
    return report;
}

/// A report of one fault, where the table was not looked at any further.
ImportReport refused(std::int64_t row, std::string code) {
    ImportReport report;
    report.faults.push_back({row, {}, std::move(code)});
    return report;
}

/// A sheet as rows of equal meaning: the cell in column n stands at n - 1; missing cells are empty. A few
/// cells far out would become gigabytes: what no import can be is refused before anything is laid out.
std::expected<organisation::Rows, ImportReport> rows_of(const document::SheetCells& sheet) {
    organisation::Rows rows;
    for (const document::Cell& cell : sheet.cells) {
        if (cell.text.empty() || cell.row == 0 || cell.column == 0) continue;
        if (cell.row > organisation::kMostImportRows + 1) {
            return std::unexpected(refused(cell.row, "import.too_many_rows"));
        }
        if (cell.column > kMostColumns) {
            return std::unexpected(refused(cell.row, "import.too_many_columns"));
        }
        if (rows.size() < cell.row) rows.resize(cell.row);
        auto& row = rows[cell.row - 1];
        if (row.size() < cell.column) row.resize(cell.column);
        row[cell.column - 1] = cell.text;
    }
    return rows;
}

void add(
    const House& house,
    const Caller& caller,
    const organisation::Organisation& one,
    bool is_new,
    storage::Commit& commit
) {
    commit.expected.push_back({"organisation", one.id.text(), one.version - 1});
    commit.events.push_back(event_of(
        caller,
        "organisation",
        one.id.text(),
        one.version,
        is_new ? "imported" : "changed",
        organisation_to_json(one)
    ));
    for (storage::Write& write : organisation_rows(house.keys, one, is_new))
        commit.writes.push_back(std::move(write));
}

Decided decided_of(
    const House& house,
    const Caller& caller,
    const organisation::ImportPlan& plan,
    const organisation::Directory& directory,
    const storage::ExpectedVersion& turn
) {
    Decided decided;
    decided.commit.expected.push_back(turn);
    for (const organisation::Organisation& one : plan.to_create)
        add(house, caller, one, true, decided.commit);
    for (organisation::Organisation one : plan.to_change) {
        ++one.version;
        add(house, caller, one, false, decided.commit);
    }
    // After all that change: those are held by their own versions, and what they hang under by these.
    for (const organisation::Organisation& one : plan.to_create) {
        hold_above(directory, one.parent, decided.commit);
    }
    for (const organisation::Organisation& one : plan.to_change) {
        hold_above(directory, one.parent, decided.commit);
    }
    return decided;
}

std::vector<PlacedOrganisation> placed_by(
    const organisation::ImportPlan& plan, const organisation::Directory& directory
) {
    std::vector<PlacedOrganisation> out;
    for (const organisation::Organisation& one : plan.to_create) out.push_back({nullptr, &one});
    for (const organisation::Organisation& one : plan.to_change)
        out.push_back({directory.find(one.id), &one});
    return out;
}

}  // namespace

Result<ImportReport> import_organisations(
    House& house, const Caller& caller, ByteView file, bool dry_run, const std::string& reason
) {
    const access::Object own = object_of(caller.actor.organisation);
    if (!access::decide(house.table, caller.actor, "import", own).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    const auto table = TRY(take_table(house, caller, file, "organisation"));
    if (table.sheets.empty()) return refuse(ErrorKind::Invalid, "import.empty");
    if (std::ranges::find(table.notices, "document.quote_open") != table.notices.end()) {
        // Whatever follows the quote is unread: not even a dry run may count it.
        const auto& cells = table.sheets.front().cells;
        return refused(cells.empty() ? 1 : cells.back().row, "import.quote_open");
    }
    const auto rows = rows_of(table.sheets.front());
    if (!rows) return rows.error();
    const auto snapshot = TRY(house.store.snapshot());
    const storage::ExpectedVersion turn = TRY(names_turn(*snapshot));
    TRY(house.live.refresh(house.store, house.keys));
    const auto view = house.live.view();
    const auto new_id = [] { return OrganisationId::trusted(crypto::random_id()); };
    const auto knows_unit = [&](const organisation::UnitReference& unit) {
        return find_unit(*view->units, unit) != nullptr;
    };
    const organisation::ImportPlan plan =
        organisation::plan_import(*rows, view->directory, house.vocabulary, new_id, knows_unit);
    const auto placed = placed_by(plan, view->directory);
    TRY(may_place(house, *view, caller, "import", placed));
    ImportReport report = report_of(plan, view->directory);
    report.to_move = count_moved(placed);
    report.needs_second = needs_second(house, caller, "import", placed);
    // The second person is shown each of them.
    if (report.needs_second && report.to_move > static_cast<std::int64_t>(kMovedAtOnce)) {
        report.faults.push_back({1, {}, "import.too_many_moves"});
        return report;
    }
    if (dry_run || !plan.can_be_saved() || plan.to_create.size() + plan.to_change.size() == 0) return report;
    if (report.needs_second) {
        Diagnostics faults;
        report.proposal =
            TRY(ask_for(house, caller, placing(view->directory, placed), reason, {}, faults)).proposal;
        return report;
    }
    TRY(act(house, caller, {"import", own, {}, {}}, [&](storage::Snapshot&) {
        return Result<Decided>(decided_of(house, caller, plan, view->directory, turn));
    }));
    report.done = true;
    return report;
}

}  // namespace neove::service
