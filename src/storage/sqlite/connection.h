#pragma once
/// \file
/// One SQLite connection with its prepared statements: the only user of the SQLite C API. Not thread-safe.

#include "base/result.h"
#include "storage/statement.h"
#include "storage/value.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace neove::storage::sqlite {

enum class Mode : std::uint8_t {
    Write,
    Read,
    Still,  ///< a file that nobody writes: not even the files of the log are made beside it
};

class Connection {
public:
    /// `vfs` names a registered SQLite VFS; empty for the system's.
    static Result<std::unique_ptr<Connection>> open(
        const std::string& path, Mode mode, const std::string& vfs
    );
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Several statements, unprepared, results dropped: settings and migrations.
    Result<void> script(const std::string& text);
    /// Runs a writing statement; how many rows it changed.
    Result<std::int64_t> run(const Statement& statement, const Parameters& parameters = {});
    Result<Rows> read(const Statement& statement, const Parameters& parameters = {});
    /// CHECKs that the engine accepts the statement.
    void prepare(const Statement& statement) { prepared(statement); }

    Result<void> begin();
    Result<void> commit();
    void rollback();  ///< harmless outside a transaction
    bool in_transaction() const;

    struct Checkpoint {
        int pages{0};   ///< in the log
        int copied{0};  ///< of these, now in the file
    };
    /// Copies what it can without waiting for anybody.
    Result<Checkpoint> checkpoint_passive();
    /// Copies all and empties the log; waits for readers and the writer.
    Result<Checkpoint> checkpoint_truncate();
    /// Copies all, so that the next writer starts the log anew; waits a moment for readers, then gives up.
    Result<Checkpoint> checkpoint_restart();

private:
    struct Prepared {
        sqlite3_stmt* handle{nullptr};
        std::vector<int> places;  ///< of `$1`, `$2`, … in SQLite's own numbering
    };

    explicit Connection(sqlite3* handle) : handle_(handle) {}
    Prepared& prepared(const Statement& statement);
    void bind(const Prepared& prepared, const Parameters& parameters);
    Error error(const Statement* statement) const;
    Result<Checkpoint> checkpoint(int mode);

    sqlite3* handle_;
    std::unordered_map<const Statement*, Prepared> prepared_;
};

}  // namespace neove::storage::sqlite
