#pragma once
/// \file
/// A programme's access table as people read it: for each register how one stands to a record along the top,
/// what may be done down the side, and in each place which roles may. Made from the compiled table alone, so
/// that it says nothing that the table does not.

#include "definition/register.h"

#include <string>

namespace neove::definition {

/// Markdown. Roles and states stand by their labels, each with its id in the lists below the heading; a state
/// is named only where not every state in which the action can be taken is meant.
std::string access_summary(const Bundle& bundle, const Programme& programme, bool english);

}  // namespace neove::definition
