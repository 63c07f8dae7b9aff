#include "service/jobs/jobs.h"

#include "base/check.h"
#include "storage/statements/jobs.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::string_view kConflict = "storage.conflict";

/// Whether a moment that we set lies ahead, and not so far that a clock must have jumped.
bool lies_ahead(std::int64_t at, Instant now, std::int64_t longest) {
    return at > now.micros && at <= now.micros + longest;
}

}  // namespace

std::int64_t pause_after(std::int64_t tries) {
    const std::int64_t doublings = std::clamp<std::int64_t>(tries - 1, 0, 10);
    return std::min(kMinute << doublings, kPauseMax);
}

Jobs::Jobs(storage::Store& store, const Clock& clock, std::string holder, std::int64_t offset)
    : store_(store), clock_(clock), holder_(std::move(holder)), offset_(offset) {
    CHECK(!holder_.empty());
}

std::int64_t Jobs::period_now(std::int64_t every) const {
    CHECK(every > 0);
    return (clock_.now().micros + offset_) / every;
}

storage::Write Jobs::until(const Turn& turn, std::int64_t until_at) const {
    storage::Write hold = turn.hold;
    hold.parameters.back() = until_at;
    return hold;
}

storage::Write Jobs::hold(const Turn& turn) const {
    return until(turn, clock_.now().micros + kLeaseTime);
}

/// Takes the lease in one Commit with `commit`; of two who try at once, one gets it.
Result<std::optional<Turn>> Jobs::lease(
    storage::Snapshot& snapshot, const std::string& kind, storage::Commit commit
) {
    const Instant now = clock_.now();
    const std::int64_t until_at = now.micros + kLeaseTime;
    const storage::Rows rows = TRY(snapshot.read(statements::kLeaseOf, {kind}));
    std::int64_t term = 1;
    if (rows.empty()) {
        commit.writes.push_back({&statements::kInsertLease, {kind, holder_, until_at}, 1});
    } else {
        if (lies_ahead(rows[0].number(2), now, kLeaseTime)) return std::nullopt;
        term = rows[0].number(1) + 1;
        commit.writes.push_back({&statements::kTakeLease, {kind, holder_, until_at, rows[0].number(1)}, 1});
    }
    const auto taken = store_.commit(std::move(commit));
    if (!taken && taken.error().code == kConflict) return std::nullopt;
    if (!taken) return std::unexpected(taken.error());
    Turn turn;
    turn.kind = kind;
    turn.now = now;
    turn.hold = {&statements::kHoldLease, {kind, holder_, term, until_at}, 1};
    return turn;
}

Result<std::optional<Turn>> Jobs::take(const std::string& kind) {
    const auto snapshot = TRY(store_.snapshot());
    return lease(*snapshot, kind, {});
}

Result<> Jobs::release(const Turn& turn) {
    storage::Commit commit;
    commit.writes.push_back(until(turn, 0));
    const auto done = store_.commit(std::move(commit));
    // Lost meanwhile: then there is nothing to let go.
    if (!done && done.error().code != kConflict) return std::unexpected(done.error());
    return {};
}

Result<std::optional<Turn>> Jobs::begin(const std::string& kind, std::int64_t period) {
    const auto snapshot = TRY(store_.snapshot());
    const Instant now = clock_.now();
    const storage::Rows rows = TRY(snapshot->read(statements::kJobOf, {kind, period}));
    const std::int64_t tries = rows.empty() ? 1 : rows[0].number(1) + 1;
    const std::int64_t next_at = now.micros + pause_after(tries);
    storage::Commit commit;
    if (rows.empty()) {
        commit.writes.push_back({&statements::kInsertJob, {kind, period, next_at, now.micros}, 1});
    } else {
        if (rows[0].text(0) != "waiting") return std::nullopt;
        if (lies_ahead(rows[0].number(2), now, kPauseMax)) return std::nullopt;
        commit.writes.push_back({&statements::kBeginJob, {kind, period, next_at, now.micros}, 1});
    }
    auto turn = TRY(lease(*snapshot, kind, std::move(commit)));
    if (turn) turn->period = period;
    return turn;
}

Result<TurnOutcome> Jobs::finish(const Turn& turn, Finished finished) {
    storage::Commit commit = std::move(finished.commit);
    // The lease first: who lost it must not even wait for the rest.
    commit.writes.insert(commit.writes.begin(), until(turn, 0));
    commit.writes.push_back(
        {&statements::kFinishJob, {turn.kind, turn.period, clock_.now().micros, finished.result}, 1}
    );
    const auto done = store_.commit(std::move(commit));
    if (!done && done.error().code == kConflict) return TurnOutcome::Lost;
    if (!done) return std::unexpected(done.error());
    return TurnOutcome::Done;
}

Result<> Jobs::fail(const Turn& turn, const std::string& code) {
    storage::Commit commit;
    commit.writes.push_back(until(turn, 0));
    commit.writes.push_back({&statements::kFailJob, {turn.kind, turn.period, clock_.now().micros, code}});
    const auto done = store_.commit(std::move(commit));
    if (!done && done.error().code != kConflict) return std::unexpected(done.error());
    return {};
}

Result<TurnOutcome> Jobs::run(const JobKind& job) {
    const auto turn = TRY(begin(job.kind, period_now(job.every)));
    if (!turn) return TurnOutcome::Idle;
    auto finished = job.work(*turn);
    if (!finished) {
        TRY(fail(*turn, finished.error().code));
        return TurnOutcome::Failed;
    }
    return finish(*turn, std::move(*finished));
}

}  // namespace neove::service
