#pragma once
/// \file
/// What a register says of bodies that are no more: which action passes a record on to the successor.

#include "definition/register.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::definition {

struct SuccessionRule {
    std::string field;   ///< names the body; a column of the list
    std::string former;  ///< takes the body that was; empty: none does
    std::string paper;   ///< takes the number of the paper that ordered it; empty: none does
    std::string action;  ///< changes all of them
    /// Columns by which a record of the successor is the same matter as one of the former body.
    std::vector<std::string> alike{};
    std::string let_go{};     ///< the action that ends the second of two such; empty: both are passed on
    std::string let_go_on{};  ///< its question for the day; empty: it asks none
};

/// Nothing of a register that has none. Read from its part of the bundle, which the loader saw to be of the
/// shape.
std::optional<SuccessionRule> succession_rule(const Register& one);

/// Faults of it by their pointer within `/workflow/succession`; none of a register without one.
Diagnostics check_succession(const Register& one, const access::Rules& access);

}  // namespace neove::definition
