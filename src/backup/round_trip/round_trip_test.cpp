#include "../tests/postgres_fixture.h"
#include "backup/backup.h"
#include "backup/sealed_file.h"
#include "backup/tables.h"
#include "base/file.h"
#include "storage/migration.h"
#include "storage/postgres/store.h"
#include "storage/sqlite/store.h"
#include "storage/statements/backup.h"
#include "storage/statements/core.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <regex>
#include <thread>

namespace neove::backup {

namespace {

const bool kReady = (crypto::initialise(), true);
constexpr std::string_view kCanary = "Hoàng-Thị-Chim-Hoàng-Yến-0912345678";

class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("neove-backup-" + crypto::random_id())) {
        std::filesystem::create_directory(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return path_ / name; }
    std::string path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::unique_ptr<storage::Store> sqlite_at(const std::string& path) {
    auto store = storage::open_sqlite(path);
    REQUIRE(store);
    return std::move(*store);
}

storage::Value value_of(char type, bool is_key, int number) {
    switch (type) {
        case 'i': return std::int64_t{number};
        case 'b': return Bytes(40, static_cast<std::uint8_t>(number));
        case 'B':
            if (number % 2 == 0) return Bytes(32, static_cast<std::uint8_t>(number));
            return {};
        case 'T':
        case 'I': return {};
        default: break;
    }
    return (is_key ? "" : std::string(kCanary)) + std::to_string(1'000 + number);
}

storage::Parameters made_up_row(const SavedTable& table, int number) {
    storage::Parameters row;
    for (std::size_t i = 0; i < table.types.size(); ++i) {
        row.push_back(value_of(table.types[i], std::ranges::find(table.key, i) != table.key.end(), number));
    }
    if (table.name == "account") row[1] = Bytes{static_cast<std::uint8_t>(number)};
    if (table.name == "calendar_feed") {
        const std::string token = std::to_string(number);  // no two have the same
        row[3] = Bytes(token.begin(), token.end());
    }
    if (table.name == "blob_chunk") row[2] = Bytes(70'000, static_cast<std::uint8_t>(number));
    if (table.name == "blob") row.emplace_back(Bytes(73, static_cast<std::uint8_t>(number)));
    return row;
}

/// Rows in every table, more than a page of each.
void fill(storage::Store& store, const StoreId& id) {
    storage::Commit facts;
    facts.writes.push_back({&storage::statements::kInsertFact, {std::string("store_id"), id.text()}});
    REQUIRE(store.commit(facts));
    for (const SavedTable& table : data_tables()) {
        const bool by_event =
            table.name == "event" || table.name == "journal" || table.name == "record_version";
        if (by_event || table.put == nullptr) continue;
        const int count =
            table.name == "account" || table.page < 100 ? static_cast<int>(table.page % 50) + 10 : 501;
        storage::Commit commit;
        for (int i = 0; i < count; ++i) commit.writes.push_back({table.put, made_up_row(table, i)});
        if (table.name == "record") {
            const SavedTable& keys = key_tables()[1];
            for (int i = 0; i < count; ++i) commit.writes.push_back({keys.put, made_up_row(keys, i)});
        }
        REQUIRE_MESSAGE(store.commit(commit), table.name);
    }
    for (int i = 0; i < 70; ++i) {
        storage::Commit commit;
        storage::NewEvent event;
        event.id = crypto::random_id();
        event.register_name = "note";
        event.record_id = crypto::random_id();
        event.kind = "created";
        event.precision = "instant";
        event.actor = "somebody";
        event.clear = "{}";
        event.sealed = crypto::random_bytes(100);
        storage::JournalDraft draft;
        draft.actor = "somebody";
        draft.action = "note.created";
        draft.event_id = event.id;
        commit.expected.push_back({"note", event.record_id, 0});
        commit.events.push_back(event);
        commit.journal.push_back(draft);
        REQUIRE(store.commit(commit));
    }
}

storage::Rows rows_of_table(storage::Store& store, const SavedTable& table) {
    auto snapshot = store.snapshot();
    REQUIRE(snapshot);
    storage::Parameters parameters;
    for (const std::size_t column : table.key) {
        if (table.types[column] == 'i') {
            parameters.emplace_back(std::int64_t{INT64_MIN});
        } else {
            parameters.emplace_back(std::string());
        }
    }
    parameters.emplace_back(std::int64_t{1'000'000});
    auto rows = (*snapshot)->read(*table.save, parameters);
    REQUIRE(rows);
    return *rows;
}

/// Equal but for what a restore adds: two facts less or more, and one journal entry.
void check_equal(storage::Store& before, storage::Store& after) {
    std::vector<SavedTable> tables(data_tables().begin(), data_tables().end());
    tables.insert(tables.end(), key_tables().begin(), key_tables().end());
    for (const SavedTable& table : tables) {
        const storage::Rows expected = rows_of_table(before, table);
        storage::Rows found = rows_of_table(after, table);
        if (table.name == "chain_queue") continue;
        if (table.name == "store_fact") {
            std::erase_if(found, [](const storage::Row& row) { return row.text(0) == "restored_from"; });
        }
        if (table.name == "journal") {
            REQUIRE(found.size() == expected.size() + 1);
            CHECK(found.back().text(5) == "store.restored");
            found.pop_back();
        }
        REQUIRE_MESSAGE(found.size() == expected.size(), table.name);
        bool same = true;
        for (std::size_t i = 0; i < found.size(); ++i)
            same = same && found[i].values() == expected[i].values();
        CHECK_MESSAGE(same, table.name);
        CHECK_MESSAGE(!found.empty(), table.name);
    }
}

/// A filled SQLite store with a backup of it.
struct Fixture {
    Folder folder;
    StoreId id{StoreId::trusted(crypto::random_id())};
    RecipientKey recipient{generate_recipient()};
    crypto::BoxKey key{read_private_key(recipient.words).value()};
    std::unique_ptr<storage::Store> store{sqlite_at(folder.file("store.sqlite"))};
    Made made;

    Fixture() {
        fill(*store, id);
        made = back_up(*store);
    }
    Made back_up(storage::Store& from) {
        std::error_code ignored;
        if (!std::filesystem::exists(folder.file("keyring"), ignored)) {
            REQUIRE(create_file(folder.file("keyring"), as_bytes("the bytes of a keyring")));
            REQUIRE(create_file(folder.file("checkpoints"), as_bytes("lines of checkpoints")));
        }
        Settings settings;
        settings.folder = folder.path();
        settings.store = id;
        settings.at = SystemClock().now();
        settings.recipients = {crypto::BoxKey::random().public_key, recipient.public_key};
        settings.keyring = folder.file("keyring");
        settings.checkpoint_log = folder.file("checkpoints");
        auto out = create(from, settings);
        REQUIRE_MESSAGE(out.has_value(), (out ? "" : out.error().code + " " + out.error().detail));
        return *out;
    }
    Files files() const { return {made.data_path, made.keys_path}; }
};

std::string code_of(const auto& result) {
    return result ? "" : result.error().code;
}

Bytes bytes_of(const std::string& path) {
    return read_file(path, 1U << 30U).value();
}

std::unique_ptr<storage::Store> postgres_at(const std::string& conninfo) {
    auto store = storage::open_postgres(conninfo);
    REQUIRE(store);
    return std::move(*store);
}

/// Until the last entry is chained: the queue is emptied by another thread.
void wait_for_entries(storage::Store& store, std::size_t count) {
    for (int i = 0; i < 1'000; ++i) {
        const auto entries = store.tail(0, 100'000);
        REQUIRE(entries);
        if (entries->size() >= count) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    FAIL("entries stay unchained");
}

}  // namespace

TEST_CASE("what was backed up comes back row by row") {
    Fixture f;
    const auto target = sqlite_at(f.folder.file("restored.sqlite"));
    const auto restored = restore(*target, f.files(), f.key);
    REQUIRE_MESSAGE(restored.has_value(), code_of(restored));
    check_equal(*f.store, *target);
    CHECK(restored->blobs_without_key == 0);
    CHECK(as_text(restored->keyring) == "the bytes of a keyring");
    CHECK(as_text(restored->checkpoint_log) == "lines of checkpoints");
    const auto entries = target->tail(f.made.header.seq, 10);
    REQUIRE(entries);
    REQUIRE(entries->size() == 1);
    CHECK(entries->front().entry.record_id == f.made.id);
    CHECK(entries->front().entry.body == f.made.digest);
    CHECK(
        journal::next_head(f.made.header.head, f.made.header.seq + 1, entries->front().digest) ==
        entries->front().head
    );
}

TEST_CASE("a backup of one engine goes back into the other, and home again") {
    if (tests::postgres() == nullptr) return;
    Fixture f;
    const auto target = postgres_at(tests::postgres()->new_database());
    const auto restored = restore(*target, f.files(), f.key);
    REQUIRE_MESSAGE(
        restored.has_value(), (restored ? "" : restored.error().code + " " + restored.error().detail)
    );
    wait_for_entries(*target, static_cast<std::size_t>(f.made.header.seq) + 1);
    check_equal(*f.store, *target);
    const Made second = f.back_up(*target);
    const auto home = sqlite_at(f.folder.file("home.sqlite"));
    REQUIRE(restore(*home, {second.data_path, second.keys_path}, f.key));
    for (const SavedTable& table : data_tables()) {
        const std::size_t more = table.name == "journal" ? 1 : 0;
        CHECK(rows_of_table(*home, table).size() == rows_of_table(*target, table).size() + more);
    }
}

TEST_CASE("a file says what it holds to whoever has the private key, and to nobody else") {
    Fixture f;
    const auto summary = verify(f.made.data_path, f.key);
    REQUIRE(summary);
    CHECK(summary->header.store == f.id);
    CHECK(summary->digest == f.made.digest);
    CHECK(summary->tables.size() == data_tables().size());
    CHECK(verify(f.made.keys_path, f.key));
    CHECK(code_of(verify(f.made.data_path, crypto::BoxKey::random())) == "backup.wrong_private_key");
    CHECK(code_of(verify(f.folder.file("keyring"), f.key)) == "backup.not_a_backup");
    CHECK(code_of(verify(f.folder.file("nowhere"), f.key)) == "file.absent");
    CHECK(code_of(read_private_key("một hai ba")) == "syllables.mistyped");
}

TEST_CASE("no byte of a backup can be flipped, cut or moved") {
    Fixture f;
    const Bytes whole = bytes_of(f.made.data_path);
    const std::string path = f.folder.file("damaged");
    const auto code_with = [&](const Bytes& bytes) {
        std::filesystem::remove(path);
        REQUIRE(create_file(path, bytes));
        return code_of(verify(path, f.key));
    };
    REQUIRE(code_with(whole).empty());
    REQUIRE(whole.size() > 5 * kChunkBytes);
    for (std::size_t at = 0; at < whole.size(); at += at < 400 ? 7 : 9'973) {
        Bytes flipped = whole;
        flipped[at] ^= 0x10U;
        // A box of somebody else is not ours to open; as associated data it is still bound.
        CHECK_MESSAGE(!code_with(flipped).empty(), at);
    }
    for (std::size_t size = 0; size < whole.size(); size += size < 400 ? 11 : 12'007) {
        CHECK_MESSAGE(
            !code_with(Bytes(whole.begin(), whole.begin() + static_cast<long>(size))).empty(), size
        );
    }
    const std::size_t sealed = kChunkBytes + crypto::kStreamOverhead;
    const std::size_t front = 16 + 1 + 2 * 81 + 25;
    const auto at_chunk = [&](Bytes& bytes, std::size_t n) {
        return bytes.begin() + static_cast<long>(front + n * sealed);
    };
    Bytes swapped = whole;
    std::swap_ranges(at_chunk(swapped, 1), at_chunk(swapped, 2), at_chunk(swapped, 2));
    CHECK(code_with(swapped) == "backup.altered");
    Bytes shorter = whole;
    shorter.erase(at_chunk(shorter, 1), at_chunk(shorter, 2));
    CHECK(code_with(shorter) == "backup.altered");
    Bytes longer = whole;
    longer.push_back(0);
    CHECK(!code_with(longer).empty());
    CHECK(
        code_with(Bytes(whole.begin(), whole.begin() + static_cast<long>(front + 2 * sealed))) ==
        "backup.truncated"
    );
}

TEST_CASE("only an empty place takes a backup, and only the two files of one store") {
    Fixture f;
    CHECK(code_of(restore(*f.store, f.files(), f.key)) == "backup.place_not_empty");
    const auto target = sqlite_at(f.folder.file("restored.sqlite"));
    CHECK(code_of(restore(*target, {f.made.keys_path, f.made.data_path}, f.key)) == "backup.wrong_part");
    f.id = StoreId::trusted(crypto::random_id());
    const Made foreign = f.back_up(*f.store);
    CHECK(code_of(restore(*target, {f.made.data_path, foreign.keys_path}, f.key)) == "backup.other_store");
    for (const SavedTable& table : data_tables()) CHECK(rows_of_table(*target, table).empty());
}

TEST_CASE("blobs and records erased since the data file was made come back without a key") {
    Fixture f;
    storage::Commit commit;
    REQUIRE(f.store->commit({.expected = {}, .events = {}, .journal = {}, .writes = {}, .idempotency = {}}));
    const Folder second;
    const auto store = sqlite_at(second.file("store.sqlite"));
    commit.writes.push_back({&storage::statements::kInsertFact, {std::string("store_id"), f.id.text()}});
    REQUIRE(store->commit(commit));
    const Made keys = f.back_up(*store);  // the same store, when all its blobs and records were gone
    const auto target = sqlite_at(f.folder.file("restored.sqlite"));
    const auto restored = restore(*target, {f.made.data_path, keys.keys_path}, f.key);
    REQUIRE_MESSAGE(restored.has_value(), code_of(restored));
    CHECK(restored->blobs_without_key == 501);
    CHECK(restored->records_without_key == 24);
    CHECK(rows_of_table(*target, key_tables()[1]).empty());
}

TEST_CASE("the data file of a backup holds no record's key, and a key without its record stays behind") {
    Fixture f;
    const auto summary = verify(f.made.data_path, f.key);
    REQUIRE(summary);
    for (const TableCount& table : summary->tables) CHECK(table.name != "record_key");
    storage::Commit commit;
    commit.writes.push_back({key_tables()[1].put, made_up_row(key_tables()[1], 999)});
    REQUIRE(f.store->commit(commit));
    const Made later = f.back_up(*f.store);
    const auto target = sqlite_at(f.folder.file("restored.sqlite"));
    const auto restored = restore(*target, {f.made.data_path, later.keys_path}, f.key);
    REQUIRE_MESSAGE(restored.has_value(), code_of(restored));
    CHECK(restored->records_without_key == 0);
    CHECK(rows_of_table(*target, key_tables()[1]).size() == 24);
}

TEST_CASE("nothing readable lies in a backup") {
    Fixture f;
    for (const std::string& path : {f.made.data_path, f.made.keys_path}) {
        const Bytes bytes = bytes_of(path);
        const std::string_view text = as_text(bytes);
        CHECK(text.find(kCanary) == std::string_view::npos);
        CHECK(text.find("bytes of a keyring") == std::string_view::npos);
        CHECK(text.find(f.id.text()) == std::string_view::npos);
        CHECK(!open_to_others(path).value());
    }
    bool in_store = false;  // else the search above proves nothing
    for (const auto& file : std::filesystem::directory_iterator(f.folder.path())) {
        if (!file.is_regular_file()) continue;
        const Bytes bytes = bytes_of(file.path());
        in_store = in_store || as_text(bytes).find(kCanary) != std::string_view::npos;
    }
    CHECK(in_store);
}

/// As `SavedTable::types` writes a column: capital where it may be empty.
char letter_of(const std::string& type, bool may_be_null) {
    const char letter = type == "text" ? 't' : type == "blob" ? 'b' : 'i';
    return static_cast<char>(may_be_null ? letter - 'a' + 'A' : letter);
}

TEST_CASE("every table of the schema is in the backup or left out by name, with all its columns") {
    static const std::regex kTable(R"re(CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(([^;]*)\)\{\{strict\}\};)re");
    static const std::regex kColumn(R"re((\w+) \{\{(int|text|blob|identity)\}\}( NOT NULL)?)re");
    std::string schema(storage::ledger_text());
    for (const storage::Migration& migration : storage::all_migrations()) schema += migration.text;
    int tables = 0;
    int followed = 0;
    for (std::sregex_iterator at(schema.begin(), schema.end(), kTable), end; at != end; ++at, ++tables) {
        const std::string name = (*at)[1];
        if (std::ranges::find(left_out(), name) != left_out().end()) continue;
        const bool of_keys = name == "record_key";
        const auto all = of_keys ? key_tables() : data_tables();
        const auto saved = std::ranges::find(all, name, &SavedTable::name);
        REQUIRE_MESSAGE(saved != all.end(), name);
        const std::string body = (*at)[2];
        std::string types;
        for (std::sregex_iterator one(body.begin(), body.end(), kColumn); one != end; ++one) {
            if ((*one)[1] == "sealed_key") continue;
            types += letter_of((*one)[2], !(*one)[3].matched && (*one)[2] != "identity");
        }
        const std::regex added("ALTER TABLE " + name + R"( ADD COLUMN \w+ \{\{(\w+)\}\}( NOT NULL)?)");
        for (std::sregex_iterator one(schema.begin(), schema.end(), added), none; one != none; ++one) {
            types += letter_of((*one)[1], !(*one)[2].matched);
            ++followed;
        }
        CHECK_MESSAGE(types == saved->types, name);
    }
    CHECK(tables == static_cast<int>(data_tables().size() + 1 + left_out().size()));  // 1: record_key
    int altered = 0;
    for (std::size_t at = schema.find("ALTER TABLE"); at != std::string::npos;
         at = schema.find("ALTER TABLE", at + 1)) {
        ++altered;
    }
    CHECK(
        altered == followed + 2
    );  // the two of `session`, which is left out; other changes are not followed
}

}  // namespace neove::backup
