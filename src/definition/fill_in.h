#pragma once
/// \file
/// What a register says of its fill-in sheet: the table that a body without access fills in, and the action
/// as which its rows come back.

#include "definition/register.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::definition {

struct FillInRule {
    std::string body;    ///< `owner`, or a column that holds an organisation: whose records a sheet has
    std::string action;  ///< that each filled row is taken as
    std::vector<std::string> shown{};  ///< fields that say which record a row is; nobody changes them there
    std::vector<std::string> asked{};  ///< questions of the action that the body answers, a column each
    std::vector<std::string>
        once{};  ///< its other questions: answered once for the sheet, by whoever enters it
};

/// Nothing of a register that has none. Read from its part of the bundle, which the loader saw to be of the
/// shape.
std::optional<FillInRule> fill_in_rule(const Register& one);

/// Faults of it by their pointer within `/list/fill_in`; none of a register without one.
Diagnostics check_fill_in(const Register& one, const access::Rules& access);

}  // namespace neove::definition
