#pragma once
/// \file
/// How a record stands to the limit that its register's board is about, in one word: what a board counts by
/// and a list is narrowed by is worked out here and nowhere else.

#include "definition/board.h"
#include "service/registers/stored_record.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace neove::service {

/// In the order in which a board shows them.
enum class Timing : std::uint8_t {
    Overdue,
    DueSoon,  ///< within the days of warning
    Running,  ///< in time, or standing still
    Met,
    MetLate,
    None,  ///< no such limit runs or ran, or no day of it is known
};
inline constexpr std::size_t kTimings = 6;

/// `overdue`, `due_soon`, `running`, `met`, `met_late`, `none`.
std::string_view timing_word(Timing timing);
std::optional<Timing> timing_named(std::string_view word);

struct Timed {
    Timing timing{Timing::None};
    std::optional<Instant> due_at{};
};
Timed timing_of(const deadline::Clock& clock, Instant now);
/// Whether the clock says how a record in this state stands: what was given up kept no limit.
bool says(const definition::BoardRule& rule, const deadline::Clock& clock, const std::string& state);

/// The same as numbers, for whoever keeps many: what `timing_of` says of the clock at any moment.
struct TimingSpan {
    static constexpr std::int64_t kNoDay = INT64_MAX;
    std::int64_t due{kNoDay};
    std::int64_t soon{kNoDay};       ///< from when the end of one that runs is near
    Timing otherwise{Timing::None};  ///< before that, or for ever
    bool runs{false};
    Timing at(Instant now) const {
        if (!runs) return otherwise;
        if (due < now.micros) return Timing::Overdue;
        return soon <= now.micros ? Timing::DueSoon : otherwise;
    }
};
TimingSpan span_of(const deadline::Clock& clock);

/// The clock of a limit that started last, by record, of as many as one statement takes (`add_ids`): what
/// says how it stands, without what explains it.
using LastClocks = std::map<std::string, deadline::Clock>;
Result<LastClocks> last_clocks(
    storage::Snapshot& snapshot, std::span<const RecordId> records, std::string_view limit
);

/// `2026-12`: the month of a limit's last day, where the installation stands. Of one in days that day ends
/// with the midnight that is its due moment.
std::string month_of(Instant due_at, std::int64_t utc_offset_micros);
bool is_month(std::string_view text);

}  // namespace neove::service
