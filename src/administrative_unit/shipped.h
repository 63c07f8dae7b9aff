#pragma once
/// \file
/// The units that a pack brings along, under those that a store keeps. What a store says of a unit stands in
/// the place of what the pack says of it.

#include "administrative_unit/directory.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::administrative_unit {

/// One file of a pack: a table of units whose name is its list version.
struct ListFile {
    std::string_view list;  ///< `2025-07-01`
    std::string_view text;
};

struct Shipped {
    Vocabulary vocabulary;
    std::vector<Unit> units;
};

/// Lists are read in the order given, so that later ones may name earlier ones. `base`: units that are known
/// beforehand. Every fault goes to `faults`; with faults the result is not to be used.
Shipped read_shipped(std::string_view vocabulary, const std::vector<ListFile>& files, Diagnostics& faults);
/// The units of further files over what is shipped.
std::vector<Unit> read_lists(const Shipped& base, const std::vector<ListFile>& files, Diagnostics& faults);

/// Both together; a reference that `kept` has is taken from there alone.
Directory directory_of(const Shipped& shipped, std::vector<Unit> kept);

}  // namespace neove::administrative_unit
