#include "backup/backup.h"
#include "backup/sealed_file.h"
#include "backup/tables.h"
#include "base/check.h"
#include "base/file.h"
#include "keyring/keyring_file.h"
#include "keyring/syllables.h"
#include "storage/statements/core.h"

#include <algorithm>

namespace neove::backup {

namespace {

constexpr std::size_t kLogMax = 200U * 1024 * 1024;

/// The smallest value of each key column's type: what the first page follows.
storage::Parameters before_all(const SavedTable& table) {
    storage::Parameters key;
    for (const std::size_t column : table.key) {
        if (table.types[column] == 'i') {
            key.emplace_back(std::int64_t{INT64_MIN});
        } else {
            key.emplace_back(std::string());
        }
    }
    return key;
}

Result<std::int64_t> save_table(storage::Snapshot& snapshot, const SavedTable& table, RecordWriter& out) {
    TRY(out.table({std::string(table.name), std::string(table.types)}));
    const std::int64_t expected = TRY(snapshot.read(*table.count)).at(0).number(0);
    std::int64_t rows = 0;
    storage::Parameters key = before_all(table);
    for (;;) {
        storage::Parameters parameters = key;
        parameters.emplace_back(table.page);
        const storage::Rows page = TRY(snapshot.read(*table.save, std::move(parameters)));
        for (const storage::Row& row : page) TRY(out.row(row));
        rows += static_cast<std::int64_t>(page.size());
        if (page.size() < static_cast<std::size_t>(table.page)) break;
        for (std::size_t i = 0; i < key.size(); ++i) key[i] = page.back().values()[table.key[i]];
    }
    // Paging by key finds every row unless a key is empty or the store is damaged; counting it twice costs
    // little.
    if (rows != expected) {
        return refuse(ErrorKind::Internal, "backup.count_differs", {}, std::string(table.name));
    }
    TRY(out.table_end(rows));
    return rows;
}

Result<Header> header_from(storage::Snapshot& snapshot, const Settings& settings, const std::string& id) {
    Header header;
    header.backup = id;
    header.store = settings.store;
    header.at = settings.at;
    const storage::Rows migrations = TRY(snapshot.read(storage::statements::kReadMigrations));
    if (!migrations.empty()) header.schema = migrations.back().number(0);
    const storage::Rows head = TRY(snapshot.read(storage::statements::kJournalHead));
    if (head.empty()) return header;
    header.seq = head[0].number(0);
    CHECK(head[0].bytes(2).size() == header.head.size());
    std::ranges::copy(head[0].bytes(2), header.head.begin());
    return header;
}

/// `neove-20261122T034500Z-1a2b3c4d`.
std::string stem_of(Instant at, const std::string& id) {
    std::string time = to_iso(at).substr(0, 19);
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    return "neove-" + time + "Z-" + id.substr(0, 8);
}

Result<Digest> save_keys(
    storage::Snapshot& snapshot, const Settings& settings, Header header, SealedWriter& file
) {
    RecordWriter out([&](ByteView bytes) { return file.add(bytes); });
    header.part = "keys";
    TRY(out.header(header));
    Bytes keyring = TRY(read_file(settings.keyring, keyring::kKeyringLimit));
    TRY(out.file("keyring", keyring));
    crypto::wipe(keyring.data(), keyring.size());
    for (const SavedTable& table : key_tables()) static_cast<void>(TRY(save_table(snapshot, table, out)));
    const Digest digest = TRY(out.end());
    TRY(file.finish());
    return digest;
}

}  // namespace

Result<Made> create(storage::Store& store, const Settings& settings) {
    const auto snapshot = TRY(store.snapshot());
    Made made;
    made.id = crypto::random_id();
    made.header = TRY(header_from(*snapshot, settings, made.id));
    made.header.part = "data";
    const std::string stem = settings.folder + "/" + stem_of(settings.at, made.id);
    made.keys_path = stem + ".keys";
    SealedWriter keys = TRY(SealedWriter::create(made.keys_path, settings.recipients));
    made.digest = TRY(save_keys(*snapshot, settings, made.header, keys));
    if (settings.keys_only) return made;
    made.data_path = stem + ".data";

    SealedWriter file = TRY(SealedWriter::create(made.data_path, settings.recipients));
    RecordWriter out([&](ByteView bytes) { return file.add(bytes); });
    TRY(out.header(made.header));
    for (const SavedTable& table : data_tables()) made.rows += TRY(save_table(*snapshot, table, out));
    // Read after the rows: it may witness more than they hold, never less.
    auto log = read_file(settings.checkpoint_log, kLogMax);
    if (!log && log.error().code != "file.absent") return std::unexpected(std::move(log).error());
    if (log) TRY(out.file("checkpoints", *log));
    made.digest = TRY(out.end());
    TRY(file.finish());
    return made;
}

Result<Summary> verify(const std::string& path, const crypto::BoxKey& key) {
    SealedReader file = TRY(SealedReader::open(path, key));
    return read_contents([&] { return file.next(); });
}

RecipientKey generate_recipient() {
    const crypto::Secret seed = crypto::Secret::random();
    return {keyring::write_syllables(seed.view()), crypto::BoxKey::from_seed(seed).public_key};
}

Result<crypto::BoxKey> read_private_key(std::string_view words) {
    Bytes seed = TRY(keyring::read_syllables(words, 32));
    crypto::BoxKey key = crypto::BoxKey::from_seed(crypto::Secret::from(seed));
    crypto::wipe(seed.data(), seed.size());
    return key;
}

}  // namespace neove::backup
