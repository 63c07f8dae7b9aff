#pragma once
/// \file
/// Days of the civil calendar, as people and laws count them, and days that are known only by their month or
/// year. An instant becomes a day only with an offset from UTC, and the offset is an argument.

#include "base/clock.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace neove::calendar {

enum class Weekday : std::uint8_t { Monday = 1, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday };

/// How exactly something is known. Coarser sorts first.
enum class Precision : std::uint8_t { Year, Month, Day, Instant };
/// `year`, `month`, `day`, `instant`.
std::string_view name_of(Precision precision);
std::optional<Precision> parse_precision(std::string_view name);

/// A real day between 1900-01-01 and 2199-12-31. Arithmetic that would leave this span stops at its end.
class Date {
public:
    /// 1970-01-01.
    constexpr Date() = default;
    /// Nothing if there is no such day.
    static std::optional<Date> make(int year, int month, int day);
    /// `yyyy-mm-dd` and nothing else.
    static std::optional<Date> parse_iso(std::string_view text);
    /// What people type: `d/m/yyyy` or ISO.
    static std::optional<Date> parse_typed(std::string_view text);
    /// Days since 1970-01-01; a number outside the span gives its nearest end.
    static Date from_days(std::int64_t days);
    static Date first();  ///< 1900-01-01
    static Date last();   ///< 2199-12-31

    constexpr std::int32_t days() const { return days_; }  ///< since 1970-01-01
    int year() const;
    int month() const;  ///< 1–12
    int day() const;    ///< 1–31
    Weekday weekday() const;
    std::string iso() const;    ///< `2026-11-20`
    std::string typed() const;  ///< `20/11/2026`, as people here write it

    Date plus_days(std::int64_t days) const;
    /// The same-numbered day that many months on, or the last day of that month where there is none.
    Date plus_months(std::int64_t months) const;

    constexpr auto operator<=>(const Date&) const = default;

private:
    constexpr explicit Date(std::int32_t days) : days_(days) {}
    std::int32_t days_{0};
};

/// How many days `month` of `year` has.
int days_in_month(int year, int month);

/// The local day on which `at` falls; `utc_offset` in microseconds, positive east of Greenwich.
Date date_of(Instant at, std::int64_t utc_offset);
/// 00:00 local.
Instant start_of(Date date, std::int64_t utc_offset);
/// 24:00 local, the same instant as 00:00 of the next day.
Instant end_of(Date date, std::int64_t utc_offset);

/// A day, a month or a year: what people remember of when something happened.
class PartialDate {
public:
    /// 1970.
    PartialDate() = default;
    /// The year, the month or the day in which `day` lies.
    explicit PartialDate(Date day, Precision precision = Precision::Day);
    /// `yyyy`, `yyyy-mm` or `yyyy-mm-dd` and nothing else.
    static std::optional<PartialDate> parse_iso(std::string_view text);

    Precision precision() const { return precision_; }  ///< never `Instant`
    std::string iso() const;
    std::string typed() const;  ///< `2026`, `11/2026`, `20/11/2026`
    Date earliest() const { return first_; }
    Date latest() const;
    /// By the earliest day; of two that begin alike the coarser is first.
    auto operator<=>(const PartialDate&) const = default;

private:
    Date first_;  ///< first day it can be
    Precision precision_{Precision::Year};
};

}  // namespace neove::calendar
