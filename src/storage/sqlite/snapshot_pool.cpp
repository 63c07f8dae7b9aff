#include "storage/sqlite/snapshot_pool.h"

#include "storage/commit_steps.h"
#include "storage/statements/core.h"
#include "storage/statements/sqlite_session.h"

#include <chrono>

namespace neove::storage::sqlite {

namespace {

constexpr std::chrono::seconds kPatience{5};

}  // namespace

class SnapshotPool::Lent final : public Snapshot {
public:
    Lent(std::shared_ptr<SnapshotPool> pool, std::unique_ptr<Connection> connection)
        : pool_(std::move(pool)), connection_(std::move(connection)) {}
    ~Lent() override {
        connection_->rollback();
        pool_->give_back(std::move(connection_));
    }

    Result<Rows> read(const Statement& statement, Parameters parameters) override {
        TRY(check_text(parameters));
        return connection_->read(statement, parameters);
    }

private:
    std::shared_ptr<SnapshotPool> pool_;
    std::unique_ptr<Connection> connection_;
};

Result<std::unique_ptr<Snapshot>> SnapshotPool::snapshot() {
    std::unique_ptr<Connection> connection = TRY(take());
    Connection& raw = *connection;
    auto lent = std::make_unique<Lent>(shared_from_this(), std::move(connection));
    TRY(raw.run(statements::kBegin));
    // BEGIN alone fixes nothing: the first read does.
    TRY(raw.read(statements::kPinSnapshot));
    return lent;
}

Result<std::unique_ptr<Connection>> SnapshotPool::take() {
    {
        std::unique_lock lock(mutex_);
        const bool is_ready =
            freed_.wait_for(lock, kPatience, [&] { return !free_.empty() || open_ < limit_; });
        if (!is_ready) return refuse(ErrorKind::Unavailable, "storage.unavailable", {}, "no free reader");
        if (!free_.empty()) {
            auto connection = std::move(free_.back());
            free_.pop_back();
            return connection;
        }
        ++open_;
    }
    auto opened = Connection::open(path_, mode_, vfs_);
    if (!opened) {
        const std::lock_guard lock(mutex_);
        --open_;
        freed_.notify_one();
    }
    return opened;
}

void SnapshotPool::give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(connection));
    freed_.notify_one();
}

}  // namespace neove::storage::sqlite
