#include "storage/landing.h"

#include "base/check.h"

#include <utility>

namespace neove::storage {

Result<Committed> Landing::wait() {
    std::unique_lock lock(mutex_);
    woken_.wait(lock, [&] { return has_rung_; });
    if (!bug_.empty()) throw Bug(bug_);
    return outcome_;
}

void Landing::ring(std::function<void()> bell) {
    {
        const std::lock_guard lock(mutex_);
        CHECK(!bell_);
        if (!has_outcome_) {
            bell_ = std::move(bell);
            return;
        }
    }
    bell();
}

void Landing::land(Result<Committed> outcome, std::string bug) {
    std::function<void()> bell;
    {
        const std::lock_guard lock(mutex_);
        CHECK(!has_outcome_);
        outcome_ = std::move(outcome);
        bug_ = std::move(bug);
        has_outcome_ = true;
        bell = std::move(bell_);
    }
    if (bell) bell();
    const std::lock_guard lock(mutex_);
    has_rung_ = true;
    woken_.notify_all();
}

}  // namespace neove::storage
