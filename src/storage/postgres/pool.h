#pragma once
/// \file
/// A bounded number of connections, each lent to one user at a time.

#include "storage/postgres/connection.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace neove::storage::postgres {

/// Thread-safe. What was lent keeps it alive.
class Pool : public std::enable_shared_from_this<Pool> {
public:
    Pool(std::string conninfo, std::size_t limit) : conninfo_(std::move(conninfo)), limit_(limit) {}

    /// A lent connection; rolls back what is open and returns on destruction, or is dropped when it is
    /// broken.
    class Lent {
    public:
        Lent(std::shared_ptr<Pool> pool, std::unique_ptr<Connection> connection)
            : pool_(std::move(pool)), connection_(std::move(connection)) {}
        Lent(Lent&&) noexcept = default;
        Lent& operator=(Lent&&) = delete;
        ~Lent();
        Connection* operator->() const { return connection_.get(); }

    private:
        std::shared_ptr<Pool> pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Waits some seconds for a free connection, then refuses `storage.unavailable`.
    Result<Lent> take();

private:
    void give_back(std::unique_ptr<Connection> connection);

    const std::string conninfo_;
    const std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Connection>> free_;
    std::size_t lent_{0};
};

}  // namespace neove::storage::postgres
