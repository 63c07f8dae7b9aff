#pragma once
/// \file
/// Watches the wall clock against one that only runs forward, and keeps recorded time from going back.

#include "base/clock.h"
#include "storage/store.h"

#include <optional>

namespace neove::storage {

/// The time since boot, suspended time included: steps of the wall clock do not move it.
class BootClock final : public Clock {
public:
    Instant now() const override;
};

/// Not thread-safe: belongs to whoever gives commits their time.
class WallWatch {
public:
    /// `not_before`: the newest time the store already holds.
    WallWatch(const Clock& wall, const Clock& monotonic, Instant not_before)
        : wall_(wall), monotonic_(monotonic), last_(not_before) {}

    /// The server's time for a commit, never before an earlier answer.
    Instant stamp();
    /// An entry when the wall clock stepped by more than two seconds since the last call that was `settle`d.
    std::optional<JournalDraft> jump();
    /// The entry of the last `jump` is durable.
    void settle();

private:
    const Clock& wall_;
    const Clock& monotonic_;
    Instant last_;
    std::optional<std::int64_t> settled_offset_;
    std::int64_t offset_{0};
};

/// Refuses `storage.clock_behind` when the clock lies minutes before the newest time of the store.
Result<void> check_start_time(Instant now, Instant newest);

}  // namespace neove::storage
