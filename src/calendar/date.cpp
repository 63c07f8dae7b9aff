#include "calendar/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace neove::calendar {

namespace {

namespace chrono = std::chrono;

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;
constexpr std::array<std::string_view, 4> kPrecisions{"year", "month", "day", "instant"};

constexpr std::int32_t days_from(int year, unsigned month, unsigned day) {
    const chrono::year_month_day date{chrono::year(year), chrono::month(month), chrono::day(day)};
    return static_cast<std::int32_t>(chrono::sys_days(date).time_since_epoch().count());
}

constexpr std::int32_t kFirstDay = days_from(kFirstYear, 1, 1);
constexpr std::int32_t kLastDay = days_from(kLastYear, 12, 31);

chrono::year_month_day civil(std::int32_t days) {
    return chrono::year_month_day{chrono::sys_days(chrono::days(days))};
}

/// Digits and nothing else; -1 for anything else.
int number(std::string_view text) {
    const bool is_digits = text.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_digits || text.empty() || text.size() > 4) return -1;
    int value = -1;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc{} ? value : -1;
}

/// The three parts between `separator`, or nothing.
std::optional<std::array<std::string_view, 3>> parts(std::string_view text, char separator) {
    const std::size_t first = text.find(separator);
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find(separator, first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    return std::array{
        text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

}  // namespace

std::optional<Date> Date::make(int year, int month, int day) {
    if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1) return std::nullopt;
    if (day > days_in_month(year, month)) return std::nullopt;
    return Date(days_from(year, static_cast<unsigned>(month), static_cast<unsigned>(day)));
}

std::optional<Date> Date::parse_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    return make(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8)));
}

std::optional<Date> Date::parse_typed(std::string_view text) {
    const auto found = parts(text, '/');
    if (!found) return parse_iso(text);
    const auto [day, month, year] = *found;
    if (year.size() != 4 || day.size() > 2 || month.size() > 2) return std::nullopt;
    return make(number(year), number(month), number(day));
}

Date Date::from_days(std::int64_t days) {
    return Date(static_cast<std::int32_t>(std::clamp<std::int64_t>(days, kFirstDay, kLastDay)));
}

Date Date::first() {
    return Date(kFirstDay);
}

Date Date::last() {
    return Date(kLastDay);
}

int Date::year() const {
    return static_cast<int>(civil(days_).year());
}

int Date::month() const {
    return static_cast<int>(static_cast<unsigned>(civil(days_).month()));
}

int Date::day() const {
    return static_cast<int>(static_cast<unsigned>(civil(days_).day()));
}

Weekday Date::weekday() const {
    return static_cast<Weekday>(chrono::weekday(chrono::sys_days(chrono::days(days_))).iso_encoding());
}

std::string Date::iso() const {
    return fmt::format("{:04}-{:02}-{:02}", year(), month(), day());
}

std::string Date::typed() const {
    return fmt::format("{:02}/{:02}/{:04}", day(), month(), year());
}

Date Date::plus_days(std::int64_t days) const {
    // Bounded before adding, so that no number a definition may hold overflows.
    constexpr std::int64_t kSpan = kLastDay - kFirstDay;
    return from_days(days_ + std::clamp(days, -kSpan, kSpan));
}

Date Date::plus_months(std::int64_t months) const {
    constexpr std::int64_t kSpan = (kLastYear - kFirstYear + 1) * 12;
    const std::int64_t at = year() * 12 + (month() - 1) + std::clamp(months, -kSpan, kSpan);
    const int to_year = static_cast<int>(floor_divide(at, 12));
    const int to_month = static_cast<int>(at - std::int64_t{to_year} * 12) + 1;
    if (to_year < kFirstYear) return first();
    if (to_year > kLastYear) return last();
    return *make(to_year, to_month, std::min(day(), days_in_month(to_year, to_month)));
}

int days_in_month(int year, int month) {
    const chrono::year_month_day_last end{
        chrono::year(year), chrono::month_day_last(chrono::month(static_cast<unsigned>(month)))};
    return static_cast<int>(static_cast<unsigned>(end.day()));
}

Date date_of(Instant at, std::int64_t utc_offset) {
    return Date::from_days(floor_divide(at.micros + utc_offset, kDay));
}

Instant start_of(Date date, std::int64_t utc_offset) {
    return {date.days() * kDay - utc_offset};
}

Instant end_of(Date date, std::int64_t utc_offset) {
    return {(std::int64_t{date.days()} + 1) * kDay - utc_offset};
}

std::string_view name_of(Precision precision) {
    return kPrecisions[static_cast<std::size_t>(precision)];
}

std::optional<Precision> parse_precision(std::string_view name) {
    const auto found = std::ranges::find(kPrecisions, name);
    if (found == kPrecisions.end()) return std::nullopt;
    return static_cast<Precision>(found - kPrecisions.begin());
}

PartialDate::PartialDate(Date day, Precision precision)
    : first_(day), precision_(std::min(precision, Precision::Day)) {
    if (precision_ == Precision::Year) first_ = *Date::make(day.year(), 1, 1);
    if (precision_ == Precision::Month) first_ = *Date::make(day.year(), day.month(), 1);
}

std::optional<PartialDate> PartialDate::parse_iso(std::string_view text) {
    PartialDate out;
    std::string whole(text);
    if (text.size() == 4) {
        whole += "-01-01";
        out.precision_ = Precision::Year;
    } else if (text.size() == 7) {
        whole += "-01";
        out.precision_ = Precision::Month;
    } else {
        out.precision_ = Precision::Day;
    }
    const auto first = Date::parse_iso(whole);
    if (!first) return std::nullopt;
    out.first_ = *first;
    return out;
}

std::string PartialDate::iso() const {
    const std::size_t size = precision_ == Precision::Year ? 4 : precision_ == Precision::Month ? 7 : 10;
    return first_.iso().substr(0, size);
}

std::string PartialDate::typed() const {
    const std::size_t from = precision_ == Precision::Year ? 6 : precision_ == Precision::Month ? 3 : 0;
    return first_.typed().substr(from);
}

Date PartialDate::latest() const {
    if (precision_ == Precision::Year) return *Date::make(first_.year(), 12, 31);
    if (precision_ == Precision::Month) {
        return *Date::make(first_.year(), first_.month(), days_in_month(first_.year(), first_.month()));
    }
    return first_;
}

}  // namespace neove::calendar
