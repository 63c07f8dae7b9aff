#pragma once
/// \file
/// A history as it counts: every mistake replaced by its newest correction.

#include "record/record.h"

#include <vector>

namespace neove::record {

/// Without the corrections themselves: each event has the time and the answers that its newest correction
/// gives it, in the place where it stood. States stay: what was done was done.
std::vector<Event> as_corrected(const std::vector<Event>& history);

}  // namespace neove::record
