#pragma once
/// \file
/// A day of the calendar in four bytes: lists hold tens of thousands of them.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace neove::administrative_unit {

/// A real day (1900–2199), or open: no bound. Open sorts before every day.
class Day {
public:
    constexpr Day() = default;
    /// `yyyy-mm-dd` and nothing else.
    static std::optional<Day> parse_iso(std::string_view text);
    /// What people type into a table: `d/m/yyyy` or ISO.
    static std::optional<Day> parse_typed(std::string_view text);

    bool is_open() const { return number_ == 0; }
    std::string iso() const;  ///< empty when open
    auto operator<=>(const Day&) const = default;

private:
    static std::optional<Day> make(int year, int month, int day);
    std::int32_t number_{0};  ///< yyyymmdd
};

}  // namespace neove::administrative_unit
