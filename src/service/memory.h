#pragma once
/// \file
/// What a node remembers only while it runs: when a session was last used, and how often a sign-in failed
/// lately.

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <semaphore>
#include <set>
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

/// Tries to sign in, in memory alone. A pause belongs to one account *and* one address, so that a stranger
/// keeps nobody else out; addresses are kept only as digests under a random key of that hour. Beyond that a
/// brake holds back guesses at one account from ever new addresses; an address from which that account
/// signed in lately is not under it.
class AttemptMemory {
public:
    /// Counts this try and lets it begin (0), or says how many microseconds to wait; a try that has to wait
    /// is not counted. To be called before any hashing, so that guesses sent at once do not escape the count.
    std::int64_t begin(const std::string& account_digest, const std::string& address, Instant now);
    void succeeded(const std::string& account_digest, const std::string& address, Instant now);

    /// What the journal shall hold of a refused try: a flood may not fill it.
    enum class Note : std::uint8_t { Write, LastOfHour, Nothing };
    Note note_refusal(const std::string& account_digest, Instant now);
    /// How many entries it holds in all: what a flood costs in memory.
    std::size_t remembered() const;

private:
    struct Tries {
        int count{0};
        Instant last;
    };
    struct Hour {
        std::int64_t number{0};
        crypto::Secret key;
        std::map<Digest, Tries> pairs;           ///< by account and address
        std::map<std::string, Tries> strangers;  ///< by account: from addresses not known for it
        std::set<Digest> known;                  ///< pairs that signed in rightly
        std::map<std::string, int> noted;        ///< entries in the journal by account
        int noted_all{0};
    };
    Hour& hour_of(Instant now);
    static Digest pair_of(const Hour& hour, const std::string& account, const std::string& address);
    bool is_known(const std::string& account, const std::string& address) const;
    Tries& tries_of(Hour& hour, const std::string& account, const std::string& address);

    mutable std::mutex mutex_;
    std::deque<Hour> hours_;  ///< newest first
};

/// Second halves of first passwords, for the minutes in which an answer may have been lost: shown again to
/// the same request alone. Never stored; sealed in memory under a key of this process and the request.
class HalfMemory {
public:
    static constexpr std::int64_t kKept = 10 * kMinute;

    /// `whose`: everything that makes the request the same one.
    void keep(std::string_view whose, std::string_view half, Instant now);
    /// Empty where it was never kept, or is kept no more.
    std::string show(std::string_view whose, Instant now);
    void forget_old(Instant now);

private:
    struct Kept {
        Bytes sealed;
        Instant at;
    };
    std::mutex mutex_;
    crypto::Secret key_ = crypto::Secret::random();
    std::map<Digest, Kept> kept_;
};

/// Why a person looks into a file, said once a visit: by session and record.
class PurposeMemory {
public:
    static constexpr std::int64_t kKept = 30 * kMinute;

    void give(const std::string& session, const std::string& record, std::string purpose, Instant now);
    /// Empty where none was given, or too long ago.
    std::string of(const std::string& session, const std::string& record, Instant now) const;

private:
    struct Given {
        std::string purpose;
        Instant at;
    };
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Given> given_;
};

/// Two password hashings at a time (64 MiB each), a queue of 32 at most; beyond it `session.busy`.
class HashingGate {
public:
    /// Who waits here holds a thread that answers requests: with this many of them, at most half may wait or
    /// hash, so that a flood of sign-ins leaves the other routes alone. Before the first `enter`.
    void share(std::size_t threads);
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
    static constexpr std::size_t kPlaces = 2;

    std::mutex mutex_;
    std::size_t limit_{kPlaces + 32};
    std::size_t queued_{0};
    std::counting_semaphore<kPlaces> places_{kPlaces};
};

}  // namespace neove::service
