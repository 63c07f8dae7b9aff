#pragma once
/// \file
/// Which days are worked: weekly rest, public holidays, days off in lieu, working days that changed places
/// with days of rest. All of it is data; a year is known once its calendar was published, and what is counted
/// beyond that says so.

#include "base/result.h"
#include "calendar/date.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace neove::calendar {

enum class DayKind : std::uint8_t {
    Holiday,   ///< off by law
    InLieu,    ///< off because a public holiday fell on weekly rest; a public holiday like that one
    SwapOff,   ///< a working day made a day off by changing places; no public holiday
    SwapWork,  ///< a day of weekly rest that is worked
};

enum class Status : std::uint8_t {
    Confirmed,
    Unconfirmed,  ///< counts, and what was counted with it is provisional
    Pending,      ///< announced, not in force: does not count, and what it would change is provisional
};

/// What makes a day special; both names are shown to people.
struct Reason {
    DayKind kind{DayKind::Holiday};
    Status status{Status::Confirmed};
    std::string name_vi;
    std::string name_en;
    std::string source;
};

/// Every year on the same day, from `valid_from` and before `valid_until`.
struct FixedHoliday {
    int month{1};
    int day{1};
    Reason reason;
    std::optional<Date> valid_from{};
    std::optional<Date> valid_until{};
};

struct DatedDay {
    Date on;
    Reason reason;
};

struct CalendarData {
    std::vector<Weekday> weekly_rest;
    std::vector<FixedHoliday> fixed;
    std::vector<DatedDay> dated;
    std::set<int> published;  ///< years whose calendar is known
};

/// `calendar.no_working_day` (every weekday is rest), `calendar.no_such_day` (a fixed day no year has),
/// `calendar.twice` (a day is dated twice), `calendar.swap_of_rest` (a
/// working day made of a day that is no weekly rest, or a swapped one that is). `where`: JSON Pointer.
Diagnostics check_calendar(const CalendarData& data);

/// A day that was counted, and whether anything unconfirmed or unpublished took part.
struct Counted {
    Date date;
    bool is_provisional{false};
    auto operator<=>(const Counted&) const = default;
};

class WorkingCalendar {
public:
    /// Saturday and Sunday rest, no holiday, no year published.
    WorkingCalendar();
    /// CHECKs that `check_calendar` finds nothing.
    explicit WorkingCalendar(CalendarData data);

    bool is_working_day(Date date) const;
    /// A holiday or a day in lieu of one.
    bool is_public_holiday(Date date) const;
    /// The first working day after `date`.
    Counted next_working_day(Date date) const;
    /// The `count`-th working day after `date`; 0 gives `date` itself, or the first working day after it when
    /// it is off. CHECKs that `count` is not negative.
    Counted plus_working_days(Date date, std::int64_t count) const;
    /// Working days after `from` up to and with `to`; 0 when `to` is not later.
    std::int64_t working_days_between(Date from, Date to) const;

    /// Whether something unpublished, unconfirmed or pending lies within, both ends included.
    bool is_provisional(Date first, Date last) const;
    bool is_published(int year) const { return data_.published.contains(year); }
    /// Why a day is special: what counts; else what is pending; else nothing (an ordinary day or plain rest).
    const Reason* reason_of(Date date) const;

private:
    const Reason* find(Date date, bool pending) const;

    CalendarData data_;     ///< `dated` sorted by day
    std::uint8_t rest_{0};  ///< bit n: weekday n rests
};

}  // namespace neove::calendar
