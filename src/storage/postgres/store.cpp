#include "storage/postgres/store.h"

#include "storage/chain.h"
#include "storage/commit_steps.h"
#include "storage/postgres/pool.h"
#include "storage/postgres/sequencer.h"
#include "storage/statements/core.h"
#include "storage/statements/postgres_session.h"
#include "storage/wall_watch.h"

#include <algorithm>

namespace neove::storage {

namespace postgres {

namespace {

const Parameters kNone;
const SystemClock kSystemClock;
const BootClock kBootClock;

class PostgresSnapshot final : public Snapshot {
public:
    explicit PostgresSnapshot(Pool::Lent connection) : connection_(std::move(connection)) {}

    Result<Rows> read(const Statement& statement, Parameters parameters) override {
        TRY(check_text(parameters));
        return connection_->read(statement, parameters);
    }

private:
    Pool::Lent connection_;
};

Result<std::unique_ptr<Snapshot>> snapshot_of(Pool& pool) {
    Pool::Lent connection = TRY(pool.take());
    // BEGIN alone fixes nothing: the first read does.
    const Call calls[] = {{&statements::kPgBeginSnapshot, &kNone}, {&statements::kPinSnapshot, &kNone}};
    TRY(connection->pipeline(calls).result);
    return std::make_unique<PostgresSnapshot>(std::move(connection));
}

/// One commit on one connection: everything up to the last statement whose row count matters, then, if all
/// counts hold, the rest and COMMIT.
class Transaction {
public:
    Transaction(Connection& connection, const CommitSteps& steps, std::vector<Parameters> queue)
        : connection_(connection), steps_(steps.steps), queue_(std::move(queue)) {}

    Result<void> run() {
        calls_.push_back({&statements::kPgBegin, &kNone});
        std::size_t counted = 0;
        for (const Step& step : steps_) {
            calls_.push_back({step.statement, &step.parameters});
            if (step.rows_changed) counted = calls_.size();
        }
        for (const Parameters& row : queue_) calls_.push_back({&statements::kEnqueueEntry, &row});
        calls_.push_back({&statements::kPgCommit, &kNone});
        // Before BEGIN: a statement cannot be prepared in the middle of a pipeline.
        for (const Call& call : calls_) TRY(connection_.prepare(*call.statement));
        if (counted > 0) TRY(send(0, counted));
        return send(counted, calls_.size());
    }

private:
    Result<void> send(std::size_t from, std::size_t to) {
        const Pipelined done = connection_.pipeline(std::span(calls_).subspan(from, to - from));
        if (!done.result) return refusal(done.result.error(), from + done.rows.size());
        for (std::size_t i = from; i < to; ++i) {
            const Step* step = step_at(i);
            if (step == nullptr || !step->rows_changed || *step->rows_changed == done.rows[i - from])
                continue;
            return conflict(std::string(step->statement->name));
        }
        return {};
    }

    Result<void> refusal(const Error& error, std::size_t call) const {
        const Step* step = step_at(call);
        if (error.kind == ErrorKind::Conflict && step != nullptr && step->is_key &&
            error.detail.ends_with("23505")) {
            return refuse(ErrorKind::Conflict, "storage.repeated");
        }
        return std::unexpected(error);
    }

    /// Nothing for BEGIN, the queue and COMMIT.
    const Step* step_at(std::size_t call) const {
        return call >= 1 && call <= steps_.size() ? &steps_[call - 1] : nullptr;
    }

    Connection& connection_;
    const std::vector<Step>& steps_;
    const std::vector<Parameters> queue_;
    std::vector<Call> calls_;
};

class PostgresStore final : public Store {
public:
    PostgresStore(const std::string& conninfo, const PostgresOptions& options, WallWatch watch)
        : node_(options.node),
          watch_(std::move(watch)),
          readers_(std::make_shared<Pool>(conninfo, options.readers)),
          writers_(std::make_shared<Pool>(conninfo, options.writers)),
          sequencer_(conninfo, options.longest_queue) {}

    Result<std::unique_ptr<Snapshot>> snapshot() override { return snapshot_of(*readers_); }

    Result<Committed> commit(Commit commit) override {
        CommitSteps steps = TRY(commit_steps(std::move(commit)));
        // Fails closed: no chained entry, no act.
        if (!steps.journal.empty() && sequencer_.is_stalled()) {
            return refuse(
                ErrorKind::Unavailable, "storage.unavailable", {}, "the journal's queue is not moving"
            );
        }
        Pool::Lent connection = TRY(writers_->take());
        const Instant recorded_at = TRY(stamp(*connection.operator->()));
        steps.set_time(recorded_at);
        Transaction transaction(*connection.operator->(), steps, queue_rows(steps.journal, recorded_at));
        TRY(transaction.run());
        if (!steps.journal.empty()) sequencer_.nudge();
        return Committed{.recorded_at = recorded_at};
    }

    Result<std::vector<ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        const Pool::Lent connection = TRY(readers_->take());
        const Rows rows =
            TRY(connection->read(statements::kJournalAfter, {seq, static_cast<std::int64_t>(limit)}));
        std::vector<ChainedEntry> entries;
        entries.reserve(rows.size());
        for (const Row& row : rows) entries.push_back(journal_entry_of(row));
        return entries;
    }

private:
    std::vector<Parameters> queue_rows(const std::vector<JournalDraft>& drafts, Instant at) const {
        std::vector<Parameters> rows;
        rows.reserve(drafts.size());
        for (const JournalDraft& draft : drafts) rows.push_back(queue_row(entry_of(draft, at, node_)));
        return rows;
    }

    /// The commit's time; a jump of the wall clock is queued first, in a transaction of its own.
    Result<Instant> stamp(Connection& connection) {
        const std::lock_guard lock(watching_);
        if (const auto jump = watch_.jump()) {
            TRY(connection.run(statements::kEnqueueEntry, queue_row(entry_of(*jump, watch_.stamp(), node_))));
            watch_.settle();
            sequencer_.nudge();
        }
        return watch_.stamp();
    }

    const std::string node_;
    std::mutex watching_;
    WallWatch watch_;
    std::shared_ptr<Pool> readers_;
    std::shared_ptr<Pool> writers_;
    Sequencer sequencer_;
};

Result<Instant> newest_time(Connection& connection) {
    const Rows head = TRY(connection.read(statements::kJournalHead));
    const Rows events = TRY(connection.read(statements::kLastEventTime));
    const Rows queued = TRY(connection.read(statements::kLastQueuedTime));
    return Instant{
        std::max({Chain::from(head).at.micros, events.at(0).number_or(0, 0), queued.at(0).number_or(0, 0)})};
}

Result<void> bring_up_to_date(Connection& connection, const PostgresOptions& options, Instant now) {
    if (!options.migrate) {
        const Rows ledger = TRY(connection.read(statements::kReadMigrations));
        const auto pending = TRY(pending_migrations(ledger, options.migrations));
        if (!pending.empty()) return refuse(ErrorKind::Unavailable, "storage.older_store");
        return {};
    }
    // Several nodes may start at once. The lock ends with the connection at the latest.
    TRY(connection.read(statements::kPgLockSchema));
    const auto done = migrate(connection, Dialect::Postgres, now, options.migrations);
    TRY(connection.read(statements::kPgUnlockSchema));
    return done;
}

}  // namespace

}  // namespace postgres

Result<std::unique_ptr<Store>> open_postgres(const std::string& conninfo, PostgresOptions options) {
    using namespace postgres;
    const Clock& clock = options.clock != nullptr ? *options.clock : kSystemClock;
    const Clock& monotonic = options.monotonic != nullptr ? *options.monotonic : kBootClock;
    const auto connection = TRY(Connection::open(conninfo));
    TRY(bring_up_to_date(*connection, options, clock.now()));
    const Instant newest = TRY(newest_time(*connection));
    TRY(check_start_time(clock.now(), newest));
    return std::make_unique<PostgresStore>(conninfo, options, WallWatch(clock, monotonic, newest));
}

Result<std::unique_ptr<Snapshot>> view_postgres(const std::string& conninfo) {
    using namespace postgres;
    const auto pool = std::make_shared<Pool>(conninfo, 1);
    auto snapshot = TRY(snapshot_of(*pool));
    const Rows ledger = TRY(snapshot->read(statements::kReadMigrations));
    const auto pending = TRY(pending_migrations(ledger, all_migrations()));
    if (!pending.empty()) return refuse(ErrorKind::Unavailable, "storage.older_store");
    return snapshot;
}

}  // namespace neove::storage
