#include "backup/backup.h"
#include "backup/sealed_file.h"
#include "backup/tables.h"
#include "base/check.h"
#include "storage/chain.h"
#include "storage/migration.h"
#include "storage/statements/backup.h"
#include "storage/statements/core.h"

#include <algorithm>
#include <map>
#include <set>

namespace neove::backup {

namespace {

constexpr std::size_t kCommitBytes = 1024 * 1024;
constexpr std::size_t kCommitRows = 2'000;

Result<> check_empty(storage::Store& store) {
    const auto snapshot = TRY(store.snapshot());
    for (const SavedTable& table : data_tables()) {
        if (TRY(snapshot->read(*table.count)).at(0).number(0) != 0) {
            return refuse(ErrorKind::Conflict, "backup.place_not_empty", {}, std::string(table.name));
        }
    }
    return {};
}

Result<> check_pair(const Summary& data, const Summary& keys) {
    if (data.header.part != "data" || keys.header.part != "keys") {
        return refuse(ErrorKind::Invalid, "backup.wrong_part");
    }
    if (data.header.store != keys.header.store) return refuse(ErrorKind::Conflict, "backup.other_store");
    const auto other_schema = [](std::string_view what) {
        return refuse(ErrorKind::Conflict, "backup.other_schema", {}, std::string(what));
    };
    if (data.header.schema != storage::all_migrations().back().number) return other_schema("number");
    for (const SavedTable& ours : data_tables()) {
        const auto found = std::ranges::find(data.tables, ours.name, &TableCount::name);
        if (found == data.tables.end() || found->types != ours.types) return other_schema(ours.name);
    }
    if (data.tables.size() != data_tables().size()) return other_schema("tables");
    const auto same = [](const SavedTable& ours, const TableCount& found) {
        return ours.name == found.name && ours.types == found.types;
    };
    if (!std::ranges::equal(key_tables(), keys.tables, same)) return other_schema("keys");
    if (std::ranges::find(keys.files, "keyring") == keys.files.end()) {
        return refuse(ErrorKind::Malformed, "backup.malformed", {}, "no keyring");
    }
    return {};
}

/// Collects rows into commits of about a mebibyte.
class Loader {
public:
    explicit Loader(storage::Store& store) : store_(store) {}

    Result<> put(const storage::Statement& statement, storage::Parameters parameters) {
        for (const storage::Value& value : parameters) {
            if (const auto* text = std::get_if<std::string>(&value)) bytes_ += text->size();
            if (const auto* blob = std::get_if<Bytes>(&value)) bytes_ += blob->size();
        }
        commit_.writes.push_back({&statement, std::move(parameters)});
        if (bytes_ < kCommitBytes && commit_.writes.size() < kCommitRows) return {};
        return flush();
    }

    Result<> flush() {
        if (commit_.writes.empty()) return {};
        bytes_ = 0;
        TRY(store_.commit(std::exchange(commit_, {})));
        return {};
    }

private:
    storage::Store& store_;
    storage::Commit commit_;
    std::size_t bytes_{0};
};

/// What the keys file holds.
struct Keys {
    Summary summary;
    Bytes keyring;
    std::map<std::string, Bytes> blobs;
    std::map<std::string, storage::Row> records;
};

class Restorer {
public:
    Restorer(storage::Store& store, Keys keys) : loader_(store), keys_(std::move(keys)) {}

    Result<> row(std::string_view table, storage::Row row) {
        if (table == "store_fact" && row.text(0) == "store_id") {
            store_id_ = row.text(1);
            return {};
        }
        if (table == "blob") return blob(row);
        if (table == "record") TRY(record_key(row.text(0)));
        if (table == "chain_queue") return queued(row);
        if (table == "journal") {
            const storage::ChainedEntry last = storage::journal_entry_of(row);
            chain_ = {last.entry.seq, last.entry.at, last.head};
        }
        const auto ours = std::ranges::find(data_tables(), table, &SavedTable::name);
        CHECK(ours != data_tables().end());
        return loader_.put(*ours->put, row.values());
    }

    Result<> flush() { return loader_.flush(); }
    const std::string& store_id() const { return store_id_; }
    std::int64_t blobs_without_key() const { return blobs_without_key_; }
    std::int64_t records_without_key() const { return records_without_key_; }

private:
    Result<> blob(const storage::Row& row) {
        storage::Parameters parameters = row.values();
        const auto key = keys_.blobs.find(row.text(0));
        if (key == keys_.blobs.end()) ++blobs_without_key_;
        parameters.emplace_back(key == keys_.blobs.end() ? Bytes() : key->second);
        return loader_.put(storage::statements::kPutBlob, std::move(parameters));
    }

    /// The key of a record that the data file does not know is no use to anybody; it stays behind.
    Result<> record_key(const std::string& record) {
        const auto key = keys_.records.find(record);
        if (key == keys_.records.end()) {
            ++records_without_key_;
            return {};
        }
        return loader_.put(storage::statements::kPutRecordKey, key->second.values());
    }

    /// An entry that was durable but not chained yet takes its place now: nothing that was promised is lost.
    Result<> queued(const storage::Row& row) {
        for (const std::size_t column : {std::size_t{11}, std::size_t{12}}) {
            if (row.bytes(column).size() != 32)
                return refuse(ErrorKind::Malformed, "backup.malformed", {}, "queue");
        }
        const storage::ChainedEntry chained = chain_.append(storage::queued_entry_of(row));
        return loader_.put(storage::statements::kPutJournal, storage::journal_row(chained));
    }

    Loader loader_;
    Keys keys_;
    storage::Chain chain_;
    std::string store_id_;
    std::int64_t blobs_without_key_{0};
    std::int64_t records_without_key_{0};
};

/// Whether a row has the columns of our key table of that name: the file says itself which it has.
bool fits(std::string_view table, const storage::Row& row) {
    const auto ours = std::ranges::find(key_tables(), table, &SavedTable::name);
    if (ours == key_tables().end() || row.size() != ours->types.size()) return false;
    return std::ranges::equal(row.values(), ours->types, [](const storage::Value& value, char type) {
        if (type == 'i') return std::holds_alternative<std::int64_t>(value);
        if (type == 'b') return std::holds_alternative<Bytes>(value);
        return std::holds_alternative<std::string>(value);
    });
}

Result<Keys> read_keys(const std::string& path, const crypto::BoxKey& key) {
    Keys keys;
    SealedReader file = TRY(SealedReader::open(path, key));
    Receiver receiver;
    receiver.row = [&](std::string_view table, const storage::Row& row) -> Result<> {
        if (!fits(table, row)) return {};
        if (table == key_tables()[0].name) keys.blobs[row.text(0)] = row.bytes(1);
        if (table == key_tables()[1].name) keys.records[row.text(0)] = row;
        return {};
    };
    receiver.file = [&](NamedFile one) -> Result<> {
        if (one.name == "keyring") keys.keyring = std::move(one.content);
        return {};
    };
    keys.summary = TRY(read_contents([&] { return file.next(); }, receiver));
    return keys;
}

/// Makes the store one: its id, where it comes from, and the entry that says so.
Result<> complete(storage::Store& store, const Summary& data, const std::string& store_id) {
    const std::string origin =
        data.header.backup + " " + std::to_string(data.header.seq) + " " + to_hex(data.header.head);
    storage::Commit commit;
    commit.writes.push_back(
        {&storage::statements::kInsertFact, {std::string("store_id"), std::string(store_id)}}
    );
    commit.writes.push_back({&storage::statements::kWriteFact, {std::string("restored_from"), origin}});
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = "store.restored";
    draft.register_name = "backup";
    draft.record_id = data.header.backup;
    draft.body = data.digest;
    commit.journal.push_back(std::move(draft));
    TRY(store.commit(std::move(commit)));
    return {};
}

}  // namespace

Result<Restored> restore(storage::Store& store, const Files& files, const crypto::BoxKey& key) {
    Restored restored;
    restored.data = TRY(verify(files.data, key));
    Keys keys = TRY(read_keys(files.keys, key));
    restored.keys = keys.summary;
    restored.keyring = std::move(keys.keyring);
    TRY(check_pair(restored.data, restored.keys));
    TRY(check_empty(store));

    Restorer restorer(store, std::move(keys));
    SealedReader file = TRY(SealedReader::open(files.data, key));
    Receiver receiver;
    receiver.row = [&](std::string_view table, storage::Row row) {
        return restorer.row(table, std::move(row));
    };
    receiver.file = [&](NamedFile one) -> Result<> {
        if (one.name == "checkpoints") restored.checkpoint_log = std::move(one.content);
        return {};
    };
    const Summary again = TRY(read_contents([&] { return file.next(); }, receiver));
    if (again.digest != restored.data.digest) return refuse(ErrorKind::Conflict, "backup.digest_differs");
    TRY(restorer.flush());
    restored.blobs_without_key = restorer.blobs_without_key();
    restored.records_without_key = restorer.records_without_key();
    if (restorer.store_id() != restored.data.header.store.text()) {
        return refuse(ErrorKind::Conflict, "backup.other_store");
    }
    TRY(complete(store, restored.data, restorer.store_id()));
    return restored;
}

}  // namespace neove::backup
