#pragma once
/// \file
/// Tables written for spreadsheets: every cell quoted, and none that a spreadsheet would take for a formula.

#include <string>
#include <string_view>
#include <vector>

namespace neove::csv {

/// A text that begins like a formula (`=`, `+`, `-`, `@`, tab, return), behind any number of apostrophes,
/// with one apostrophe more. Every other text as it is, so that `unguarded` gives back exactly what was
/// guarded.
std::string guarded(std::string_view text);
std::string unguarded(std::string_view text);

/// Adds a guarded cell to a line.
void add_cell(std::string& line, std::string_view text);

/// UTF-8 with a byte order mark, lines ended as RFC 4180 says, every cell guarded.
std::string write(const std::vector<std::vector<std::string>>& rows);

}  // namespace neove::csv
