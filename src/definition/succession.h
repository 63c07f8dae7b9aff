#pragma once
/// \file
/// What a register says of bodies that are no more: which action passes a record on to the successor.

#include "definition/register.h"

#include <optional>
#include <string>

namespace neove::definition {

struct SuccessionRule {
    std::string field;   ///< names the body; a column of the list
    std::string former;  ///< takes the body that was; empty: none does
    std::string paper;   ///< takes the number of the paper that ordered it; empty: none does
    std::string action;  ///< changes all of them
};

/// Nothing of a register that has none. Read from its part of the bundle, which the loader saw to be of the
/// shape.
std::optional<SuccessionRule> succession_rule(const Register& one);

/// Faults of it by their pointer within `/workflow/succession`; none of a register without one.
Diagnostics check_succession(const Register& one, const access::Rules& access);

}  // namespace neove::definition
