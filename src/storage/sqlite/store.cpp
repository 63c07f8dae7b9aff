#include "storage/sqlite/store.h"

#include "storage/sqlite/committer.h"
#include "storage/sqlite/snapshot_pool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace neove::storage {

namespace sqlite {

namespace {

class SqliteStore final : public Store {
public:
    SqliteStore(
        std::unique_ptr<Connection> writer,
        std::unique_ptr<Connection> copier,
        std::shared_ptr<SnapshotPool> pool,
        std::string node,
        WallWatch watch
    )
        : checkpointer_(std::move(copier), writing_),
          pool_(std::move(pool)),
          committer_(std::move(writer), std::move(node), std::move(watch), writing_, checkpointer_) {}

    Result<std::unique_ptr<Snapshot>> snapshot() override { return pool_->snapshot(); }

    Result<Committed> commit(Commit commit) override {
        CommitSteps steps = TRY(commit_steps(std::move(commit)));
        return committer_.start(std::move(steps))->wait();
    }

    std::shared_ptr<Landing> start(Commit commit) override {
        auto steps = commit_steps(std::move(commit));
        if (steps) return committer_.start(std::move(*steps));
        auto landing = std::make_shared<Landing>();
        landing->land(std::unexpected(std::move(steps).error()));
        return landing;
    }

    Result<std::vector<ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        const auto view = TRY(pool_->snapshot());
        const Rows rows = TRY(view->read(statements::kJournalAfter, {seq, static_cast<std::int64_t>(limit)}));
        std::vector<ChainedEntry> entries;
        entries.reserve(rows.size());
        for (const Row& row : rows) entries.push_back(journal_entry_of(row));
        return entries;
    }

private:
    // Destroyed from the last: writer, readers, then the log is emptied.
    std::mutex writing_;
    Checkpointer checkpointer_;
    std::shared_ptr<SnapshotPool> pool_;
    Committer committer_;
};

const SystemClock kSystemClock;
const BootClock kBootClock;

/// The store holds people's data: nobody else may read the file, whatever the umask. The log takes the same
/// mode.
Result<void> create_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return refuse(ErrorKind::Unavailable, "storage.unavailable", {}, "cannot create " + path);
    ::close(file);
    return {};
}

Result<Instant> newest_time(Connection& connection) {
    const Rows head = TRY(connection.read(statements::kJournalHead));
    const Rows events = TRY(connection.read(statements::kLastEventTime));
    return Instant{std::max(Chain::from(head).at.micros, events.front().number_or(0, 0))};
}

}  // namespace

}  // namespace sqlite

Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, SqliteOptions options) {
    using namespace sqlite;
    const Clock& clock = options.clock != nullptr ? *options.clock : kSystemClock;
    const Clock& monotonic = options.monotonic != nullptr ? *options.monotonic : kBootClock;
    if (options.create) TRY(create_private(path));
    auto writer = TRY(Connection::open(path, Mode::Write, options.vfs));
    TRY(migrate(*writer, Dialect::Sqlite, clock.now(), options.migrations));
    const Instant newest = TRY(newest_time(*writer));
    TRY(check_start_time(clock.now(), newest));
    auto copier = TRY(Connection::open(path, Mode::Write, options.vfs));
    return std::make_unique<SqliteStore>(
        std::move(writer),
        std::move(copier),
        std::make_shared<SnapshotPool>(path, options.vfs, options.readers),
        std::move(options.node),
        WallWatch(clock, monotonic, newest)
    );
}

Result<std::unique_ptr<Snapshot>> view_sqlite(const std::string& path) {
    using namespace sqlite;
    // A server that runs, or ended badly, has its log there; without one nobody can be writing.
    const bool is_still = ::access((path + "-wal").c_str(), F_OK) != 0;
    const auto pool =
        std::make_shared<SnapshotPool>(path, std::string(), 1, is_still ? Mode::Still : Mode::Read);
    auto snapshot = TRY(pool->snapshot());
    const Rows ledger = TRY(snapshot->read(statements::kReadMigrations));
    const auto pending = TRY(pending_migrations(ledger, all_migrations()));
    if (!pending.empty()) return refuse(ErrorKind::Unavailable, "storage.older_store");
    return snapshot;
}

}  // namespace neove::storage
