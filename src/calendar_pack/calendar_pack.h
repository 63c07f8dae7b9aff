#pragma once
/// \file
/// A pack's `working_calendar.yaml` → `calendar::CalendarData`. Every fault with its place.

#include "base/result.h"
#include "calendar/working_calendar.h"

#include <string_view>

namespace neove::calendar_pack {

/// The calendar as far as it could be read; every fault goes to `faults`, and with faults the result is not
/// to be used. Without any, `calendar::WorkingCalendar` takes it.
calendar::CalendarData read_working_calendar(
    std::string_view yaml, std::string_view file_name, Diagnostics& faults
);

}  // namespace neove::calendar_pack
