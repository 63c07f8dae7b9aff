#pragma once
/// \file
/// What a register says of its board: its records counted by body and by how they stand to one limit.

#include "definition/register.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::definition {

struct BoardRule {
    std::string rows;                   ///< `owner`, or a column that holds an organisation
    std::string limit;                  ///< by which a record is late
    std::vector<std::string> states{};  ///< that are counted; empty: all
    std::string group{};                ///< column that a board is narrowed by; empty: none
    std::string act{};                  ///< action offered over all that are late; empty: none
};

/// Nothing of a register that has none. Read from its part of the bundle, which the loader saw to be of the
/// shape.
std::optional<BoardRule> board_rule(const Register& one);

/// Faults of it by their pointer within `/list/board`; none of a register without one.
Diagnostics check_board(const Register& one, const access::Rules& access);

}  // namespace neove::definition
