#pragma once
/// \file
/// Plays a scenario: what happens is decided exactly as the service decides it, and every expectation is held
/// against what follows.

#include "calendar/working_calendar.h"
#include "definition/compile.h"
#include "definition/register.h"

#include <string>
#include <vector>

namespace neove::definition {

/// Where a scenario did not go as it was told.
struct Mismatch {
    std::string where;  ///< `file:line:column`
    std::string what;   ///< `state`, `due bring_back`, `do lend`
    std::string expected;
    std::string derived;  ///< a refusal is `refused: ` with its code and places
    bool operator==(const Mismatch&) const = default;
};

/// Where and when a scenario takes place.
struct Setting {
    const calendar::WorkingCalendar& calendar;
    std::int64_t utc_offset_micros{0};
};

/// Empty where everything came as expected. After a step that should have happened and did not, the rest is
/// not played: it would only follow from that.
std::vector<Mismatch> run_scenario(
    const Bundle& bundle, const Scenario& scenario, const Places& places, const Setting& setting
);

}  // namespace neove::definition
