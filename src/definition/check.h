#pragma once
/// \file
/// Whether a compiled programme holds together: what each part's own module finds, and what shows only
/// between the parts. Everything at once, at its place in the files.

#include "definition/compile.h"
#include "definition/register.h"

#include <functional>
#include <set>
#include <string>

namespace neove::definition {

struct Checked {
    std::optional<Bundle> bundle;  ///< where it could be read; to be used only without faults
    Faults faults;                 ///< in the order of files and lines, those about labels last
};
/// `house_roles`: of the house that the programme will run in, where they are known. Whoever holds one of
/// them has at once what a programme gives to a role of that name, so it says that it means to.
Checked check(const Compiled& compiled, const std::set<std::string>& house_roles = {});

/// A fault as it is printed: `file:line:column pointer: sentence [code] detail`.
std::string told(const Fault& fault, const std::function<std::string(std::string_view code)>& sentence_of);

}  // namespace neove::definition
