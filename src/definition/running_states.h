#pragma once
/// \file
/// In which states a limit may be running: what its start and its stops say, along the workflow.

#include "definition/register.h"

#include <optional>
#include <set>
#include <string>

namespace neove::definition {

/// Every state in which a record may stand while a clock of the limit runs, and perhaps some more; nothing
/// where it may be any, because the limit starts with an action or a day and not with a state.
std::optional<std::set<std::string>> running_states(
    const workflow::Workflow& workflow, const deadline::Limit& limit
);

}  // namespace neove::definition
