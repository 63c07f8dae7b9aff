#pragma once
/// \file
/// Which row is the heading, and what its columns are. Only this module includes it.

#include "sheet/sheet.h"

#include <map>
#include <span>

namespace neove::sheet {

/// Cells of one row, by column.
using Line = std::span<const Cell>;
/// Rows with cells, in order; empty cells and those too far out are gone.
std::vector<Cell> in_order(const std::vector<Cell>& cells, Reading& reading);
std::vector<Line> lines_of(const std::vector<Cell>& cells);

/// Which columns of the guide a heading can mean.
using Headings = std::multimap<std::string, std::size_t, std::less<>>;
Headings headings_of(const Guide& guide);

/// Finds the heading and places the columns. Nothing where there is none, with its fault.
std::optional<std::size_t> find_heading(const std::vector<Line>& lines, const Guide& guide, Reading& reading);

/// Whether this is the row of ordinals, `(1) (2) (3)`, that official tables have below their headings.
bool is_ordinals(Line line);

}  // namespace neove::sheet
