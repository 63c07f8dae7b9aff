#pragma once
/// \file
/// A commit on its way: who began it may go on with other work and learn later how it ended.

#include "base/result.h"
#include "storage/committed.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

namespace neove::storage {

/// Thread-safe; held by the store until it has landed, and by whoever waits.
class Landing {
public:
    /// Waits until it is durable or refused, as `Store::commit` would. A bug of ours in the store is thrown
    /// here. Returns only after the bell was rung.
    Result<Committed> wait();
    /// Calls `bell` once when it has landed, from whatever thread; at once when it has already. One bell.
    void ring(std::function<void()> bell);

    /// By the store, once. `bug` is what to throw in the thread that waits; empty when there is none.
    void land(Result<Committed> outcome, std::string bug = {});

private:
    std::mutex mutex_;
    std::condition_variable woken_;
    std::function<void()> bell_;
    Result<Committed> outcome_{Committed{}};
    std::string bug_;
    bool has_outcome_{false};
    bool has_rung_{false};
};

}  // namespace neove::storage
