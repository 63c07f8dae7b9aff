#pragma once
/// \file
/// What shows only between the parts of registers, as faults with pointers into the bundle.

#include "definition/compile.h"
#include "definition/register.h"

namespace neove::definition {

/// As `load_bundle`, but gives what could be read even where there are faults: only for looking for more.
Bundle read_bundle(const json::Value& bundle, Diagnostics& faults);

Diagnostics check_bundle(const Bundle& bundle, const Compiled& compiled);

}  // namespace neove::definition
