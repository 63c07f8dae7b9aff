#pragma once
/// \file
/// A Commit spelled out as statements: what happens, and in which order, is the same on both engines.

#include "storage/store.h"

#include <optional>
#include <vector>

namespace neove::storage {

/// One statement of a commit.
struct Step {
    const Statement* statement{nullptr};
    Parameters parameters;
    std::optional<std::int64_t> rows_changed{};
    /// Which parameter is the server's time; set when the commit gets its turn.
    std::optional<std::size_t> time_parameter{};
    /// A uniqueness that does not hold here means `storage.repeated`, not `storage.conflict`.
    bool is_key{false};
    bool is_event{false};
};

struct CommitSteps {
    std::vector<Step> steps;  ///< idempotency, versions (in one order for all), events, writes
    std::vector<JournalDraft> journal;
    std::size_t bytes{0};  ///< size of the parameters
    bool is_bulk{false};   ///< upload chunks: no journal, no events, no versions, large; yields to others

    /// Gives everything its time, and events the digest that their rows and entries carry: it covers the
    /// time.
    void set_time(Instant recorded_at);
};

/// Commits of at least this size that say nothing and promise nothing are bulk.
constexpr std::size_t kBulkBytes = 16 * 1024;

/// Refuses text that is not UTF-8 or holds NUL (`storage.text`): PostgreSQL could not keep it.
Result<CommitSteps> commit_steps(Commit commit);

/// The same rule for the parameters of a read.
Result<void> check_text(const Parameters& parameters);

/// The one refusal for a lost race, a row count or a uniqueness.
std::unexpected<Error> conflict(std::string detail);

}  // namespace neove::storage
