#pragma once
/// \file
/// A day or no bound, in four bytes: how lists say since when and until when something is so.

#include "calendar/date.h"

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace neove::calendar {

/// A day, or open: no bound. Open sorts before every day.
class OpenDate {
public:
    constexpr OpenDate() = default;
    constexpr explicit OpenDate(Date day) : days_(day.days()) {}
    /// As `Date` reads them; what is open is not written.
    static std::optional<OpenDate> parse_iso(std::string_view text) { return of(Date::parse_iso(text)); }
    static std::optional<OpenDate> parse_typed(std::string_view text) { return of(Date::parse_typed(text)); }

    constexpr bool is_open() const { return days_ == kOpen; }
    std::string iso() const {
        return is_open() ? std::string() : Date::from_days(days_).iso();
    }  ///< empty when open
    constexpr auto operator<=>(const OpenDate&) const = default;

private:
    static std::optional<OpenDate> of(std::optional<Date> day) {
        if (!day) return std::nullopt;
        return OpenDate(*day);
    }
    static constexpr std::int32_t kOpen = std::numeric_limits<std::int32_t>::min();
    std::int32_t days_{kOpen};
};

static_assert(sizeof(OpenDate) == 4);

}  // namespace neove::calendar
