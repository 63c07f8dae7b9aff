#include "deadline/counting.h"

#include <algorithm>

namespace neove::deadline {

using calendar::Date;

Date Counting::count(const LimitVersion& version, Date start, std::int64_t amount) const {
    const Date day_before = version.first_day_excluded ? start : start.plus_days(-1);
    switch (version.unit) {
        case Unit::WorkingDay: return calendar_.plus_working_days(day_before, amount).date;
        case Unit::Month: {
            // The same-numbered day counts from the trigger's day; counting that one too ends a day earlier.
            const Date end = start.plus_months(amount);
            return version.first_day_excluded ? end : end.plus_days(-1);
        }
        case Unit::FixedDate: return next_fixed(version, start);
        case Unit::NamedDay:
        case Unit::Day:
        case Unit::Hour: break;
    }
    return day_before.plus_days(amount);
}

Date Counting::next_fixed(const LimitVersion& version, Date start) const {
    std::optional<Date> next;
    for (int year = start.year(); year <= start.year() + 1; ++year) {
        for (const FixedDay& each : version.fixed) {
            const int last = calendar::days_in_month(year, each.month);
            const auto on = Date::make(year, each.month, std::min(each.day, last));
            if (on && *on > start && (!next || *on < *next)) next = on;
        }
    }
    const Date found = next.value_or(Date::last());
    return version.fixed_is_included ? found : found.plus_days(-1);
}

Date Counting::roll(Roll rule, Date last) const {
    const bool moves = (rule == Roll::NextWorkingDay && !calendar_.is_working_day(last)) ||
                       (rule == Roll::AfterPublicHoliday && calendar_.is_public_holiday(last));
    return moves ? calendar_.next_working_day(last).date : last;
}

std::int64_t Counting::days_added(Unit unit, const Stillness& stillness) const {
    const Date from = day_of(stillness.from);
    const Date until = day_of(stillness.until);
    if (unit == Unit::Hour) return 0;
    if (unit == Unit::WorkingDay) return calendar_.working_days_between(from, until);
    return until.days() - from.days();
}

Due Counting::due_in_hours(const LimitVersion& version, Instant start, const Adjustments& adjustments) const {
    std::int64_t micros = *version.amount * kHour;
    for (const auto& [unit, amount] : adjustments.extensions) micros += amount * kHour;
    for (const Stillness& each : adjustments.stillness) micros += each.until.micros - each.from.micros;
    return {start + micros, start + micros, false};
}

std::optional<Due> Counting::due(const LimitVersion& version, Instant start, const Adjustments& adjustments)
    const {
    if (version.unit != Unit::FixedDate && !version.amount) return std::nullopt;
    if (version.unit == Unit::Hour) return due_in_hours(version, start, adjustments);

    const Date first = day_of(start);
    // Two months and two more are four months, not two months after a day that was cut to a short month's
    // end.
    std::int64_t amount = version.amount.value_or(0);
    for (const auto& [unit, more] : adjustments.extensions) amount += unit == version.unit ? more : 0;
    Date last = count(version, first, amount);
    bool uses_calendar = version.unit == Unit::WorkingDay;
    for (const auto& [unit, more] : adjustments.extensions) {
        if (unit == version.unit) continue;
        if (unit == Unit::Day) last = last.plus_days(more);
        if (unit == Unit::Month) last = last.plus_months(more);
        if (unit == Unit::WorkingDay) {
            last = calendar_.plus_working_days(last, more).date;
            uses_calendar = true;
        }
    }
    for (const Stillness& each : adjustments.stillness) {
        const std::int64_t days = days_added(version.unit, each);
        if (days == 0) continue;
        last = version.unit == Unit::WorkingDay ? calendar_.plus_working_days(last, days).date
                                                : last.plus_days(days);
    }
    return due_with(version, first, last, uses_calendar);
}

Due Counting::due_with(const LimitVersion& version, Date first, Date last, bool uses_calendar) const {
    const Date rolled = roll(version.roll, last);
    const bool is_provisional = (uses_calendar && calendar_.is_provisional(first, last)) ||
                                (version.roll != Roll::None && calendar_.is_provisional(last, rolled));
    return Due{calendar::end_of(last, utc_offset_), calendar::end_of(rolled, utc_offset_), is_provisional};
}

Due Counting::due_on(const LimitVersion& version, const calendar::PartialDate& named) const {
    // Of a month or a year every day may have been meant: within it is its last, before it is none of its
    // days.
    const Date last = version.fixed_is_included ? named.latest() : named.earliest().plus_days(-1);
    return due_with(version, last, last, false);
}

}  // namespace neove::deadline
