#include "service/memory.h"

#include "authentication/try_pause.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kHalvesMax = 200;
constexpr std::size_t kRememberedMax = 100'000;
constexpr std::int64_t kHoursKept = 11;                ///< an hour longer than a session may last
constexpr int kStrangersFree = 60;                     ///< tries an hour at one account before the brake
constexpr std::int64_t kStrangersEvery = 6 * kSecond;  ///< from then on
constexpr int kNotedOfAccount = 10;                    ///< refusals an hour in the journal, of one account
constexpr int kNotedMax = 300;                         ///< and of all together
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

AttemptMemory::Hour& AttemptMemory::hour_of(Instant now) {
    const std::int64_t number = now.micros / kHour;
    if (hours_.empty() || hours_.front().number != number) {
        Hour fresh;
        fresh.number = number;
        fresh.key = crypto::Secret::random();
        // Of the hour that is over only two things are read again: who is known, and for one hour more the
        // counts of pairs. The rest of what a flood filled goes at once.
        if (!hours_.empty()) {
            hours_.front().strangers.clear();
            hours_.front().noted.clear();
        }
        if (hours_.size() > 1) hours_[1].pairs.clear();
        hours_.push_front(std::move(fresh));
    }
    // What is older than any session can be goes, and its key with it.
    while (hours_.size() > 1 && hours_.back().number + kHoursKept <= number) hours_.pop_back();
    return hours_.front();
}

Digest AttemptMemory::pair_of(const Hour& hour, const std::string& account, const std::string& address) {
    return crypto::keyed_hash(hour.key, "attempt", as_bytes(account + '\n' + address));
}

bool AttemptMemory::is_known(const std::string& account, const std::string& address) const {
    return std::ranges::any_of(hours_, [&](const Hour& hour) {
        return hour.known.contains(pair_of(hour, account, address));
    });
}

AttemptMemory::Tries& AttemptMemory::tries_of(
    Hour& hour, const std::string& account, const std::string& address
) {
    // A flood of made-up names must not grow memory without bound; forgetting only shortens pauses.
    if (hour.pairs.size() >= kRememberedMax) hour.pairs.clear();
    const auto [found, is_new] = hour.pairs.try_emplace(pair_of(hour, account, address));
    if (is_new && hours_.size() > 1) {
        // A new hour forgives nothing: the count of the one before is taken over.
        const Hour& before = hours_[1];
        const auto old = before.pairs.find(pair_of(before, account, address));
        if (before.number + 1 == hour.number && old != before.pairs.end()) found->second = old->second;
    }
    return found->second;
}

std::int64_t AttemptMemory::begin(const std::string& account, const std::string& address, Instant now) {
    const std::scoped_lock lock(mutex_);
    Hour& hour = hour_of(now);
    Tries& own = tries_of(hour, account, address);
    const std::int64_t pause = authentication::may_try_at(own.count, own.last).micros - now.micros;
    if (own.count > 0 && pause > 0) return pause;
    if (!is_known(account, address)) {
        if (hour.strangers.size() >= kRememberedMax) hour.strangers.clear();
        Tries& strangers = hour.strangers[account];
        const std::int64_t brake = strangers.last.micros + kStrangersEvery - now.micros;
        if (strangers.count >= kStrangersFree && brake > 0) return brake;
        ++strangers.count;
        strangers.last = now;
    }
    ++own.count;
    own.last = now;
    return 0;
}

void AttemptMemory::succeeded(const std::string& account, const std::string& address, Instant now) {
    const std::scoped_lock lock(mutex_);
    Hour& hour = hour_of(now);
    const Digest pair = pair_of(hour, account, address);
    if (hour.known.size() >= kRememberedMax) hour.known.clear();
    hour.known.insert(pair);
    // Left in place with nothing counted: erased, the last hour's count would come back.
    hour.pairs.insert_or_assign(pair, Tries{});
}

AttemptMemory::Note AttemptMemory::note_refusal(const std::string& account, Instant now) {
    const std::scoped_lock lock(mutex_);
    Hour& hour = hour_of(now);
    if (hour.noted_all > kNotedMax) return Note::Nothing;
    if (hour.noted.size() >= kRememberedMax) return Note::Nothing;
    int& of_account = hour.noted[account];
    if (of_account >= kNotedOfAccount) return Note::Nothing;
    ++of_account;
    ++hour.noted_all;
    return hour.noted_all > kNotedMax ? Note::LastOfHour : Note::Write;
}

std::size_t AttemptMemory::remembered() const {
    const std::scoped_lock lock(mutex_);
    std::size_t count = 0;
    for (const Hour& hour : hours_) {
        count += hour.pairs.size() + hour.strangers.size() + hour.known.size() + hour.noted.size();
    }
    return count;
}

void HashingGate::share(std::size_t threads) {
    limit_ = std::max(kPlaces, std::min(limit_, threads / 2));
}

void HalfMemory::keep(std::string_view whose, std::string_view half, Instant now) {
    const std::scoped_lock lock(mutex_);
    if (kept_.size() >= kHalvesMax) return;
    const Digest place = crypto::keyed_hash(key_, "half", as_bytes(whose));
    kept_.insert_or_assign(place, Kept{crypto::seal_padded(key_, as_bytes(half), place), now});
}

std::string HalfMemory::show(std::string_view whose, Instant now) {
    const std::scoped_lock lock(mutex_);
    const Digest place = crypto::keyed_hash(key_, "half", as_bytes(whose));
    const auto found = kept_.find(place);
    if (found == kept_.end() || now.micros - found->second.at.micros >= kKept) return {};
    auto opened = crypto::open_padded(key_, found->second.sealed, place);
    return opened ? std::string(as_text(*opened)) : std::string();
}

void HalfMemory::forget_old(Instant now) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(kept_, [&](const auto& one) { return now.micros - one.second.at.micros >= kKept; });
}

void PurposeMemory::give(
    const std::string& session, const std::string& record, std::string purpose, Instant now
) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(given_, [&](const auto& one) { return now.micros - one.second.at.micros >= kKept; });
    // Forgetting only asks again.
    if (given_.size() >= kRememberedMax) given_.clear();
    given_.insert_or_assign({session, record}, Given{std::move(purpose), now});
}

std::string PurposeMemory::of(const std::string& session, const std::string& record, Instant now) const {
    const std::scoped_lock lock(mutex_);
    const auto found = given_.find({session, record});
    if (found == given_.end() || now.micros - found->second.at.micros >= kKept) return {};
    return found->second.purpose;
}

Result<HashingGate::Turn> HashingGate::enter() {
    {
        const std::scoped_lock lock(mutex_);
        if (queued_ >= limit_) return refuse(ErrorKind::Unavailable, "session.busy");
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
