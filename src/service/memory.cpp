#include "service/memory.h"

#include "authentication/try_pause.h"

#include <algorithm>

namespace neove::service {

namespace {
constexpr int kQueueMax = 34;  // two at work and 32 waiting
constexpr std::size_t kRememberedMax = 100'000;
}  // namespace

bool SessionMemory::touch(
    const std::string& session, Instant created_at, Instant now, std::int64_t idle_max
) {
    const std::scoped_lock lock(mutex_);
    const auto [found, is_new] = seen_.try_emplace(session, created_at);
    if (now.micros - found->second.micros > idle_max) {
        seen_.erase(found);
        return false;
    }
    found->second = now;
    return true;
}

void SessionMemory::forget(const std::string& session) {
    const std::scoped_lock lock(mutex_);
    seen_.erase(session);
}

void SessionMemory::forget_idle(Instant now, std::int64_t idle_max) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(seen_, [&](const auto& one) { return now.micros - one.second.micros > idle_max; });
}

std::int64_t AttemptMemory::pause_left(const std::string& account_digest, Instant now) {
    const std::scoped_lock lock(mutex_);
    const auto found = tries_.find(account_digest);
    if (found == tries_.end()) return 0;
    const Instant next = authentication::may_try_at(found->second.count, found->second.last);
    return std::max<std::int64_t>(0, next.micros - now.micros);
}

void AttemptMemory::failed(const std::string& account_digest, Instant now) {
    const std::scoped_lock lock(mutex_);
    // A flood of made-up names must not grow memory without bound; forgetting only shortens pauses.
    if (tries_.size() >= kRememberedMax) tries_.clear();
    Tries& tries = tries_[account_digest];
    ++tries.count;
    tries.last = now;
}

void AttemptMemory::succeeded(const std::string& account_digest) {
    const std::scoped_lock lock(mutex_);
    tries_.erase(account_digest);
}

Result<HashingGate::Turn> HashingGate::enter() {
    {
        const std::scoped_lock lock(mutex_);
        if (queued_ >= kQueueMax) return refuse(ErrorKind::Unavailable, "session.busy");
        ++queued_;
    }
    places_.acquire();
    return Turn(*this);
}

HashingGate::Turn::~Turn() {
    if (gate_ == nullptr) return;
    gate_->places_.release();
    const std::scoped_lock lock(gate_->mutex_);
    --gate_->queued_;
}

}  // namespace neove::service
