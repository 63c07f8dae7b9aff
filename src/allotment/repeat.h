#pragma once
/// \file
/// Confirmed tasks that fall due again and again, as one task for each of their days. Pure.

#include "allotment/allot.h"

#include <string_view>
#include <vector>

namespace neove::allotment {

/// As a deadline of a task says it. Where it names no day, what is to be done every quarter is due at its
/// end. No days of a rhythm that has no end to be due at ("daily", "when asked").
Rhythm rhythm_of(std::string_view recurrence, std::string_view day);

/// Whether a rule asks for the day of a task: then each of its days is a record of its own.
bool takes_day(const Rule& rule);

/// The task on that day: known by itself and the day as it was read, for these bodies.
Task on_day(const Task& task, const Occurrence& occurrence, std::vector<Body> bodies);

}  // namespace neove::allotment
