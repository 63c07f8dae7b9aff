#pragma once
/// \file
/// What a node remembers only while it runs: when a session was last used, and how often a sign-in failed
/// lately.

#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <semaphore>
#include <string>
#include <utility>

namespace neove::service {

/// Idle times. A session this process never saw counts as last used when it was created, so a restart can end
/// a session early but never revives an idle one.
class SessionMemory {
public:
    /// True while the session is awake; then marks it as used now.
    bool touch(const std::string& session, Instant created_at, Instant now, std::int64_t idle_max);
    void forget(const std::string& session);
    /// Drops those that would be refused anyway, so that years of sign-ins do not pile up.
    void forget_idle(Instant now, std::int64_t idle_max);

private:
    std::mutex mutex_;
    std::map<std::string, Instant> seen_;
};

/// Failed sign-ins by account, in memory alone: no lock-out by strangers, pauses grow to a minute.
class AttemptMemory {
public:
    /// Microseconds to wait before the next try; 0 when it may be now.
    std::int64_t pause_left(const std::string& account_digest, Instant now);
    void failed(const std::string& account_digest, Instant now);
    void succeeded(const std::string& account_digest);

private:
    struct Tries {
        int count{0};
        Instant last;
    };
    std::mutex mutex_;
    std::map<std::string, Tries> tries_;
};

/// Two password hashings at a time (64 MiB each), a queue of 32; beyond it `session.busy`.
class HashingGate {
public:
    class Turn {
    public:
        explicit Turn(HashingGate& gate) : gate_(&gate) {}
        Turn(Turn&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
        Turn(const Turn&) = delete;
        Turn& operator=(Turn) = delete;
        ~Turn();

    private:
        HashingGate* gate_;
    };
    Result<Turn> enter();

private:
    std::mutex mutex_;
    int queued_{0};
    std::counting_semaphore<2> places_{2};
};

}  // namespace neove::service
