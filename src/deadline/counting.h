#pragma once
/// \file
/// From a start and an amount to a due date: the rules of counting, each of them once.

#include "calendar/working_calendar.h"
#include "deadline/deadline.h"

#include <utility>
#include <vector>

namespace neove::deadline {

/// A time during which the clock stood still, within the clock's life.
struct Stillness {
    Instant from;
    Instant until;
};

/// What was granted and what was lost on the way.
struct Adjustments {
    std::vector<std::pair<Unit, std::int32_t>> extensions;
    std::vector<Stillness> stillness;
};

struct Due {
    Instant nominal;  ///< before the last day was looked at
    Instant at;
    bool is_provisional{false};
    bool operator==(const Due&) const = default;
};

class Counting {
public:
    Counting(const calendar::WorkingCalendar& calendar, std::int64_t utc_offset)
        : calendar_(calendar), utc_offset_(utc_offset) {}

    calendar::Date day_of(Instant at) const { return calendar::date_of(at, utc_offset_); }
    Instant start_of(calendar::Date date) const { return calendar::start_of(date, utc_offset_); }
    /// The day that ends with `due` when days are counted; the day of the moment when hours are.
    calendar::Date last_day(Instant due) const { return day_of(due + -1); }

    /// Nothing when the version has no amount.
    std::optional<Due> due(const LimitVersion& version, Instant start, const Adjustments& adjustments) const;
    /// Of a limit whose day the record names.
    Due due_on(const LimitVersion& version, const calendar::PartialDate& named) const;
    /// How many days, or working days, a stillness adds to a limit of that unit; 0 for hours, where time
    /// itself is added.
    std::int64_t days_added(Unit unit, const Stillness& stillness) const;

private:
    calendar::Date count(const LimitVersion& version, calendar::Date start, std::int64_t amount) const;
    calendar::Date next_fixed(const LimitVersion& version, calendar::Date start) const;
    calendar::Date roll(Roll rule, calendar::Date last) const;
    Due due_with(const LimitVersion& version, calendar::Date first, calendar::Date last, bool uses_calendar)
        const;
    Due due_in_hours(const LimitVersion& version, Instant start, const Adjustments& adjustments) const;

    const calendar::WorkingCalendar& calendar_;
    std::int64_t utc_offset_;
};

}  // namespace neove::deadline
