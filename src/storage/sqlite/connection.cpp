#include "storage/sqlite/connection.h"

#include "base/check.h"
#include "storage/statements/sqlite_session.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace neove::storage::sqlite {

namespace {

constexpr int kBusyMillis =
    10'000;  // another process of ours (backup, rebuild) may hold the file for a moment
constexpr int kTruncateMillis = 1'000;
constexpr int kRestartMillis = 20;

/// Resets the statement on every way out, so that no read transaction stays open behind an error.
struct Reset {
    sqlite3_stmt* handle;
    ~Reset() {
        sqlite3_reset(handle);
        sqlite3_clear_bindings(handle);
    }
};

void bind_value(sqlite3_stmt* handle, int place, const Value& value) {
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        code = sqlite3_bind_int64(handle, place, *number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        code = sqlite3_bind_text64(handle, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
        // A null pointer would mean NULL, not the empty blob.
        code = bytes->empty()
                   ? sqlite3_bind_zeroblob(handle, place, 0)
                   : sqlite3_bind_blob64(handle, place, bytes->data(), bytes->size(), SQLITE_STATIC);
    } else {
        code = sqlite3_bind_null(handle, place);
    }
    CHECK(code == SQLITE_OK);
}

Value column_value(sqlite3_stmt* handle, int column) {
    // Asked of a text or a blob alone: a number would be written as text to be counted.
    const auto size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(handle, column)); };
    switch (sqlite3_column_type(handle, column)) {
        case SQLITE_INTEGER: return sqlite3_column_int64(handle, column);
        case SQLITE_TEXT: {
            const auto* text = sqlite3_column_text(handle, column);
            return std::string(as_text({text, size()}));
        }
        case SQLITE_BLOB: {
            const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle, column));
            return Bytes(data, data + size());
        }
        case SQLITE_NULL: return std::monostate{};
        default: CHECK(!"a floating point column"); return {};
    }
}

Row row_of(sqlite3_stmt* handle) {
    const int columns = sqlite3_column_count(handle);
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(column_value(handle, column));
    return Row(std::move(values));
}

/// The path as a URI, every unusual byte escaped.
std::string still_name(const std::string& path) {
    std::string name = "file:";
    for (const char c : path) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              c == '/' || c == '.' || c == '_' || c == '-';
        name += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
    }
    return name + "?immutable=1";
}

Error unavailable(std::string detail) {
    return {ErrorKind::Unavailable, "storage.unavailable", {}, std::move(detail)};
}

/// Counting every allocation takes one lock that all connections share. Before the first connection only.
void count_no_memory() {
    static const int kDone = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(kDone);
}

Result<void> harden(sqlite3* handle) {
    int is_on = 0;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, kBusyMillis);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    // C API of SQLite: variadic by its nature.
    const bool defensive =
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, &is_on) == SQLITE_OK && is_on == 1;
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    // The checkpointer and the store's own close do it.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (!defensive) return std::unexpected(unavailable("defensive mode"));
    return {};
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(
    const std::string& path, Mode mode, const std::string& vfs
) {
    count_no_memory();
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    flags |= mode == Mode::Write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (mode == Mode::Still) flags |= SQLITE_OPEN_URI;
    const std::string name = mode == Mode::Still ? still_name(path) : path;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
    std::unique_ptr<Connection> connection(new Connection(handle));
    if (code != SQLITE_OK) return std::unexpected(unavailable(sqlite3_errstr(code)));
    TRY(harden(handle));
    TRY(connection->script(
        mode == Mode::Write ? statements::kSqliteSettings : statements::kSqliteReaderSettings
    ));
    if (mode == Mode::Write) {
        const Rows journal = TRY(connection->read(statements::kJournalMode));
        if (journal.at(0).text(0) != "wal")
            return std::unexpected(unavailable("no write-ahead log on this disk"));
    }
    return connection;
}

Connection::~Connection() {
    for (auto& [statement, prepared] : prepared_) sqlite3_finalize(prepared.handle);
    sqlite3_close(handle_);
}

Error Connection::error(const Statement* statement) const {
    const int code = sqlite3_extended_errcode(handle_);
    std::string detail =
        fmt::format("{}: sqlite {}", statement != nullptr ? statement->name : "script", code);
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return {ErrorKind::Conflict, "storage.conflict", {}, std::move(detail)};
        case SQLITE_FULL: return {ErrorKind::Unavailable, "storage.full", {}, std::move(detail)};
        default: break;
    }
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT:
        case SQLITE_ERROR:
        case SQLITE_MISMATCH:
        case SQLITE_MISUSE:
        case SQLITE_RANGE: throw Bug(detail + ": " + sqlite3_errmsg(handle_));
        default: return unavailable(std::move(detail));
    }
}

Connection::Prepared& Connection::prepared(const Statement& statement) {
    const auto known = prepared_.find(&statement);
    if (known != prepared_.end()) return known->second;
    Prepared fresh;
    const int code = sqlite3_prepare_v3(
        handle_,
        statement.sql.data(),
        static_cast<int>(statement.sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &fresh.handle,
        nullptr
    );
    if (code != SQLITE_OK || fresh.handle == nullptr) {
        throw Bug(fmt::format("{}: {}", statement.name, sqlite3_errmsg(handle_)));
    }
    const int count = sqlite3_bind_parameter_count(fresh.handle);
    for (int number = 1; number <= count; ++number) {
        // `$2` may stand before `$1`: SQLite numbers parameters as it meets them.
        const int place = sqlite3_bind_parameter_index(fresh.handle, fmt::format("${}", number).c_str());
        fresh.places.push_back(place);
    }
    return prepared_.emplace(&statement, std::move(fresh)).first->second;
}

void Connection::bind(const Prepared& prepared, const Parameters& parameters) {
    CHECK(parameters.size() == prepared.places.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        CHECK(prepared.places[i] > 0);
        bind_value(prepared.handle, prepared.places[i], parameters[i]);
    }
}

Result<void> Connection::script(const std::string& text) {
    if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return std::unexpected(error(nullptr));
    }
    return {};
}

Result<std::int64_t> Connection::run(const Statement& statement, const Parameters& parameters) {
    const Prepared& ready = prepared(statement);
    const Reset reset{ready.handle};
    bind(ready, parameters);
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(ready.handle);
    if (code != SQLITE_DONE) return std::unexpected(error(&statement));
    return sqlite3_changes64(handle_);
}

Result<Rows> Connection::read(const Statement& statement, const Parameters& parameters) {
    const Prepared& ready = prepared(statement);
    const Reset reset{ready.handle};
    bind(ready, parameters);
    Rows rows;
    int code = sqlite3_step(ready.handle);
    for (; code == SQLITE_ROW; code = sqlite3_step(ready.handle)) rows.push_back(row_of(ready.handle));
    if (code != SQLITE_DONE) return std::unexpected(error(&statement));
    return rows;
}

Result<void> Connection::begin() {
    TRY(run(statements::kBeginImmediate));
    return {};
}

Result<void> Connection::commit() {
    TRY(run(statements::kCommitAll));
    return {};
}

void Connection::rollback() {
    // A full disk makes SQLite roll back by itself; asking again would be an error.
    if (in_transaction()) static_cast<void>(run(statements::kRollback));
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

Result<Connection::Checkpoint> Connection::checkpoint(int mode) {
    Checkpoint done;
    const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &done.pages, &done.copied);
    if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) return std::unexpected(error(nullptr));
    return done;
}

Result<Connection::Checkpoint> Connection::checkpoint_passive() {
    return checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}

Result<Connection::Checkpoint> Connection::checkpoint_truncate() {
    sqlite3_busy_timeout(handle_, kTruncateMillis);
    return checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
}

Result<Connection::Checkpoint> Connection::checkpoint_restart() {
    sqlite3_busy_timeout(handle_, kRestartMillis);
    return checkpoint(SQLITE_CHECKPOINT_RESTART);
}

}  // namespace neove::storage::sqlite
