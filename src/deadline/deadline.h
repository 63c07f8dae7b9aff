#pragma once
/// \file
/// From what happened to a record to its clocks: pure, so that a clock can be derived again at any time and
/// is never edited. Overdue is a question asked with the time of asking, never stored.

#include "base/clock.h"
#include "calendar/date.h"
#include "calendar/working_calendar.h"
#include "deadline/limit.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace neove::deadline {

/// What an event says of a clear date field.
struct FieldDay {
    std::string field;
    std::optional<calendar::PartialDate> day{};  ///< nothing: cleared
    auto operator<=>(const FieldDay&) const = default;
};

/// Something that happened to a record, as clocks see it.
struct Event {
    std::string id;
    std::string action{};
    std::string entered{};  ///< the state it led to; empty where the state stayed
    Instant occurred_at{};
    calendar::Precision precision{calendar::Precision::Instant};
    std::vector<FieldDay> fields{};
    Instant recorded_at{};  ///< where nobody says it, never late
    /// Id of an event recorded before, which this one mends: its time counts from now on, its fields are laid
    /// over the others, and so are its action and state where they are not empty. An id that nobody knows
    /// mends nothing, and the event stands for itself.
    std::string corrects{};
    /// Of one that mends: its fields are all that the event says now.
    bool tells_all{false};
};

/// One step on the way to a due date. Stored clocks name a kind by its number: new ones go behind the last.
struct Step {
    enum class Kind : std::uint8_t {
        Counted,        ///< the amount from the start
        Suspended,      ///< stood still from `from` until `to`; `amount` days or working days were added
        StandsStill,    ///< since `from`, with no end yet
        Extended,       ///< on `from`
        TooOften,       ///< an extension on `from` beyond those that may be given: not counted
        TooLate,        ///< an extension on `from` after the limit had run out: not counted
        Rolled,         ///< the last day `from` is off; `to` takes its place
        TakenOver,      ///< by the version in force since `to`
        NamedAnew,      ///< on `from` the record named another day
        NamedLate,      ///< likewise, when the day it named before had gone by
        NoLongerNamed,  ///< on `from` the day was taken out of the record
        /// The day was corrected after the limit had stopped: until then the record named `to`.
        MendedAfter,
        MendedAfterNone,  ///< likewise; until then the record named no day
        /// What happened on `from` stopped it, and counts as of `to`: the day that the record names for it.
        Dated,
        StopMended,  ///< when it stopped was corrected afterwards; until then the record said `to`
        /// What is told of `from`, when there was time left, was recorded on `to`, when there was none: it
        /// counts, and is told (ADR 96).
        RecordedLate,
        StartMended,   ///< what it is counted from was corrected afterwards; until then the record said `to`
        NamedMended,   ///< the day that the record names was corrected; until then it named `to`
        NotBeforeLaw,  ///< the version that took over had run out before it was in force: `to` is its last
                       ///< day
    };
    Kind kind{Kind::Counted};
    calendar::Date from{};
    calendar::Date to{};
    std::int64_t amount{0};
    Unit unit{Unit::Day};
    Instant due{};  ///< what it led to, before rolling
    std::string authority{};
    std::string citation{};
    bool operator==(const Step&) const = default;
};

/// A limit at work on a record.
struct Clock {
    std::string limit;
    int number{1};  ///< a limit that starts again after it stopped has more than one
    Instant started_at;
    calendar::Precision start_precision{calendar::Precision::Instant};
    /// The last moment: of a limit in days 24:00 of its last day. Nothing while the limit is unknown, the
    /// record names no day, or the clock stands still.
    std::optional<Instant> due_at{};
    std::optional<Instant> warn_at{};
    /// The earliest it can have been; before `started_at` where a limit was met before the day it starts
    /// with, or the record names such a day for what stopped it.
    std::optional<Instant> stopped_at{};
    std::optional<Instant>
        stopped_latest{};  ///< later than `stopped_at` where only the day, month or year is known
    std::optional<Instant> suspended_since{};  ///< it stands still
    std::int64_t suspended_micros{0};          ///< it stood still, all ended suspensions together
    bool is_confirmed{false};                  ///< somebody confirmed the limit
    bool is_provisional{false};                ///< the calendar it was counted with is not all known
    std::size_t version{0};                    ///< index of the version that governs it
    int extended{0};                           ///< times
    bool first_day_excluded{true};
    bool fixed_is_included{true};
    Unit unit{Unit::Day};
    std::string citation{};
    std::vector<Step> steps{};
    bool is_suspended() const { return suspended_since.has_value(); }
    bool operator==(const Clock&) const = default;
};

/// The clocks of all limits, in the order of the limits and of their starts. `history` is in the order of
/// recording; what counts is when things happened. A limit that no version governs on the day of its trigger
/// has no clock. The limits are those `check_limit` finds no fault with.
std::vector<Clock> derive_clocks(
    const std::vector<Limit>& limits,
    const std::vector<Event>& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset
);

enum class Standing : std::uint8_t {
    Running,
    Overdue,
    Met,
    MetLate,
    Suspended,
    Unknown,  ///< no limit is known, no day is named, or the stop is not known exactly enough to tell
};
Standing standing(const Clock& clock, Instant now);
/// Running, and within the days of warning before the due date.
bool is_due_soon(const Clock& clock, Instant now);
/// Time that counted, in microseconds: until it stopped or `now`, without suspensions.
std::int64_t elapsed(const Clock& clock, Instant now);

}  // namespace neove::deadline
