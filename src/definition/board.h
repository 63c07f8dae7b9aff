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
    /// In which the limit was kept, if it was not late; empty: whatever stops it keeps it. What ended
    /// otherwise is counted by its state.
    std::vector<std::string> fulfilled{};
    std::string group{};  ///< column that a board is narrowed by; empty: none
    std::string act{};    ///< action offered over all that are late; empty: none
    /// Whether a clock that stopped in this state says that the limit was kept.
    bool fulfils(const std::string& state) const;
};

/// Nothing of a register that has none. Read from its part of the bundle, which the loader saw to be of the
/// shape.
std::optional<BoardRule> board_rule(const Register& one);

/// Faults of it by their pointer within `/list/board`; none of a register without one.
Diagnostics check_board(const Register& one, const access::Rules& access);

}  // namespace neove::definition
