#include "calendar/working_calendar.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::calendar {

namespace {

constexpr std::uint8_t bit_of(Weekday day) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(day));
}

std::uint8_t bits_of(const std::vector<Weekday>& days) {
    std::uint8_t out = 0;
    for (const Weekday day : days) out |= bit_of(day);
    return out;
}

bool rests(std::uint8_t bits, Date date) {
    return (bits & bit_of(date.weekday())) != 0;
}

bool is_off(DayKind kind) {
    return kind != DayKind::SwapWork;
}

bool is_valid(const FixedHoliday& holiday, Date date) {
    if (holiday.valid_from && date < *holiday.valid_from) return false;
    return !holiday.valid_until || date < *holiday.valid_until;
}

}  // namespace

Diagnostics check_calendar(const CalendarData& data) {
    Diagnostics faults;
    const auto fault = [&](std::string_view code, std::string where) {
        faults.push_back({ErrorKind::Invalid, std::string(code), std::move(where), {}});
    };
    const std::uint8_t rest = bits_of(data.weekly_rest);
    if (rest == 0xFE) fault("calendar.no_working_day", "/weekly_rest");
    for (std::size_t i = 0; i < data.fixed.size(); ++i) {
        const FixedHoliday& each = data.fixed[i];
        const bool is_off_day = each.reason.kind == DayKind::Holiday;
        // 29 February would be missing in most years: a fixed day is one that every year has.
        if (!is_off_day || !Date::make(2001, each.month, each.day))
            fault("calendar.no_such_day", fmt::format("/fixed_holidays/{}", i));
    }
    std::set<Date> seen;
    for (std::size_t i = 0; i < data.dated.size(); ++i) {
        const auto& [on, reason] = data.dated[i];
        const std::string where = fmt::format("/dated/{}", i);
        const bool is_swap = reason.kind == DayKind::SwapOff || reason.kind == DayKind::SwapWork;
        if (is_swap && rests(rest, on) != (reason.kind == DayKind::SwapWork))
            fault("calendar.swap_of_rest", where);
        if (!seen.insert(on).second) fault("calendar.twice", where);
    }
    return faults;
}

WorkingCalendar::WorkingCalendar() : WorkingCalendar({{Weekday::Saturday, Weekday::Sunday}, {}, {}, {}}) {}

WorkingCalendar::WorkingCalendar(CalendarData data) : data_(std::move(data)) {
    CHECK(check_calendar(data_).empty());
    rest_ = bits_of(data_.weekly_rest);
    std::ranges::sort(data_.dated, {}, &DatedDay::on);
}

const Reason* WorkingCalendar::find(Date date, bool pending) const {
    const auto at = std::ranges::lower_bound(data_.dated, date, {}, &DatedDay::on);
    if (at != data_.dated.end() && at->on == date && (at->reason.status == Status::Pending) == pending)
        return &at->reason;
    const int month = date.month();
    const int day = date.day();
    for (const FixedHoliday& each : data_.fixed) {
        const bool is_it = each.month == month && each.day == day && is_valid(each, date);
        if (is_it && (each.reason.status == Status::Pending) == pending) return &each.reason;
    }
    return nullptr;
}

const Reason* WorkingCalendar::reason_of(Date date) const {
    const Reason* found = find(date, false);
    return found != nullptr ? found : find(date, true);
}

bool WorkingCalendar::is_working_day(Date date) const {
    const Reason* reason = find(date, false);
    return reason != nullptr ? !is_off(reason->kind) : !rests(rest_, date);
}

bool WorkingCalendar::is_public_holiday(Date date) const {
    const Reason* reason = find(date, false);
    return reason != nullptr && (reason->kind == DayKind::Holiday || reason->kind == DayKind::InLieu);
}

Counted WorkingCalendar::next_working_day(Date date) const {
    return plus_working_days(date, 1);
}

Counted WorkingCalendar::plus_working_days(Date date, std::int64_t count) const {
    CHECK(count >= 0);
    Date at = date;
    const Date first = count == 0 ? date : date.plus_days(1);
    if (count == 0 && !is_working_day(date)) count = 1;
    while (count > 0 && at < Date::last()) {
        at = at.plus_days(1);
        if (is_working_day(at)) --count;
    }
    return {at, is_provisional(first, at)};
}

std::int64_t WorkingCalendar::working_days_between(Date from, Date to) const {
    std::int64_t count = 0;
    for (Date at = from; at < to;) {
        at = at.plus_days(1);
        if (is_working_day(at)) ++count;
    }
    return count;
}

bool WorkingCalendar::is_provisional(Date first, Date last) const {
    for (int year = first.year(); year <= last.year(); ++year) {
        if (!is_published(year)) return true;
    }
    const auto begin = std::ranges::lower_bound(data_.dated, first, {}, &DatedDay::on);
    for (auto at = begin; at != data_.dated.end() && at->on <= last; ++at) {
        if (at->reason.status != Status::Confirmed) return true;
    }
    for (const FixedHoliday& each : data_.fixed) {
        if (each.reason.status == Status::Confirmed) continue;
        for (int year = first.year(); year <= last.year(); ++year) {
            const Date on = *Date::make(year, each.month, each.day);
            if (on >= first && on <= last && is_valid(each, on)) return true;
        }
    }
    return false;
}

}  // namespace neove::calendar
