#pragma once
/// \file
/// The one writer: takes whatever commits are waiting, gives each a savepoint, syncs once, then answers them
/// all.

#include "storage/chain.h"
#include "storage/commit_steps.h"
#include "storage/landing.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/connection.h"
#include "storage/wall_watch.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace neove::storage::sqlite {

class Committer {
public:
    Committer(
        std::unique_ptr<Connection> connection,
        std::string node,
        WallWatch watch,
        std::mutex& writing,
        Checkpointer& checkpointer
    );
    /// Answers what is waiting, then ends.
    ~Committer();

    /// Thread-safe; what it returns lands when the commit is durable or refused.
    std::shared_ptr<Landing> start(CommitSteps steps);

private:
    struct Waiting {
        CommitSteps steps;
        std::shared_ptr<Landing> landing;
        Result<Committed> outcome{Committed{}};
        std::string bug{};  ///< what to throw in the caller's thread; empty when there is none
    };
    using Batch = std::vector<Waiting>;

    void loop();
    Batch next_batch();
    void write(Batch& batch);
    Result<void> write_all(Batch& batch);
    /// One commit of a batch: refused by itself, without the others. An error is the whole batch's.
    Result<void> write_apart(Waiting& waiting);
    Result<Committed> write_one(CommitSteps& steps);
    Result<void> run_step(const Step& step);
    Result<std::int64_t> append(const JournalDraft& draft, Instant at);

    std::unique_ptr<Connection> connection_;
    const std::string node_;
    WallWatch watch_;
    std::mutex& writing_;
    Checkpointer& checkpointer_;
    Chain chain_;  ///< read anew in every batch: another process of ours may have written

    std::mutex mutex_;
    std::condition_variable woken_;
    std::deque<Waiting> waiting_;
    std::deque<Waiting> bulk_;
    int batches_before_bulk_{0};
    bool is_stopping_{false};
    std::thread thread_;
};

}  // namespace neove::storage::sqlite
