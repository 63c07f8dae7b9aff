#include "organisation/date.h"

#include <fmt/format.h>

#include <array>

namespace neove::organisation {
namespace {

std::optional<int> number(std::string_view digits, std::size_t least, std::size_t most) {
    if (digits.size() < least || digits.size() > most) return std::nullopt;
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// The three parts between two separators.
std::optional<std::array<std::string_view, 3>> split(std::string_view text, char separator) {
    const std::size_t first = text.find(separator);
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find(separator, first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    return std::array{
        text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

int days_in(int year, int month) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

}  // namespace

std::optional<Date> Date::make(int year, int month, int day) {
    if (year < 1900 || year > 2199 || month < 1 || month > 12) return std::nullopt;
    if (day < 1 || day > days_in(year, month)) return std::nullopt;
    return Date(fmt::format("{:04}-{:02}-{:02}", year, month, day));
}

std::optional<Date> Date::parse_iso(std::string_view text) {
    const auto parts = split(text, '-');
    if (!parts) return std::nullopt;
    const auto year = number((*parts)[0], 4, 4);
    const auto month = number((*parts)[1], 2, 2);
    const auto day = number((*parts)[2], 2, 2);
    if (!year || !month || !day) return std::nullopt;
    return make(*year, *month, *day);
}

std::optional<Date> Date::parse_typed(std::string_view text) {
    if (auto iso = parse_iso(text)) return iso;
    const auto parts = split(text, '/');
    if (!parts) return std::nullopt;
    const auto day = number((*parts)[0], 1, 2);
    const auto month = number((*parts)[1], 1, 2);
    const auto year = number((*parts)[2], 4, 4);
    if (!year || !month || !day) return std::nullopt;
    return make(*year, *month, *day);
}

bool covers(const Date& from, const Date& until, const Date& on) {
    if (on.is_open()) return until.is_open();
    return from <= on && (until.is_open() || on < until);
}

}  // namespace neove::organisation
