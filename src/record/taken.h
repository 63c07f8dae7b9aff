#pragma once
/// \file
/// What was done to a record and by whom, as four eyes see it.

#include "record/history.h"
#include "workflow/workflow.h"

#include <string>
#include <vector>

namespace neove::record {

/// The action that somebody took: whoever mends one said herself what it says now.
const std::string& done_by(const History& history, const Event& event);
std::vector<workflow::Taken> taken_in(const History& history);

}  // namespace neove::record
