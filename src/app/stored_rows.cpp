#include "app/stored_rows.h"

#include "backup/tables.h"
#include "base/check.h"
#include "service/organisation_rows.h"
#include "storage/chain.h"
#include "storage/row_digest.h"
#include "storage/statements/accounts.h"
#include "storage/statements/backup.h"
#include "storage/statements/core.h"
#include "storage/statements/feeds.h"

#include <algorithm>
#include <functional>
#include <map>

namespace neove::app {

namespace {

namespace statements = storage::statements;
using storage::Parameters;
using storage::Row;

constexpr std::int64_t kPage = 2'000;
constexpr std::int64_t kLargeRows = 50;      // sealed documents and events
constexpr std::int64_t kWholeHistories = 2;  // of one record each, some megabytes

using Visit = std::function<void(const Row&)>;

/// Every row of a statement that takes the key of the row before and a limit.
Result<> each_row(
    storage::Snapshot& snapshot,
    const storage::Statement& statement,
    Parameters key,
    const std::vector<std::size_t>& key_columns,
    std::int64_t page,
    const Visit& visit
) {
    for (;;) {
        Parameters parameters = key;
        parameters.emplace_back(page);
        const auto rows = TRY(snapshot.read(statement, std::move(parameters)));
        for (const Row& row : rows) visit(row);
        if (static_cast<std::int64_t>(rows.size()) < page) return {};
        for (std::size_t i = 0; i < key.size(); ++i) key[i] = rows.back().values()[key_columns[i]];
    }
}

Digest digest_in(const Row& row, std::size_t column) {
    const Bytes& bytes = row.bytes(column);
    Digest digest{};
    if (bytes.size() == digest.size()) std::ranges::copy(bytes, digest.begin());
    return digest;
}

/// One table whose rows stand alone; `version` is a column of it.
Result<> add_table(
    storage::Snapshot& snapshot,
    const char* table,
    const storage::Statement& statement,
    std::size_t version,
    std::int64_t page,
    journal::Ledger& ledger
) {
    return each_row(snapshot, statement, {std::string()}, {0}, page, [&](const Row& row) {
        ledger.add(journal::SeenRow{
            table, row.text(0), row.number(version), storage::row_digest(row.values())});
    });
}

/// A confirmed task and its bodies are one state.
Result<> add_tasks(storage::Snapshot& snapshot, journal::Ledger& ledger) {
    struct Task {
        Parameters columns;
        std::int64_t version{0};
    };
    std::map<std::string, Task> tasks;
    TRY(each_row(snapshot, statements::kSaveConfirmedTask, {std::string()}, {0}, kPage, [&](const Row& row) {
        tasks[row.text(0)].columns = row.values();
    }));
    const Parameters first{std::string(), std::string(), std::int64_t{-1}};
    const auto add_body = [&](const Row& row) {
        // One without its task has columns of its own alone: no entry says that.
        Task& task = tasks[row.text(0)];
        task.columns.insert(task.columns.end(), row.values().begin(), row.values().end());
        task.version = std::max(task.version, row.number(8));
    };
    TRY(each_row(snapshot, statements::kSaveConfirmedTaskBody, first, {0, 1, 2}, kPage, add_body));
    for (const auto& [id, task] : tasks) {
        ledger.add(journal::SeenRow{"confirmed_task", id, task.version, storage::row_digest(task.columns)});
    }
    return {};
}

/// An organisation with its other names, successors, members and unit is one state.
Result<> add_organisations(storage::Snapshot& snapshot, journal::Ledger& ledger) {
    for (const service::StoredOrganisation& one : TRY(service::stored_organisations(snapshot))) {
        const storage::RowState state = one.state();
        ledger.add(journal::SeenRow{state.table, state.id, state.version, state.digest});
    }
    return {};
}

/// All relations of a document are one state; each of its files is one.
Result<> add_beside_documents(storage::Snapshot& snapshot, journal::Ledger& ledger) {
    std::map<std::string, Parameters> relations;
    const Parameters first{std::string(), std::string(), std::string()};
    TRY(each_row(snapshot, statements::kSaveDocumentRelation, first, {0, 1, 2}, kPage, [&](const Row& row) {
        Parameters& all = relations[row.text(0)];
        all.insert(all.end(), row.values().begin(), row.values().end());
    }));
    for (const auto& [id, all] : relations) {
        ledger.add(journal::SeenRow{"document_relation", id, 0, storage::row_digest(all)});
    }
    const Parameters before{std::string(), std::string()};
    return each_row(snapshot, statements::kSaveDocumentFile, before, {0, 1}, kPage, [&](const Row& row) {
        ledger.add(journal::SeenRow{
            "document_file", row.text(0) + ":" + row.text(1), 0, storage::row_digest(row.values())});
    });
}

Result<> add_rows(storage::Snapshot& snapshot, journal::Ledger& ledger) {
    TRY(each_row(snapshot, statements::kSaveEvent, {std::string()}, {0}, kLargeRows * 4, [&](const Row& row) {
        ledger.add(journal::SeenEvent{
            row.text(0),
            digest_in(row, 12),
            storage::event_digest(row.values()),
            storage::old_event_digest(row.values())});
    }));
    TRY(add_table(snapshot, "account", statements::kSaveAccount, 6, kPage, ledger));
    TRY(add_table(snapshot, "role_grant", statements::kSaveRoleGrant, 7, kPage, ledger));
    TRY(add_table(snapshot, "session", statements::kSessionsAfter, 8, kPage, ledger));
    TRY(add_table(snapshot, "proposal", statements::kSaveProposal, 11, kPage, ledger));
    TRY(add_table(snapshot, "document", statements::kSaveDocument, 14, kLargeRows, ledger));
    TRY(add_table(snapshot, "relation", statements::kSaveRelation, 9, kPage, ledger));
    TRY(add_table(snapshot, "erasure", statements::kSaveErasure, 13, kPage, ledger));
    TRY(add_table(snapshot, "access_table", statements::kSaveAccessTable, 11, kLargeRows, ledger));
    TRY(add_table(snapshot, "break_glass", statements::kSaveBreakGlass, 14, kPage, ledger));
    TRY(add_table(snapshot, "export_request", statements::kSaveExport, 9, kPage, ledger));
    TRY(add_table(snapshot, "calendar_feed", statements::kSaveFeed, 8, kPage, ledger));
    TRY(add_table(snapshot, "organisation_letterhead", statements::kSaveLetterhead, 7, kPage, ledger));
    TRY(add_table(snapshot, "issuing_body", statements::kSaveIssuingBody, 2, kPage, ledger));
    TRY(add_table(snapshot, "reminder_address", statements::kReminderAddressesAfter, 2, kPage, ledger));
    // No power, but what a redacted record says: one put there without an entry is nobody's.
    TRY(add_table(snapshot, "resealed", statements::kSaveResealed, 2, kWholeHistories, ledger));
    TRY(add_tasks(snapshot, ledger));
    TRY(add_organisations(snapshot, ledger));
    return add_beside_documents(snapshot, ledger);
}

}  // namespace

Result<journal::Report> verify_store(storage::Snapshot& snapshot, const journal::Evidence& evidence) {
    journal::Verifier verifier(evidence);
    journal::Ledger ledger;
    TRY(each_row(
        snapshot,
        statements::kJournalAfter,
        {std::int64_t{INT64_MIN}},
        {0},
        kPage,
        [&](const Row& row) {
            auto [entry, digest, head] = storage::journal_entry_of(row);
            ledger.note(entry);
            verifier.add({std::move(entry), digest, head});
        }
    ));
    // Durable but not chained yet: nothing to verify, but their rows are there already.
    TRY(each_row(snapshot, statements::kSaveChainQueue, {std::int64_t{0}}, {0}, kPage, [&](const Row& row) {
        ledger.note(storage::queued_entry_of(row));
    }));
    TRY(add_rows(snapshot, ledger));
    journal::Report report = verifier.finish();
    ledger.finish(report);
    return report;
}

}  // namespace neove::app
