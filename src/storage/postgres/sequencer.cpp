#include "storage/postgres/sequencer.h"

#include "base/check.h"
#include "storage/statements/core.h"
#include "storage/statements/postgres_session.h"

namespace neove::storage::postgres {

namespace {

constexpr std::int64_t kBatch = 1'000;
constexpr std::chrono::milliseconds kPause{100};  // entries of other nodes are found by looking
const Parameters kNone;

}  // namespace

Sequencer::Sequencer(std::string conninfo, std::chrono::milliseconds longest_wait)
    : conninfo_(std::move(conninfo)),
      longest_wait_(longest_wait),
      last_look_(std::chrono::steady_clock::now()),
      thread_([this] { loop(); }) {}

Sequencer::~Sequencer() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        woken_.notify_one();
    }
    thread_.join();
}

void Sequencer::nudge() {
    const std::lock_guard lock(mutex_);
    has_news_ = true;
    woken_.notify_one();
}

bool Sequencer::is_stalled() const {
    const Time now = std::chrono::steady_clock::now();
    const Time since = waiting_since_.load();
    return now - last_look_.load() > longest_wait_ || (since != Time::max() && now - since > longest_wait_);
}

void Sequencer::loop() {
    for (;;) {
        bool is_last = false;
        {
            const std::lock_guard lock(mutex_);
            is_last = is_stopping_;
        }
        try {
            if (!turn()) connection_.reset();
        } catch (const std::exception&) {
            connection_.reset();  // a bug of ours shows as a stall, which refuses what must be journalled
        }
        if (!connection_) is_chaining_ = false;
        if (is_last) return;
        pause();
    }
}

void Sequencer::pause() {
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, kPause, [&] { return is_stopping_ || (has_news_ && is_chaining_); });
    has_news_ = false;
}

Result<void> Sequencer::turn() {
    if (!connection_) connection_ = TRY(Connection::open(conninfo_));
    if (!is_chaining_) {
        const Rows lock = TRY(connection_->read(statements::kPgTryChainLock));
        is_chaining_ = lock.at(0).number(0) == 1;
    }
    bool has_more = is_chaining_;
    while (has_more) {
        has_more = TRY(chain_some());
        TRY(measure());
    }
    return is_chaining_ ? Result<void>{} : measure();
}

Result<bool> Sequencer::chain_some() {
    TRY(connection_->run(statements::kPgBeginChaining));
    const Rows queued = TRY(connection_->read(statements::kQueuedEntries, {kBatch}));
    if (queued.empty()) {
        connection_->rollback();
        return false;
    }
    const Rows head = TRY(connection_->read(statements::kJournalHead));
    Chain chain = Chain::from(head);
    std::vector<Parameters> rows;
    rows.reserve(queued.size());
    for (const Row& row : queued) rows.push_back(journal_row(chain.append(queued_entry_of(row))));
    const Parameters last{queued.back().number(0)};
    std::vector<Call> calls;
    for (const Parameters& row : rows) calls.push_back({&statements::kInsertJournal, &row});
    calls.push_back({&statements::kDequeueEntries, &last});
    const Pipelined written = connection_->pipeline(calls);
    TRY(written.result);
    CHECK(written.rows.back() == static_cast<std::int64_t>(queued.size()));
    TRY(connection_->commit());
    return std::ssize(queued) == kBatch;
}

Result<void> Sequencer::measure() {
    const Rows bounds = TRY(connection_->read(statements::kQueueBounds));
    const Time now = std::chrono::steady_clock::now();
    last_look_ = now;
    if (bounds.at(0).is_null(0)) {
        samples_.clear();
        waiting_since_ = Time::max();
        return {};
    }
    const std::int64_t oldest = bounds[0].number(0);
    while (!samples_.empty() && samples_.front().newest < oldest) samples_.pop_front();
    if (samples_.empty() || samples_.back().newest < bounds[0].number(1)) {
        samples_.push_back({bounds[0].number(1), now});
    }
    waiting_since_ = samples_.front().seen;
    return {};
}

}  // namespace neove::storage::postgres
