#pragma once
/// \file
/// Who works on what, when no caller asks. A piece of work has a natural key, its kind and period. What it
/// writes, the mark that it is done and the proof that the lease still stands are one Commit: however many
/// nodes turn, that happens once. What it does outside the store (a mail, a file) may happen twice, when its
/// holder dies in between. A holder that dies loses the lease after its time.
///
/// Clocks may jump: a lease or pause that ends later than any we give is not believed, and what a node does
/// beside another's lease is refused by the term.

#include "base/clock.h"
#include "storage/store.h"

#include <functional>
#include <optional>
#include <string>

namespace neove::service {

constexpr std::int64_t kLeaseTime = 5 * kMinute;
constexpr std::int64_t kPauseMax = kHour;

/// The pause after the n-th failing try: a minute, doubled each time, an hour at most.
std::int64_t pause_after(std::int64_t tries);

/// One turn of a kind, leased to this node.
struct Turn {
    std::string kind;
    std::int64_t period{0};
    Instant now;
    /// Belongs into every Commit of the work: refuses it once the lease is lost.
    storage::Write hold;
};

/// What the work wants written with the mark that it is done, and a number for the status page.
struct Finished {
    storage::Commit commit;
    std::int64_t result{0};
};

struct JobKind {
    std::string kind;          ///< stable word, e.g. `housekeeping`
    std::int64_t every{kDay};  ///< length of a period
    std::function<Result<Finished>(const Turn&)> work;
};

enum class TurnOutcome : std::uint8_t {
    Idle,  ///< done already, not due yet, or another node works on it
    Done,
    Failed,  ///< will be tried again after a pause
    Lost,    ///< the lease went to another while this one worked; nothing of the last Commit happened
};

/// One node's turns. `holder` names the process. Thread-safe as far as the store is.
class Jobs {
public:
    /// `offset` moves periods to local days.
    Jobs(storage::Store& store, const Clock& clock, std::string holder, std::int64_t offset);

    /// Works on the current period of the kind when it is due and nobody else does.
    Result<TurnOutcome> run(const JobKind& job);

    /// The three steps of `run`. Nothing where there is nothing to do or another node has it.
    Result<std::optional<Turn>> begin(const std::string& kind, std::int64_t period);
    Result<TurnOutcome> finish(const Turn& turn, Finished finished);
    /// Remembers the stable code of a failure and lets the lease go.
    Result<> fail(const Turn& turn, const std::string& code);

    /// A lease without a job row, for work whose pieces are rows of their own (mails).
    Result<std::optional<Turn>> take(const std::string& kind);
    Result<> release(const Turn& turn);
    /// The turn's `hold` counted from now: for work of many Commits.
    storage::Write hold(const Turn& turn) const;

    std::int64_t period_now(std::int64_t every) const;

private:
    Result<std::optional<Turn>> lease(
        storage::Snapshot& snapshot, const std::string& kind, storage::Commit commit
    );
    storage::Write until(const Turn& turn, std::int64_t until_at) const;

    storage::Store& store_;
    const Clock& clock_;
    std::string holder_;
    std::int64_t offset_;
};

}  // namespace neove::service
