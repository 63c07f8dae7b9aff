#pragma once
/// \file
/// One private PostgreSQL for a test run: Debian's binaries, a data directory of its own, a Unix socket, no
/// syncs. It stops with the process, however that ends.

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace neove::tests {

class PostgresServer {
public:
    /// `durable`: with syncs, for benchmarks.
    explicit PostgresServer(bool durable = false);
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    bool is_running() const { return server_ > 0; }
    /// Creates an empty database and gives its conninfo. Throws std::runtime_error when the server cannot.
    std::string new_database();
    /// As a crash would: no time to finish anything. `start` brings it back.
    void kill();
    bool start();

private:
    bool prepare();
    std::string conninfo(const std::string& database) const;

    const bool durable_;
    std::filesystem::path directory_;
    std::filesystem::path socket_;
    pid_t server_{-1};
};

/// The server of this run, started at the first call; null (after saying why, once) where the binaries are
/// missing.
PostgresServer* postgres();

}  // namespace neove::tests
