#pragma once
/// \file
/// The calls that no program in the converter's sandbox may make.

#include "base/result.h"

namespace neove::document {

/// An open file in memory with the compiled list, as bubblewrap reads it; the caller closes it. LibreOffice
/// is too large for a list of what it may do: this one takes away what it never needs and what breaks
/// kernels.
Result<int> forbidden_calls();

}  // namespace neove::document
