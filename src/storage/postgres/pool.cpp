#include "storage/postgres/pool.h"

#include <chrono>

namespace neove::storage::postgres {

namespace {

constexpr std::chrono::seconds kPatience{5};

}  // namespace

Pool::Lent::~Lent() {
    if (!connection_) return;  // moved from
    connection_->rollback();
    pool_->give_back(std::move(connection_));
}

Result<Pool::Lent> Pool::take() {
    std::unique_ptr<Connection> connection;
    {
        std::unique_lock lock(mutex_);
        if (!freed_.wait_for(lock, kPatience, [&] { return lent_ < limit_; })) {
            return refuse(ErrorKind::Unavailable, "storage.unavailable", {}, "no free connection");
        }
        ++lent_;
        // A server that was restarted hung up on all of them.
        while (!free_.empty() && !connection) {
            if (free_.back()->is_usable()) connection = std::move(free_.back());
            free_.pop_back();
        }
    }
    if (!connection) {
        auto opened = Connection::open(conninfo_);
        if (!opened) {
            give_back(nullptr);
            return std::unexpected(std::move(opened).error());
        }
        connection = std::move(*opened);
    }
    return Lent(shared_from_this(), std::move(connection));
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (connection && connection->is_usable()) free_.push_back(std::move(connection));
    freed_.notify_one();
}

}  // namespace neove::storage::postgres
