#pragma once
/// \file
/// Whether a compiled programme holds together: what each part's own module finds, and what shows only
/// between the parts. Everything at once, at its place in the files.

#include "definition/compile.h"
#include "definition/register.h"

#include <functional>

namespace neove::definition {

struct Checked {
    std::optional<Bundle> bundle;  ///< where it could be read; to be used only without faults
    Faults faults;                 ///< in the order of files and lines
};
Checked check(const Compiled& compiled);

/// A fault as it is printed: `file:line:column pointer: sentence [code] detail`.
std::string told(const Fault& fault, const std::function<std::string(std::string_view code)>& sentence_of);

}  // namespace neove::definition
