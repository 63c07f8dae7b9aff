#pragma once
/// \file
/// Moves durable entries from the queue into the chain. Every node runs one; whoever holds the advisory lock
/// works, the others wait for the lock, so a node that dies is replaced by itself.

#include "storage/chain.h"
#include "storage/postgres/connection.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace neove::storage::postgres {

class Sequencer {
public:
    /// `longest_wait`: how long an entry may stand unchained before `is_stalled`.
    Sequencer(std::string conninfo, std::chrono::milliseconds longest_wait);
    /// Chains what is waiting, if it is the one that works, then ends.
    ~Sequencer();

    /// Something was queued here.
    void nudge();
    /// An entry stands unchained for too long, or nobody could look for too long.
    bool is_stalled() const;

private:
    using Time = std::chrono::steady_clock::time_point;

    void loop();
    Result<void> turn();
    Result<bool> chain_some();
    Result<void> measure();
    void pause();

    const std::string conninfo_;
    const std::chrono::milliseconds longest_wait_;
    std::unique_ptr<Connection> connection_;
    bool is_chaining_{false};  ///< holds the lock

    /// The newest id of the queue at past moments: since when the oldest one has been waiting, whatever the
    /// wall clock.
    struct Sample {
        std::int64_t newest;
        Time seen;
    };
    std::deque<Sample> samples_;
    std::atomic<Time> last_look_;
    std::atomic<Time> waiting_since_{Time::max()};

    std::mutex mutex_;
    std::condition_variable woken_;
    bool has_news_{false};
    bool is_stopping_{false};
    std::thread thread_;
};

}  // namespace neove::storage::postgres
