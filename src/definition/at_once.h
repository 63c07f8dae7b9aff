#pragma once
/// \file
/// What a register says of an answer given once a period to many records at once: nothing happened, in any of
/// the groups of one plan.

#include "definition/register.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace neove::definition {

struct AtOnceRule {
    std::string action;  ///< asked once a period (`once_per`); which period is asked of whoever takes it
    std::string same{};  ///< column whose value all of them share; empty: any of the register
    std::vector<std::pair<std::string, std::string>>
        says{};  ///< its field, and the option that is its answer
};

/// Nothing of a register that has none. Read from its part of the bundle, which the loader saw to be of the
/// shape.
std::optional<AtOnceRule> at_once_rule(const Register& one);

/// Whether answers are what the rule says, and beside it nothing but which period they are for.
bool says_at_once(const Register& one, const AtOnceRule& rule, const json::Value& answers);

/// Faults of it by their pointer within `/list/at_once`; none of a register without one.
Diagnostics check_at_once(const Register& one, const access::Rules& access);

}  // namespace neove::definition
