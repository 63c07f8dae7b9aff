#pragma once
/// \file
/// The way to a due date as a sentence that a person can check with a calendar and the law in hand.

#include "calendar/working_calendar.h"
#include "deadline/deadline.h"
#include "deadline/phrases.h"

#include <string>

namespace neove::deadline {

/// `Tính từ 21/11/2026 (không tính ngày đầu), 3 ngày, hạn đến hết 24/11/2026, theo …; lùi đến hết 25/11/2026
/// vì 24/11/2026 là ngày nghỉ lễ (…).` Says every step: what was given back for a suspension, every extension
/// with its authority, also one that did not count, why the last day moved; and what is not sure: a limit
/// nobody confirmed, a start known by its month only, days off that are not confirmed or not published. The
/// calendar is the one the clock was derived with.
std::string explain(
    const Clock& clock,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset,
    const Phrases& phrases,
    bool english
);

}  // namespace neove::deadline
