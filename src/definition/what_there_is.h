#pragma once
/// \file
/// Beside a word that nobody knows, those that there are: whoever slipped sees what she meant.

#include "definition/compile.h"
#include "definition/register.h"

namespace neove::definition {

/// Adds them to every fault that tells an unknown field, action, state, register, limit, role or relation;
/// the nearest first, at most eight.
void name_what_there_is(const Bundle& bundle, const Compiled& compiled, Faults& faults);

}  // namespace neove::definition
