#include "allotment/occurrence.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace neove::allotment {

namespace {

using calendar::Date;

constexpr int kMonths = 12;
constexpr int kMonthsOfQuarter = 3;
constexpr int kDaysOfWeek = 7;
constexpr int kThursday = 3;  ///< days after Monday
/// A yearly report of so early a month is about the year before.
constexpr int kLastMonthOfLateYear = 3;

/// A day of every month (`month` 0), of every year (`year` 0), or of one year.
struct NamedDay {
    int year{0};
    int month{0};
    int day{0};
};

std::optional<int> figures(std::string_view text) {
    int out = 0;
    if (text.empty()) return std::nullopt;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        out = out * 10 + (c - '0');
    }
    return out;
}

std::optional<NamedDay> parse(std::string_view text) {
    constexpr std::size_t kOfMonth = 2, kOfYear = 5, kWhole = 10;
    NamedDay out;
    if (text.size() == kWhole) {
        const auto date = Date::parse_iso(text);
        if (!date) return std::nullopt;
        return NamedDay{date->year(), date->month(), date->day()};
    }
    if (text.size() == kOfYear && text[2] == '-') {
        out.month = figures(text.substr(0, 2)).value_or(0);
        text.remove_prefix(3);
        if (out.month < 1 || out.month > kMonths) return std::nullopt;
    }
    out.day = text.size() == kOfMonth ? figures(text).value_or(0) : 0;
    constexpr int kLeapYear = 2024, kLongMonth = 1;
    const int most = calendar::days_in_month(kLeapYear, out.month == 0 ? kLongMonth : out.month);
    if (out.day < 1 || out.day > most) return std::nullopt;
    return out;
}

/// The only number in some words: "trước ngày 20 hằng tháng".
std::optional<std::string> only_number(std::string_view words) {
    std::optional<std::string> out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string number;
        for (; i < words.size() && words[i] >= '0' && words[i] <= '9'; ++i) number += words[i];
        if (number.empty()) continue;
        if (out || number.size() > 2) return std::nullopt;
        out = number.size() == 1 ? "0" + number : number;
    }
    return out;
}

Date last_of_month(int year, int month) {
    return Date::make(year, month, calendar::days_in_month(year, month)).value_or(Date::last());
}

Date day_of(int year, int month, int day) {
    return Date::make(year, month, std::min(day, calendar::days_in_month(year, month)))
        .value_or(Date::last());
}

/// The period that ends nearest: a report falls due as its period closes, or in the month after.
Period quarter_of(Date day) {
    const int quarter = (day.month() - 1) / kMonthsOfQuarter + 1;
    const bool is_after = day.month() % kMonthsOfQuarter == 1;
    if (!is_after) return {Stretch::Quarter, day.year(), quarter};
    return quarter == 1 ? Period{Stretch::Quarter, day.year() - 1, 4}
                        : Period{Stretch::Quarter, day.year(), quarter - 1};
}

Period half_of(Date day) {
    const int month = day.month();
    if (month <= kMonthsOfQuarter) return {Stretch::HalfYear, day.year() - 1, 2};
    return {Stretch::HalfYear, day.year(), month <= kMonths - kMonthsOfQuarter ? 1 : 2};
}

int days_since_monday(Date day) {
    return static_cast<int>(day.weekday()) - static_cast<int>(calendar::Weekday::Monday);
}

/// As ISO 8601 counts them: a week is of the year that its Thursday is of.
Period week_of(Date day) {
    const Date thursday = day.plus_days(kThursday - days_since_monday(day));
    const Date first = Date::make(thursday.year(), 1, 1).value_or(thursday);
    return {Stretch::Week, thursday.year(), (thursday.days() - first.days()) / kDaysOfWeek + 1};
}

/// The end of a week, which no person moves.
std::vector<std::pair<Date, Date>> ends_of_weeks(const Bounds& bounds) {
    std::vector<std::pair<Date, Date>> out;
    Date day = bounds.from.plus_days(kDaysOfWeek - 1 - days_since_monday(bounds.from));
    for (; day <= bounds.until; day = day.plus_days(kDaysOfWeek)) out.emplace_back(day, day);
    return out;
}

Period period_of(std::string_view recurrence, Date day) {
    if (recurrence == "weekly") return week_of(day);
    if (recurrence == "quarterly") return quarter_of(day);
    if (recurrence == "six_month") return half_of(day);
    if (recurrence == "monthly") return {Stretch::Month, day.year(), day.month()};
    const bool is_late = day.month() <= kLastMonthOfLateYear;
    if (recurrence == "annual") return {Stretch::Year, day.year() - (is_late ? 1 : 0), 0};
    return {Stretch::Once, day.year(), 0};
}

bool repeats(std::string_view recurrence) {
    constexpr std::string_view kRhythms[] = {"quarterly", "six_month", "annual", "monthly"};
    return std::ranges::find(kRhythms, recurrence) != std::ranges::end(kRhythms);
}

/// The day of a month (`month` 0: of any) that is nearest to the one that was read: a day that was moved
/// across the end of a year, or of a month, stays the same report.
Date nearest_to(Date read_on, const NamedDay& holds) {
    const int months = holds.month == 0 ? 1 : kMonths;
    Date best = Date::last();
    for (int step = -months; step <= months; step += months) {
        const int count =
            read_on.year() * kMonths + (holds.month == 0 ? read_on.month() : holds.month) - 1 + step;
        const Date one = day_of(count / kMonths, count % kMonths + 1, holds.day);
        if (std::abs(one.days() - read_on.days()) < std::abs(best.days() - read_on.days())) best = one;
    }
    return best;
}

/// The days of a rhythm in the years of the bounds, those before and after them too, with what they were
/// moved to.
void add_days(
    const NamedDay& read, const NamedDay& holds, const Bounds& bounds, std::vector<std::pair<Date, Date>>& out
) {
    if (read.year != 0) {
        const auto one = Date::make(read.year, read.month, read.day);
        const auto other = Date::make(holds.year, holds.month, holds.day);
        if (one && other) out.emplace_back(*one, *other);
        return;
    }
    for (int year = bounds.from.year() - 1; year <= bounds.until.year() + 1; ++year) {
        for (int month = 1; month <= kMonths; ++month) {
            if (read.month != 0 && read.month != month) continue;
            const Date read_on = day_of(year, month, read.day);
            const bool is_moved = holds.month != read.month || holds.day != read.day;
            out.emplace_back(read_on, is_moved ? nearest_to(read_on, holds) : read_on);
        }
    }
}

std::vector<std::pair<Date, Date>> days_of(
    const Rhythm& rhythm, const NamedDay& read, const NamedDay& holds, const Bounds& bounds
) {
    std::vector<std::pair<Date, Date>> out;
    if (read.year != 0 || repeats(rhythm.recurrence)) {
        add_days(read, holds, bounds, out);
        return out;
    }
    // Once, of a year that is not named.
    add_days(read, holds, {bounds.issued_on, bounds.issued_on}, out);
    std::erase_if(out, [&](const auto& one) { return one.first < bounds.issued_on; });
    if (!out.empty()) out = {std::ranges::min(out)};
    return out;
}

/// The days that one of its days means, as read and as they hold.
std::vector<std::pair<Date, Date>> days_written(
    const Rhythm& rhythm,
    const std::string& written,
    const std::map<std::string, std::string>& moved,
    const Bounds& bounds
) {
    if (rhythm.recurrence == "weekly" && written == kEndOfWeek) return ends_of_weeks(bounds);
    const auto name = named_day(rhythm.recurrence, written);
    if (!name) return {};
    const auto other = moved.find(*name);
    const bool is_moved = other != moved.end() && is_like(other->second, *name);
    const NamedDay read = *parse(*name);
    return days_of(rhythm, read, is_moved ? *parse(other->second) : read, bounds);
}

bool is_within(Date named_on, const Period& about, const Bounds& bounds) {
    if (named_on < bounds.from || named_on > bounds.until) return false;
    const bool is_once = about.stretch == Stretch::Once;
    if (bounds.plan_start && !is_once && about.last_day() < *bounds.plan_start) return false;
    return !bounds.plan_end || std::min(named_on, about.last_day()) <= *bounds.plan_end;
}

}  // namespace

std::string Period::code() const {
    switch (stretch) {
        case Stretch::Once: return "once";
        case Stretch::Week: return "week";
        case Stretch::Month: return "month";
        case Stretch::Quarter: return "quarter_" + std::to_string(ordinal);
        case Stretch::HalfYear: return "half_" + std::to_string(ordinal);
        case Stretch::Year: return "year";
    }
    return {};
}

Date Period::last_day() const {
    switch (stretch) {
        case Stretch::Week: {
            // The fourth of January lies in the first week.
            constexpr int kInFirst = 4;
            const Date in_first = day_of(year, 1, kInFirst);
            const Date monday = in_first.plus_days(-days_since_monday(in_first));
            return monday.plus_days(ordinal * kDaysOfWeek - 1);
        }
        case Stretch::Month: return last_of_month(year, ordinal);
        case Stretch::Quarter: return last_of_month(year, ordinal * kMonthsOfQuarter);
        case Stretch::HalfYear: return last_of_month(year, ordinal * kMonths / 2);
        case Stretch::Once:
        case Stretch::Year: break;
    }
    return last_of_month(year, kMonths);
}

std::optional<std::string> named_day(std::string_view recurrence, std::string_view written) {
    if (recurrence == "ad_hoc" || recurrence == "weekly" || recurrence == "daily") return std::nullopt;
    if (parse(written) && (recurrence == "monthly" || written.size() > 2)) return std::string(written);
    if (recurrence != "monthly") return std::nullopt;
    const auto number = only_number(written);
    return number && parse(*number) ? number : std::nullopt;
}

bool is_like(std::string_view day, std::string_view other) {
    return day.size() == other.size() && parse(day) && parse(other);
}

std::vector<Occurrence> occurrences(
    const std::vector<Rhythm>& rhythms, const std::map<std::string, std::string>& moved, const Bounds& bounds
) {
    // By the day that holds, then by the one that was read: two that a person moved to one day are one.
    std::map<Date, std::pair<std::set<Date>, std::set<Period>>> found;
    for (const Rhythm& rhythm : rhythms) {
        for (const std::string& written : rhythm.days) {
            for (const auto& [read_on, named_on] : days_written(rhythm, written, moved, bounds)) {
                const bool is_monthly = rhythm.recurrence == "monthly";
                // Moved into the next month it is still about the one that ends.
                const Period about =
                    period_of(rhythm.recurrence, is_monthly ? std::min(read_on, named_on) : named_on);
                if (!is_within(named_on, about, bounds)) continue;
                auto& [read_days, periods] = found[named_on];
                read_days.insert(read_on);
                periods.insert(about);
            }
        }
    }
    std::vector<Occurrence> out;
    for (auto& [named_on, one] : found) {
        const auto& [read_days, periods] = one;
        const auto first = read_days.begin();
        out.push_back(
            {*first, named_on, {periods.begin(), periods.end()}, {std::next(first), read_days.end()}}
        );
    }
    return out;
}

}  // namespace neove::allotment
