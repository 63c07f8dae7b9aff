#pragma once
/// \file
/// The words of scenarios. Where something is expected not to happen, a slip of the pen would make it true: a
/// scenario that is green by it protects nobody.

#include "definition/compile.h"
#include "definition/register.h"

namespace neove::definition {

/// Words that the register does not know, numbers that no record it links to could bear, and time that runs
/// backwards; each with its pointer into the scenarios. What a register says that could not be read in full
/// is not asked: what is missing there would be told here once more.
Diagnostics check_scenarios(const Bundle& bundle, const Compiled& compiled);

}  // namespace neove::definition
