#pragma once
/// \file
/// From a rhythm that a document orders ("quarterly, before the 5th of the closing month") to the days on
/// which it falls due, and the periods that each of them is about. Pure.

#include "calendar/date.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::allotment {

/// The longer ones later.
enum class Stretch : std::uint8_t { Once, Week, Month, Quarter, HalfYear, Year };

/// What a report is about: the second quarter of 2027.
struct Period {
    Stretch stretch{Stretch::Once};
    int year{0};
    int ordinal{0};  ///< 1 to 53 of a week (ISO 8601, with its year), 1 to 12, 1 to 4, 1 to 2; 0 of a year
    auto operator<=>(const Period&) const = default;
    /// `week`, `month`, `quarter_1` … `quarter_4`, `half_1`, `half_2`, `year`, `once`.
    std::string code() const;
    calendar::Date last_day() const;  ///< of what happens once: the end of its year
};
inline constexpr std::string_view kPeriodCodes[] = {
    "week", "month", "quarter_1", "quarter_2", "quarter_3", "quarter_4", "half_1", "half_2", "year"};

/// The day of a weekly rhythm that no document names: the end of the week.
inline constexpr std::string_view kEndOfWeek = "sunday";

/// As a reading gives it. A day is `MM-DD` (of every year), `yyyy-mm-dd` (once), or words with one number in
/// them (of every month, where it is monthly); other words name no day.
struct Rhythm {
    std::string recurrence;  ///< quarterly, six_month, annual, monthly, weekly, once …; may be empty
    std::vector<std::string> days;
};

/// A day that a rhythm names, so that a person can say otherwise: `12-05`, `20`, `2026-12-15`. None of words.
std::optional<std::string> named_day(std::string_view recurrence, std::string_view written);
/// Whether one may stand for the other: both of a year, both of a month, or both of all time.
bool is_like(std::string_view day, std::string_view other);

struct Occurrence {
    calendar::Date read_on;   ///< as the document names it, whatever a person said: it is known by that
    calendar::Date named_on;  ///< what holds
    std::vector<Period> about;
    /// Other days of the document that a person moved to the same one: given once any of them is.
    std::vector<calendar::Date> also_read{};
    bool operator==(const Occurrence&) const = default;
};

struct Bounds {
    calendar::Date from;
    calendar::Date until;
    /// What is due once and names no year is due on the first such day from there.
    calendar::Date issued_on{};
    /// Of the plan. What repeats is due where it is about a period that lies in it, be that before its
    /// beginning or after its end.
    std::optional<calendar::Date> plan_start{};
    std::optional<calendar::Date> plan_end{};
};

/// Whatever falls on `from` to `until`, by day; days on which several rhythms fall are one. `moved`: named
/// days that a person changed; the day that holds is the nearest one to the one that was read, be it of
/// another year or month. A day that a month does not have is its last one.
std::vector<Occurrence> occurrences(
    const std::vector<Rhythm>& rhythms, const std::map<std::string, std::string>& moved, const Bounds& bounds
);

}  // namespace neove::allotment
