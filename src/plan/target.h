#pragma once
/// \file
/// Targets: "trên 90% hộ gia đình có …", "100% nạn nhân …".

#include "plan/obligation.h"

#include <vector>

namespace neove::plan {

/// Every percentage with the words it is about; spans are token ranges, for the caller to turn into places.
std::vector<Target> read_targets(const Readers& readers, Range text, bool is_goal);

}  // namespace neove::plan
