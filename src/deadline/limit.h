#pragma once
/// \file
/// A time limit as a register defines it: what starts it, what meets it, how long it is under which law, and
/// how it is counted. Plain values; a limit nobody could confirm has no amount and never raises an alarm.

#include "base/result.h"
#include "calendar/date.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace neove::deadline {

/// What sets a clock in motion, stops it or lets it rest.
struct Trigger {
    enum class Kind : std::uint8_t {
        Entered,  ///< the record came into a state
        Action,   ///< somebody took an action
        Field,    ///< the day that a clear date field names
    };
    Kind kind{Kind::Entered};
    std::string name;  ///< of the state, the action or the field
    /// Of what stops a clock, and is no field itself: the clear date field that says on which day it was so.
    std::string dated_by{};
    bool is_same(const Trigger& other) const { return kind == other.kind && name == other.name; }
    auto operator<=>(const Trigger&) const = default;
};

/// Stored clocks name a unit by its number: new ones go behind the last.
enum class Unit : std::uint8_t {
    Hour,
    Day,
    WorkingDay,
    Month,
    FixedDate,  ///< a day of every year
    NamedDay,   ///< the day that the record itself names
};

/// What becomes of a limit whose last day is a day off.
enum class Roll : std::uint8_t {
    None,
    NextWorkingDay,      ///< ends with the first working day after
    AfterPublicHoliday,  ///< likewise after a public holiday; weekly rest moves nothing
};

/// A day of every year.
struct FixedDay {
    int month{1};
    int day{1};  ///< 29 February is the last day of February
    auto operator<=>(const FixedDay&) const = default;
};

/// What the law said of a limit during some time.
struct LimitVersion {
    calendar::Date valid_from{calendar::Date::first()};
    std::optional<calendar::Date> valid_until{};  ///< the first day on which it is no longer so
    /// Absent: nobody could confirm it. Not with FixedDate and NamedDay.
    std::optional<std::int32_t> amount{};
    Unit unit{Unit::Day};
    std::vector<FixedDay> fixed{};  ///< with FixedDate: the next of these strictly after the trigger's day
    std::string field{};            ///< with NamedDay: the clear date field that holds the day
    bool fixed_is_included{true};   ///< false: `before that day`, so the day before is the last one
    bool first_day_excluded{
        true};  ///< the trigger's day does not count; of no meaning for hours, fixed and named days
    Roll roll{Roll::None};
    std::string citation{};
    bool is_confirmed{false};
    /// Whether it also governs clocks that began earlier and have neither stopped nor run out when it comes
    /// into force; they are then counted anew from their beginning.
    bool takes_over_running{false};
};

/// While it lasts the clock stands still; the due date moves by as much.
struct Suspension {
    Trigger from;
    Trigger until;
};

/// Each time `action` is taken before the limit ran out, it grows.
struct Extension {
    std::string action;
    std::optional<std::int32_t> amount{};
    Unit unit{Unit::Day};
    int times_max{1};
    std::string authority{};  ///< who may grant it; shown
    std::string citation{};
};

struct Limit {
    std::string id;
    Trigger starts{};
    std::vector<Trigger> stops{};  ///< whichever comes first
    std::vector<LimitVersion> versions{};
    std::optional<Suspension> suspension{};
    std::vector<Extension> extensions{};
    std::int32_t warn_before_days{0};  ///< calendar days before the due date; 0: no warning
    /// Whose agenda its clocks enter: of those who stand so to the record. Empty: of the body it belongs to,
    /// of whoever opened it, and of those to whom a relation was given.
    std::vector<std::string> concerns{};
};

/// Faults of a definition, all of them, each at its JSON Pointer within the limit (`/versions/1/amount`).
/// Codes: `limit.amount_and_date`, `limit.amount_range`, `limit.citation_missing`, `limit.confirmed_unknown`,
/// `limit.dated_wrongly`, `limit.date_missing`, `limit.date_unreal`, `limit.extension_amount`,
/// `limit.extension_authority`, `limit.extension_times`, `limit.extension_twice`, `limit.extension_unit`,
/// `limit.named_and_moved`, `limit.named_nowhere`, `limit.no_stop`, `limit.no_version`,
/// `limit.roll_of_hours`, `limit.start_is_named`, `limit.start_is_stop`, `limit.suspension_same`,
/// `limit.trigger_unnamed`, `limit.version_gap`, `limit.version_order`, `limit.version_overlap`,
/// `limit.warn_range`.
Diagnostics check_limit(const Limit& limit);

}  // namespace neove::deadline
