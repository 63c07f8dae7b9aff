#include "service/registers/import_records.h"

#include "document/extract.h"
#include "service/read_document.h"
#include "service/registers/import_rows.h"
#include "service/registers/import_table.h"
#include "service/registers/link_targets.h"
#include "service/registers/open_change.h"
#include "storage/statements/core.h"
#include "workflow/workflow.h"

#include <algorithm>

namespace neove::service {

namespace {

/// Imports are events of a register of their own, one a group: what was written of a file is known for ever,
/// and two who import the same table at once do not both write it.
constexpr std::string_view kImports = "import";
constexpr int kTries = 8;

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

access::Verdict verdict_before(const Caller& caller, const Desk& desk, std::string_view action) {
    return access::decide(
        desk.programme->rules, caller.actor, desk.current->id, action, access::standing_before(caller.now)
    );
}

/// What was written of a table so far.
struct Progress {
    std::string id;
    std::int64_t groups{0};
    std::int64_t written{0};
    std::int64_t rows{0};
    std::optional<Instant> at{};
    bool is_done() const { return groups > 0 && written == rows; }
};

Result<Progress> progress_of(storage::Snapshot& snapshot, const std::string& id) {
    Progress out{id};
    const auto rows = TRY(snapshot.read(storage::statements::kEventsOfRecord, {std::string(kImports), id}));
    for (const storage::Row& row : rows) {
        const auto clear = TRY(json::parse(row.text(10)));
        ++out.groups;
        out.written += clear.number_or("count");
        out.rows = clear.number_or("rows");
        out.at = Instant{row.number(13)};
    }
    return out;
}

std::vector<sheet::Cell> cells_of(const document::SheetCells& from) {
    std::vector<sheet::Cell> out;
    out.reserve(from.cells.size());
    for (const document::Cell& cell : from.cells) out.push_back({cell.row, cell.column, cell.text});
    return out;
}

/// A table as it was read, with what is to be said of the sheet it stands on.
struct ReadFile {
    sheet::Reading reading;
    std::vector<RecordImportWarning> warnings{};
};

/// The sheet whose heading fits best; the others are named, for somebody may have meant them too.
Result<ReadFile> read_file(
    House& house, const Caller& caller, const ImportDesk& at, ByteView file, RecordImport& out
) {
    document::Table table = TRY(take_table(house, caller, file, at.desk.current->id));
    std::size_t best = 0, most = 0;
    for (std::size_t i = 0; i < table.sheets.size(); ++i) {
        const std::size_t found = sheet::matches(cells_of(table.sheets[i]), at.guide);
        if (found <= most) continue;
        most = found;
        best = i;
    }
    for (std::size_t i = 0; i < table.sheets.size(); ++i) {
        if (i != best && !table.sheets[i].cells.empty()) out.ignored.push_back({{}, table.sheets[i].name});
    }
    ReadFile read;
    sheet::Reading& reading = read.reading;
    if (table.sheets.empty() || table.sheets[best].cells.empty()) {
        reading.faults.push_back({1, 0, {}, "import.empty"});
        return read;
    }
    const std::vector<sheet::Cell> cells = cells_of(table.sheets[best]);
    reading = sheet::read(cells, at.guide, sheet_names(house, caller.now));
    if (std::ranges::find(table.notices, "document.quote_open") != table.notices.end()) {
        // Whatever follows the quote is unread: not even a dry run may count it.
        reading.faults.push_back({cells.back().row, 0, {}, "import.quote_open"});
    }
    if (reading.rows.empty() && reading.faults.empty()) {
        reading.faults.push_back({reading.heading_row, 0, {}, "import.empty"});
    }
    std::erase_if(table.remarks, [&](const document::SheetRemark& one) { return one.sheet != best; });
    read.warnings = warnings_of_sheet(reading, table.remarks);
    return read;
}

std::string heading_of(const ImportDesk& at, const std::string& id) {
    const auto found = std::ranges::find(at.guide, id, &sheet::Column::id);
    return found == at.guide.end() ? std::string() : found->headings.front();
}

void report(const ImportDesk& at, const sheet::Reading& reading, RecordImport& out) {
    out.rows = static_cast<std::int64_t>(reading.rows.size());
    for (const sheet::Placed& one : reading.columns) out.columns.push_back(at.guide[one.at].headings.front());
    for (const sheet::Ignored& one : reading.ignored) {
        out.ignored.push_back({sheet::place_of(reading.heading_row, one.column), one.heading});
    }
    std::vector<sheet::Fault> faults = reading.faults;
    for (const sheet::Row& row : reading.rows) {
        if (faults.size() > kImportFaultsShown) break;
        check_row(at, reading, row, faults);
    }
    std::ranges::stable_sort(faults);
    out.has_more_faults = faults.size() > kImportFaultsShown;
    if (out.has_more_faults) faults.resize(kImportFaultsShown);
    for (const sheet::Fault& one : faults) {
        out.faults.push_back({sheet::place_of(one.row, one.column), heading_of(at, one.id), one.code});
    }
    if (out.faults.empty()) out.would_create = out.rows;
}

/// Of two rows of one sheet that each had to be alone the second is refused.
Result<> take_turns(const Turns& turns, std::vector<storage::ExpectedVersion>& taken) {
    for (const storage::ExpectedVersion& turn : turns) {
        const bool is_taken = std::ranges::any_of(taken, [&](const storage::ExpectedVersion& one) {
            return one.register_name == turn.register_name && one.record_id == turn.record_id;
        });
        if (is_taken) return refuse(ErrorKind::Conflict, "record.link_waits", {}, "–");
        taken.push_back(turn);
    }
    return {};
}

/// One group of new records, and the event that says they are there.
Result<Decided> decide_group(
    const ImportDesk& at,
    storage::Snapshot& snapshot,
    const Progress& progress,
    const sheet::Reading& reading,
    std::span<const sheet::Row> rows
) {
    Decided out;
    json::Array ids;
    for (const sheet::Row& row : rows) {
        const WantedAct wanted = wanted_of(at, reading, row);
        Diagnostics faults;
        // What was hers when the sheet was read may not be any more.
        const Turns turns =
            TRY(check_targets(at.house, snapshot, at.caller, at.definition(), RecordId(), wanted));
        TRY(take_turns(turns, out.commit.expected));
        const record::Outcome outcome =
            TRY(decide_new(at.house, at.caller, at.definition(), wanted, at.write, at.references, faults));
        NewRecord fresh = TRY(change_of_new(at.house, snapshot, at.caller, at.desk, wanted, outcome));
        ids.emplace_back(fresh.change.row.id.text());
        storage::Commit& one = fresh.change.decided.commit;
        std::ranges::move(one.expected, std::back_inserter(out.commit.expected));
        std::ranges::move(one.events, std::back_inserter(out.commit.events));
        std::ranges::move(one.writes, std::back_inserter(out.commit.writes));
    }
    const std::int64_t version = progress.groups + 1;
    out.commit.expected.push_back({std::string(kImports), progress.id, version - 1});
    const json::Value said = json::Object{
        {"register", at.definition().id},
        {"action", at.action.id},
        {"rows", progress.rows},
        {"count", rows.size()},
        {"records", std::move(ids)}};
    out.commit.events.push_back(
        event_of(at.caller, std::string(kImports), progress.id, version, "imported", said)
    );
    out.resource_id = progress.id;
    out.status = 201;
    return out;
}

/// Again where only a number was taken meanwhile; not where somebody else writes the same table.
Result<> write_group(
    const ImportDesk& at,
    const Progress& progress,
    const sheet::Reading& reading,
    std::span<const sheet::Row> rows
) {
    const Act what{std::string(access::kImport), {}, {}, {}, true};
    for (int tries = 1;; ++tries) {
        const auto snapshot = TRY(at.house.store.snapshot());
        if (TRY(progress_of(*snapshot, progress.id)).groups != progress.groups) {
            return refuse(ErrorKind::Conflict, "import.already");
        }
        auto acted = act(at.house, at.caller, *snapshot, what, [&](storage::Snapshot& view) {
            return decide_group(at, view, progress, reading, rows);
        });
        if (acted) return {};
        if (acted.error().code != "storage.conflict" || tries == kTries)
            return std::unexpected(std::move(acted).error());
    }
}

Result<> write_rows(
    const ImportDesk& at, const sheet::Reading& reading, Progress progress, RecordImport& out
) {
    progress.rows = static_cast<std::int64_t>(reading.rows.size());
    const std::span<const sheet::Row> all = reading.rows;
    for (auto from = static_cast<std::size_t>(progress.written); from < all.size(); from += kImportGroup) {
        const auto group = all.subspan(from, std::min(kImportGroup, all.size() - from));
        TRY(write_group(at, progress, reading, group));
        ++progress.groups;
        out.created += static_cast<std::int64_t>(group.size());
    }
    return {};
}

/// The action that rows become, for somebody who may import and may take it.
Result<const workflow::Action*> opening_of(
    const Caller& caller, const Desk& desk, const std::string& wanted
) {
    if (!verdict_before(caller, desk, access::kImport).allowed) return not_found();
    for (const workflow::Action& one : desk.current->workflow.actions) {
        if (!one.creates || (!wanted.empty() && one.id != wanted)) continue;
        if (verdict_before(caller, desk, one.id).allowed) return &one;
    }
    return not_found();
}

Result<ImportDesk> desk_for(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const std::string& action_id,
    const WordOf& word
) {
    Desk desk = TRY(desk_of(house, register_id));
    const workflow::Action* action = TRY(opening_of(caller, desk, action_id));
    // What she could type, and what an import may bring: the narrower of the two.
    const auto write = static_cast<access::Classes>(
        verdict_before(caller, desk, action->id).write & verdict_before(caller, desk, access::kImport).write
    );
    const bool english = caller.language == Language::En;
    sheet::Guide guide = guide_of(*desk.programme->bundle, *desk.current, *action, write, word, english);
    add_links(guide, *desk.programme->bundle, *desk.current, word, english);
    return ImportDesk{
        house,
        caller,
        std::move(desk),
        *action,
        write,
        std::move(guide),
        references_of(house, caller.now),
        {},
        {}};
}

}  // namespace

bool may_import(const Caller& caller, const Desk& desk) {
    return opening_of(caller, desk, {}).has_value();
}

Result<RecordImport> import_records(
    House& house, const Caller& caller, const RecordImportRequest& request, const WordOf& word
) {
    ImportDesk at = TRY(desk_for(house, caller, request.register_id, request.action, word));
    at.kept_cells = request.kept_cells;
    if (request.apply && at.action.needs_step_up) TRY(require_step_up(caller));
    RecordImport out;
    out.action = at.action.id;
    auto [reading, warnings] = TRY(read_file(house, caller, at, request.file, out));
    // A table with a cell that could not be read says less than it should, perhaps as much as another one:
    // it is not written, and not looked up either.
    const bool is_read = reading.faults.empty();
    TRY(find_pointed(at, reading));
    report(at, reading, out);
    Progress progress;
    if (is_read) {
        const auto snapshot = TRY(house.store.snapshot());
        progress = TRY(progress_of(*snapshot, id_of_table(at, reading)));
    }
    out.earlier_at = progress.at;
    out.earlier_rows = progress.written;
    if (progress.is_done()) {
        if (request.apply) return refuse(ErrorKind::Conflict, "import.already");
        out.would_create = 0;
        return out;
    }
    if (!request.apply) out.warnings = std::move(warnings);
    if (!out.faults.empty()) return out;
    out.would_create -= progress.written;
    if (!request.apply) {
        std::vector<RecordImportWarning> of_rows = TRY(warnings_of(at, reading));
        std::ranges::move(of_rows, std::back_inserter(out.warnings));
        return out;
    }
    TRY(write_rows(at, reading, progress, out));
    return out;
}

Result<workbook::Table> import_template(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const std::string& action,
    const WordOf& word
) {
    const ImportDesk at = TRY(desk_for(house, caller, register_id, action, word));
    return template_table(
        *at.desk.programme->bundle,
        at.definition(),
        at.action,
        at.write,
        at.guide,
        word,
        caller.language == Language::En
    );
}

}  // namespace neove::service
