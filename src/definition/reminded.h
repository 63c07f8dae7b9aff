#pragma once
/// \file
/// What a register says of reminders: the act by which somebody is reminded of a record, and which of its
/// answers whoever has to do something learns before she opens it.

#include "definition/register.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::definition {

struct RemindedRule {
    std::string action;
    std::vector<std::string> says{};  ///< its fields, public or internal
};

/// Nothing of a register that has none. Read from its part of the bundle, which the loader saw to be of the
/// shape.
std::optional<RemindedRule> reminded_rule(const Register& one);

/// Faults of it by their pointer within `/list/reminded`; none of a register without one.
Diagnostics check_reminded(const Register& one);

}  // namespace neove::definition
