#pragma once
/// \file
/// One PostgreSQL connection with its prepared statements; with values.cpp the only user of libpq. Not
/// thread-safe.

#include "base/result.h"
#include "storage/statement.h"
#include "storage/value.h"

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

struct pg_conn;
struct pg_result;

namespace neove::storage::postgres {

/// One statement of a pipeline.
struct Call {
    const Statement* statement;
    const Parameters* parameters;
};

/// What a pipeline did. After an error nothing later was run.
struct Pipelined {
    std::vector<std::int64_t> rows;  ///< changed or read, for each call that went well
    Result<void> result;             ///< the first refusal, which is that of call `rows.size()`
};

class Connection {
public:
    /// Refuses `storage.unavailable`, or `storage.server` for a server older than 15 or not in UTF-8.
    static Result<std::unique_ptr<Connection>> open(const std::string& conninfo);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Several statements, unprepared, results dropped: settings and migrations.
    Result<void> script(const std::string& text);
    Result<std::int64_t> run(const Statement& statement, const Parameters& parameters = {});
    Result<Rows> read(const Statement& statement, const Parameters& parameters = {});
    /// Prepares what is not yet; an unacceptable statement is a bug (CHECK).
    Result<void> prepare(const Statement& statement);
    /// Sends all, then reads all answers: one round trip.
    Pipelined pipeline(std::span<const Call> calls);

    Result<void> begin();
    Result<void> commit();
    void rollback();  ///< harmless outside a transaction
    /// Connected, in no transaction, and the server has not hung up.
    bool is_usable();

private:
    struct Prepared {
        std::string name;
        std::vector<unsigned> types;
    };
    struct Free {
        void operator()(pg_result* result) const;
    };
    using Answer = std::unique_ptr<pg_result, Free>;

    explicit Connection(pg_conn* handle) : handle_(handle) {}
    Result<const Prepared*> prepared(const Statement& statement);
    Result<Answer> execute(const Statement& statement, const Parameters& parameters);
    Result<void> send_all(std::span<const Call> calls);
    Pipelined receive_all(std::span<const Call> calls);
    Error error(const pg_result* result, std::string_view name) const;

    pg_conn* handle_;
    std::unordered_map<const Statement*, Prepared> prepared_;
};

}  // namespace neove::storage::postgres
