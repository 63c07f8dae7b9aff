#pragma once
/// \file
/// Looks at many records that one answer shows, as one entry of the journal.

#include "service/act.h"

#include <vector>

namespace neove::service {

/// So many records one entry names at most.
constexpr std::size_t kNamedAtOnce = 50;

/// Those that say the same of each record become one, whose `record_id` names all of them with spaces
/// between. A look that names no record stays by itself.
std::vector<SensitiveRead> together(const std::vector<SensitiveRead>& reads);

}  // namespace neove::service
