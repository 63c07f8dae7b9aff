#pragma once
/// \file
/// Tables that came as plain lines. A table of a page of text is either set in columns by spaces, or its
/// cells follow one another line by line. Both are stored as what they were: one line per row, cells apart by
/// tabs.

#include "plan/gazetteer.h"

#include <string>
#include <string_view>

namespace neove::plan {

/// The text with every such table unfolded. Text without one comes back unchanged.
std::string unfold_tables(std::string_view text, const Gazetteer& gazetteer);

}  // namespace neove::plan
