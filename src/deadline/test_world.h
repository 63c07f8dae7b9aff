#pragma once
/// \file
/// Short words for tests of limits: days, times at +07:00, events, calendars.

#include "deadline/deadline.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neove::deadline::test {

using calendar::Date;
using calendar::Precision;

constexpr std::int64_t kOffset = 7 * kHour;

inline Date day(std::string_view iso) {
    return Date::parse_iso(iso).value();
}

/// `2026-11-20` (00:00) or `2026-11-20 08:30`, local.
inline Instant at(std::string_view text) {
    Instant out = calendar::start_of(day(text.substr(0, 10)), kOffset);
    if (text.size() == 10) return out;
    const int hours = std::stoi(std::string(text.substr(11, 2)));
    const int minutes = std::stoi(std::string(text.substr(14, 2)));
    return out + (hours * kHour + minutes * kMinute);
}

inline Instant end_of(std::string_view iso) {
    return calendar::end_of(day(iso), kOffset);
}

/// The last day of a clock in days, or why there is none.
inline std::string due_day(const Clock& clock) {
    if (clock.is_suspended()) return "still";
    if (!clock.due_at) return "unknown";
    return calendar::date_of(*clock.due_at + -1, kOffset).iso();
}

inline calendar::CalendarData holidays(std::vector<std::string_view> days) {
    calendar::CalendarData data;
    data.weekly_rest = {calendar::Weekday::Saturday, calendar::Weekday::Sunday};
    for (const std::string_view each : days)
        data.dated.push_back(
            {day(each), {calendar::DayKind::Holiday, calendar::Status::Confirmed, "Lễ hội", "Feast", "x"}}
        );
    for (int year = 1900; year < 2200; ++year) data.published.insert(year);
    return data;
}

inline calendar::WorkingCalendar calendar_with(std::vector<std::string_view> days = {}) {
    return calendar::WorkingCalendar(holidays(std::move(days)));
}

inline LimitVersion version(std::int32_t amount, Unit unit, Roll roll = Roll::NextWorkingDay) {
    LimitVersion out;
    out.amount = amount;
    out.unit = unit;
    out.roll = roll;
    out.citation = "Rule 1";
    out.is_confirmed = true;
    return out;
}

/// Starts with the state `open`, stops with `done`.
inline Limit limit(LimitVersion version) {
    return {
        "answer", {Trigger::Kind::Entered, "open"}, {{Trigger::Kind::Entered, "done"}}, {std::move(version)}};
}

inline Limit still(Limit limit) {
    limit.suspension = {{Trigger::Kind::Action, "pause"}, {Trigger::Kind::Action, "resume"}};
    return limit;
}

inline Event entered(std::string state, std::string_view when, Precision precision = Precision::Instant) {
    return {state + "@" + std::string(when), "to_" + state, state, at(when), precision};
}

inline Event action(std::string name, std::string_view when, Precision precision = Precision::Instant) {
    return {name + "@" + std::string(when), name, {}, at(when), precision};
}

inline Event correction(const Event& of, std::string_view when, Precision precision = Precision::Instant) {
    Event out{"mended " + of.id, {}, {}, at(when), precision};
    out.corrects = of.id;
    return out;
}

inline Event names_day(std::string field, std::string_view iso, std::string_view when) {
    Event out = action("edit", when);
    out.id += field;
    out.fields = {{std::move(field), calendar::PartialDate::parse_iso(iso)}};
    return out;
}

inline std::vector<Clock> clocks(
    const Limit& limit,
    const std::vector<Event>& history,
    const calendar::WorkingCalendar& calendar = calendar_with()
) {
    return derive_clocks({limit}, history, calendar, kOffset);
}

}  // namespace neove::deadline::test
