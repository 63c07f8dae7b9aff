#include "administrative_unit/day.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace neove::administrative_unit {

namespace {

/// Digits and nothing else; -1 for anything else.
int number(std::string_view text) {
    int value = -1;
    const char* end = text.data() + text.size();
    const bool is_digits = text.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_digits || text.empty() || text.size() > 4) return -1;
    const auto read = std::from_chars(text.data(), end, value);
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

}  // namespace

std::optional<Day> Day::make(int year, int month, int day) {
    if (year < 1900 || year > 2199 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day real{
        std::chrono::year(year),
        std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day))};
    if (!real.ok()) return std::nullopt;
    Day out;
    out.number_ = year * 10'000 + month * 100 + day;
    return out;
}

std::optional<Day> Day::parse_iso(std::string_view text) {
    const auto found = parts(text, '-');
    if (text.size() != 10 || !found || (*found)[0].size() != 4 || (*found)[1].size() != 2)
        return std::nullopt;
    return make(number((*found)[0]), number((*found)[1]), number((*found)[2]));
}

std::optional<Day> Day::parse_typed(std::string_view text) {
    if (const auto found = parts(text, '/'); found && (*found)[2].size() == 4) {
        return make(number((*found)[2]), number((*found)[1]), number((*found)[0]));
    }
    return parse_iso(text);
}

std::string Day::iso() const {
    if (is_open()) return {};
    return fmt::format("{:04}-{:02}-{:02}", number_ / 10'000, number_ / 100 % 100, number_ % 100);
}

}  // namespace neove::administrative_unit
