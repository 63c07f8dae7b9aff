#pragma once
/// \file
/// Days as a calendar in text (RFC 5545), for a client that fetches it again and again.

#include "base/clock.h"
#include "calendar/date.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::icalendar {

/// A whole day, or an hour of it where one is known; neither makes its owner busy.
struct DayEntry {
    std::string uid;  ///< the same matter of the same day has the same one at every fetch; visible ASCII
    calendar::Date day{calendar::Date::first()};
    std::string summary;
    std::string description;  ///< empty: none
    /// When it begins; how long it takes nobody knows. The day's entry otherwise.
    std::optional<Instant> begins{};
};

struct Calendar {
    std::string name;
    Instant made_at;
    std::vector<DayEntry> entries;
};

/// UTF-8 with CR LF, no line above 75 octets and none cut inside a character. Control characters of a text
/// become spaces, a line break becomes `\n`: no text can begin a line of its own.
std::string write(const Calendar& calendar);

}  // namespace neove::icalendar
