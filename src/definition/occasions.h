#pragma once
/// \file
/// What a register says of its records that have a day without being due on it: meetings, inspections,
/// events.

#include "definition/register.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::definition {

struct OccasionRule {
    std::string on;                     ///< column that holds the day
    std::string at{};                   ///< column that holds the hour; empty: none
    std::vector<std::string> show{};    ///< columns that say what it is
    std::vector<std::string> states{};  ///< in which it is still to come; empty: any that is not final
};

/// Nothing of a register that has none. Read from its part of the bundle, which the loader saw to be of the
/// shape.
std::optional<OccasionRule> occasion_rule(const Register& one);

/// Faults of it by their pointer within `/list/calendar`; none of a register without one.
Diagnostics check_occasions(const Register& one, const access::Rules& access);

}  // namespace neove::definition
