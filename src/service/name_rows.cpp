#include "service/name_rows.h"

#include "service/account.h"
#include "service/document_record.h"
#include "service/document_relations.h"
#include "service/letterheads.h"
#include "service/organisation_rows.h"
#include "service/reminder_address.h"
#include "storage/row_digest.h"
#include "storage/statements/backup.h"
#include "storage/statements/documents.h"
#include "storage/statements/feeds.h"

#include <functional>
#include <map>
#include <set>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kPage = 500;
constexpr std::int64_t kLargeRows = 20;     // sealed documents
constexpr std::size_t kCommitWrites = 200;  // a cut loses little, and nobody waits long behind one
constexpr int kTries = 20;
constexpr std::int64_t kFirst = 1;  // whatever comes later carries a later version of its document

storage::JournalDraft draft_of(const char* action, const char* record) {
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = action;
    draft.register_name = NamedMark::kRegister;
    draft.record_id = record;
    return draft;
}

/// Writes in small commits; what belongs to one row stays in one.
class Namer {
public:
    explicit Namer(storage::Store& store) : store_(store) {}

    Result<> put(std::vector<storage::Write> writes) {
        for (storage::Write& write : writes) commit_.writes.push_back(std::move(write));
        if (commit_.writes.size() < kCommitWrites) return {};
        return flush();
    }
    Result<> flush() {
        if (commit_.writes.empty()) return {};
        commit_.journal.push_back(draft_of("rows.naming", "rows_naming"));
        TRY(store_.commit(std::exchange(commit_, {})));
        return {};
    }

private:
    storage::Store& store_;
    storage::Commit commit_;
};

using Visit = std::function<Result<>(const storage::Row&)>;

/// Every row of a statement that takes the key of the row before and a limit.
Result<> each_row(
    storage::Snapshot& snapshot,
    const storage::Statement& statement,
    storage::Parameters key,
    std::int64_t page,
    const Visit& visit
) {
    for (;;) {
        storage::Parameters parameters = key;
        parameters.emplace_back(page);
        const auto rows = TRY(snapshot.read(statement, std::move(parameters)));
        for (const storage::Row& row : rows) TRY(visit(row));
        if (static_cast<std::int64_t>(rows.size()) < page) return {};
        for (std::size_t i = 0; i < key.size(); ++i) key[i] = rows.back().values()[i];
    }
}

/// Names a state; refused where the document has gone on meanwhile.
storage::Write hold(const std::string& document, std::int64_t version, storage::RowState state) {
    return {&statements::kHoldDocument, {document, version}, 1, std::move(state)};
}

Result<> name_accounts(storage::Snapshot& snapshot, const Keys& keys, Namer& namer) {
    for (const Account& one : TRY(all_accounts(snapshot, keys))) {
        if (one.version == 0) TRY(namer.put({update_account(keys, one)}));
    }
    for (const Grant& one : TRY(all_grants(snapshot, keys))) {
        if (one.version == 0) TRY(namer.put({update_grant(keys, one)}));
    }
    return {};
}

/// The documents that are there, by id; what belongs to one changes only together with its version.
using Versions = std::map<std::string, std::int64_t>;

/// As it stands: a document counted its versions before the journal named them.
Result<Versions> name_documents(storage::Snapshot& snapshot, const Keys& keys, Namer& namer) {
    Versions versions;
    const auto name = [&](const storage::Row& row) -> Result<> {
        const std::string& id = row.text(0);
        const std::int64_t version = row.number(14);
        versions[id] = version;
        if (TRY(newest_named(snapshot, table_of(RowKind::Document), id)) != 0) return {};
        if (!is_whole_document(keys, row)) {
            keys.rows->admits(snapshot, RowKind::Document, id, version, false);
            return {};
        }
        return namer.put({hold(
            id,
            version,
            {std::string(table_of(RowKind::Document)), id, version, storage::row_digest(row.values())}
        )});
    };
    TRY(each_row(snapshot, statements::kSaveDocument, {std::string()}, kLargeRows, name));
    return versions;
}

/// All relations of a document are one state. Nobody may have stated others meanwhile.
Result<> name_relations(
    storage::Snapshot& snapshot, const Keys& keys, const Versions& versions, Namer& namer
) {
    std::map<std::string, storage::Parameters> all;
    std::set<std::string> forged;
    const storage::Parameters first{std::string(), std::string(), std::string()};
    TRY(each_row(
        snapshot,
        statements::kSaveDocumentRelation,
        first,
        kPage,
        [&](const storage::Row& row) -> Result<> {
            storage::Parameters& rows = all[row.text(0)];
            rows.insert(rows.end(), row.values().begin(), row.values().end());
            if (!is_own_relation(keys, row)) forged.insert(row.text(0));
            return {};
        }
    ));
    for (const auto& [id, rows] : all) {
        const auto document = versions.find(id);
        if (document == versions.end() || forged.contains(id)) continue;
        if (TRY(newest_named(snapshot, kRelationTable, id)) != 0) continue;
        TRY(namer.put({hold(id, document->second, {kRelationTable, id, kFirst, storage::row_digest(rows)})}));
    }
    return {};
}

Result<> name_files(storage::Snapshot& snapshot, const Versions& versions, Namer& namer) {
    const storage::Parameters first{std::string(), std::string()};
    return each_row(
        snapshot,
        statements::kSaveDocumentFile,
        first,
        kPage,
        [&](const storage::Row& row) -> Result<> {
            const auto document = versions.find(row.text(0));
            storage::RowState state = file_mark_state(row.values());
            if (document == versions.end()) return {};
            if (TRY(newest_named(snapshot, kFileTable, state.id)) != 0) return {};
            return namer.put({hold(document->first, document->second, std::move(state))});
        }
    );
}

struct StoredTask {
    storage::Parameters columns;
    std::vector<storage::Row> bodies;
};

/// A task and its bodies are one state; each body carries its version.
Result<> name_task(storage::Snapshot& snapshot, const Keys& keys, StoredTask task, Namer& namer) {
    const std::string id = std::get<std::string>(task.columns[0]);
    if (TRY(newest_named(snapshot, table_of(RowKind::Task), id)) != 0) return {};
    std::vector<storage::Write> writes(1);
    for (const storage::Row& row : task.bodies) {
        const auto tag = [&](std::int64_t of) {
            return assigned_tag(
                keys,
                DocumentId::trusted(row.text(6)),
                TaskId::trusted(id),
                row.text(1),
                OrganisationId::trusted(row.text(4)),
                of
            );
        };
        if (row.number(8) != 0 || !crypto::equal(tag(0), row.bytes(7))) {
            keys.rows->admits(snapshot, RowKind::Task, id, 0, false);
            return {};
        }
        storage::Parameters body = row.values();
        body[7] = to_bytes(tag(kFirst));
        body[8] = kFirst;
        writes.push_back(
            {&statements::kVersionConfirmedBody, {id, body[1], body[2], body[7], kFirst, row.bytes(7)}, 1}
        );
        task.columns.insert(task.columns.end(), body.begin(), body.end());
    }
    writes[0] = {
        &statements::kHoldConfirmedTask,
        {id},
        1,
        storage::RowState{
            std::string(table_of(RowKind::Task)), id, kFirst, storage::row_digest(task.columns)}};
    return namer.put(std::move(writes));
}

Result<> name_tasks(storage::Snapshot& snapshot, const Keys& keys, Namer& namer) {
    std::map<std::string, StoredTask> tasks;
    TRY(each_row(
        snapshot,
        statements::kSaveConfirmedTask,
        {std::string()},
        kPage,
        [&](const storage::Row& row) -> Result<> {
            tasks[row.text(0)].columns = row.values();
            return {};
        }
    ));
    const storage::Parameters first{std::string(), std::string(), std::int64_t{-1}};
    TRY(each_row(
        snapshot,
        statements::kSaveConfirmedTaskBody,
        first,
        kPage,
        [&](const storage::Row& row) -> Result<> {
            if (const auto task = tasks.find(row.text(0)); task != tasks.end())
                task->second.bodies.push_back(row);
            return {};
        }
    ));
    for (auto& [id, task] : tasks) TRY(name_task(snapshot, keys, std::move(task), namer));
    return {};
}

/// The entry after which a row that the journal does not name is nobody's.
Result<> mark_named(storage::Store& store, const char* record) {
    storage::Commit last;
    last.expected.push_back({NamedMark::kRegister, record, 0});
    last.journal.push_back(draft_of(NamedMark::kAction, record));
    TRY(store.commit(std::move(last)));
    return {};
}

Result<> name_all(storage::Store& store, storage::Snapshot& snapshot, const Keys& keys) {
    Namer namer(store);
    TRY(name_accounts(snapshot, keys, namer));
    const Versions documents = TRY(name_documents(snapshot, keys, namer));
    TRY(name_tasks(snapshot, keys, namer));
    TRY(name_relations(snapshot, keys, documents, namer));
    TRY(name_files(snapshot, documents, namer));
    TRY(namer.flush());
    return mark_named(store, NamedMark::kRecord);
}

/// As they stand: nothing of theirs was tagged before. One with a tag already is of a naming that was cut.
Result<> name_tree(storage::Store& store, storage::Snapshot& snapshot, const Keys& keys) {
    Namer namer(store);
    for (StoredOrganisation& one : TRY(stored_organisations(snapshot))) {
        if (!one.is_orphan && one.tag.empty()) TRY(namer.put({tag_organisation(keys, std::move(one))}));
    }
    TRY(namer.flush());
    return mark_named(store, NamedMark::kTree);
}

/// As they stand too: letterheads had no tag. A reminder address was sealed for its account and version; one
/// that does not open is nobody's.
Result<> name_letters(storage::Store& store, storage::Snapshot& snapshot, const Keys& keys) {
    Namer namer(store);
    const storage::Parameters first{std::string()};
    const auto letterhead = [&](const storage::Row& row) -> Result<> {
        auto write = tag_letterhead(keys, row);
        return write ? namer.put({*std::move(write)}) : Result<>();
    };
    const auto address = [&](const storage::Row& row) -> Result<> {
        if (TRY(newest_named(snapshot, kReminderTable, row.text(0))) != 0) return {};
        auto write = name_address(keys, row);
        return write ? namer.put({*std::move(write)}) : Result<>();
    };
    TRY(each_row(snapshot, statements::kSaveLetterhead, first, kPage, letterhead));
    TRY(each_row(snapshot, statements::kReminderAddressesAfter, first, kPage, address));
    TRY(namer.flush());
    return mark_named(store, kLettersNamed);
}

using Naming = Result<>(storage::Store&, storage::Snapshot&, const Keys&);

/// A node beside us does the same, or changes a row meanwhile: then all is looked at once more.
Result<> name_once(storage::Store& store, const Keys& keys, const char* record, Naming& naming) {
    Result<> done = refuse(ErrorKind::Conflict, "storage.conflict");
    for (int tries = 0; tries < kTries && !done; ++tries) {
        if (done.error().code != "storage.conflict") return done;
        const auto snapshot = TRY(store.snapshot());
        if (TRY(is_named_mark_there(*snapshot, record))) return {};
        done = naming(store, *snapshot, keys);
    }
    return done;
}

}  // namespace

Result<> name_rows(storage::Store& store, const Keys& keys) {
    if (!keys.rows->are_all_named()) {
        TRY(name_once(store, keys, NamedMark::kRecord, name_all));
        keys.rows->all_are_named();
    }
    if (!keys.rows->is_tree_named()) {
        TRY(name_once(store, keys, NamedMark::kTree, name_tree));
        keys.rows->tree_is_named();
    }
    return name_once(store, keys, kLettersNamed, name_letters);
}

}  // namespace neove::service
