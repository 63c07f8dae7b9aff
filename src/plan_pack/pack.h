#pragma once
/// \file
/// The plan reader's view of a country pack: YAML files → Gazetteer. Every fault is collected with its place.

#include "base/result.h"
#include "plan/gazetteer.h"

#include <string_view>
#include <utility>
#include <vector>

namespace neove::plan_pack {

/// A file of a pack: its name (for places in faults) and its text.
using PackFile = std::pair<std::string_view, std::string_view>;

/// Reads language, bodies, abbreviations and documents. Unknown keys, wrong shapes and keys that are missing
/// are faults.
std::expected<plan::Gazetteer, Diagnostics> read_pack(const std::vector<PackFile>& files);

/// The pack that was built in (packs/vn_administration). Read once; a fault in it is a bug of the build.
const plan::Gazetteer& built_in_gazetteer();

/// The built-in pack's files, as they were at build time.
const std::vector<PackFile>& built_in_files();

}  // namespace neove::plan_pack
