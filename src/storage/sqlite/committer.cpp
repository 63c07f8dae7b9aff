#include "storage/sqlite/committer.h"

#include "base/check.h"
#include "storage/statements/core.h"
#include "storage/statements/sqlite_session.h"

namespace neove::storage::sqlite {

namespace {

// What one sync carries. The first bounds how long the earliest commit of a batch waits for the last.
constexpr std::size_t kBatchCommits = 512;
constexpr std::size_t kBulkBatchBytes = 1024 * 1024;
constexpr int kBatchesBeforeBulk = 8;

}  // namespace

Committer::Committer(
    std::unique_ptr<Connection> connection,
    std::string node,
    WallWatch watch,
    std::mutex& writing,
    Checkpointer& checkpointer
)
    : connection_(std::move(connection)),
      node_(std::move(node)),
      watch_(std::move(watch)),
      writing_(writing),
      checkpointer_(checkpointer),
      thread_([this] { loop(); }) {}

Committer::~Committer() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        woken_.notify_one();
    }
    thread_.join();
}

std::shared_ptr<Landing> Committer::start(CommitSteps steps) {
    auto landing = std::make_shared<Landing>();
    const std::lock_guard lock(mutex_);
    (steps.is_bulk ? bulk_ : waiting_).push_back({.steps = std::move(steps), .landing = landing});
    woken_.notify_one();
    return landing;
}

void Committer::loop() {
    for (;;) {
        Batch batch = next_batch();
        if (batch.empty()) return;
        write(batch);
        for (Waiting& one : batch) one.landing->land(std::move(one.outcome), std::move(one.bug));
        checkpointer_.nudge();
    }
}

Committer::Batch Committer::next_batch() {
    std::unique_lock lock(mutex_);
    woken_.wait(lock, [&] { return !waiting_.empty() || !bulk_.empty() || is_stopping_; });
    const bool is_bulk_turn =
        !bulk_.empty() && (waiting_.empty() || batches_before_bulk_ >= kBatchesBeforeBulk);
    batches_before_bulk_ = bulk_.empty() || is_bulk_turn ? 0 : batches_before_bulk_ + 1;
    auto& from = is_bulk_turn ? bulk_ : waiting_;
    Batch batch;
    std::size_t bytes = 0;
    while (!from.empty() && batch.size() < kBatchCommits) {
        bytes += from.front().steps.bytes;
        if (is_bulk_turn && !batch.empty() && bytes > kBulkBatchBytes) break;
        batch.push_back(std::move(from.front()));
        from.pop_front();
    }
    return batch;
}

void Committer::write(Batch& batch) {
    const std::lock_guard lock(writing_);
    try {
        const auto done = write_all(batch);
        if (done) return;
        connection_->rollback();
        for (Waiting& one : batch) one.outcome = std::unexpected(done.error());
    } catch (const std::exception& bug) {
        // A bug of ours in the batch itself: everybody learns of it, nobody was committed.
        connection_->rollback();
        for (Waiting& one : batch) one.bug = bug.what();
    }
}

Result<void> Committer::write_all(Batch& batch) {
    TRY(connection_->begin());
    const Rows head = TRY(connection_->read(statements::kJournalHead));
    chain_ = Chain::from(head);
    const auto jump = watch_.jump();
    if (jump) TRY(append(*jump, watch_.stamp()));
    for (Waiting& one : batch) TRY(write_apart(one));
    TRY(connection_->commit());
    if (jump) watch_.settle();
    return {};
}

Result<void> Committer::write_apart(Waiting& waiting) {
    // Entries alone, as of every read, conflict with nothing: what fails them fails the batch.
    if (waiting.steps.steps.empty()) {
        waiting.outcome = TRY(write_one(waiting.steps));
        return {};
    }
    const Chain before = chain_;
    TRY(connection_->run(statements::kSavepoint));
    try {
        waiting.outcome = write_one(waiting.steps);
    } catch (const std::exception& bug) {
        waiting.bug = bug.what();
    }
    const bool is_bug = !waiting.bug.empty();
    const bool is_refused = is_bug || !waiting.outcome;
    if (is_refused) {
        const bool is_fault = !is_bug && waiting.outcome.error().kind != ErrorKind::Conflict;
        if (is_fault) return std::unexpected(waiting.outcome.error());
        TRY(connection_->run(statements::kRollbackTo));
        chain_ = before;
    }
    TRY(connection_->run(statements::kRelease));
    return {};
}

Result<Committed> Committer::write_one(CommitSteps& steps) {
    Committed committed{.recorded_at = watch_.stamp()};
    steps.set_time(committed.recorded_at);
    for (const Step& step : steps.steps) TRY(run_step(step));
    for (const JournalDraft& draft : steps.journal) {
        committed.journal_seq = TRY(append(draft, committed.recorded_at));
    }
    return committed;
}

Result<void> Committer::run_step(const Step& step) {
    auto changed = connection_->run(*step.statement, step.parameters);
    if (!changed) {
        if (step.is_key && changed.error().kind == ErrorKind::Conflict) {
            return refuse(ErrorKind::Conflict, "storage.repeated");
        }
        return std::unexpected(std::move(changed).error());
    }
    if (step.rows_changed && *changed != *step.rows_changed)
        return conflict(std::string(step.statement->name));
    return {};
}

Result<std::int64_t> Committer::append(const JournalDraft& draft, Instant at) {
    const ChainedEntry chained = chain_.append(entry_of(draft, at, node_));
    TRY(connection_->run(statements::kInsertJournal, journal_row(chained)));
    return chained.entry.seq;
}

}  // namespace neove::storage::sqlite
