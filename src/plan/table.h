#pragma once
/// \file
/// Tables: rows whose cells are separated by tabs or bars, and the columns their head names.

#include "plan/field.h"
#include "plan/outline.h"

#include <optional>
#include <vector>

namespace neove::plan {

/// The cells of a row, empty ones included.
std::vector<Range> split_cells(const Tokens& tokens, Range row);

/// The fields of the columns if the row is a head: two cells or more name fields.
std::optional<std::vector<std::optional<Field>>> read_columns(const Tokens& tokens, Range row);

/// "-nt-": what stands in the row above.
bool is_as_above(const Tokens& tokens, Range cell);

/// The row as it stands under the columns. The number in its first cell, if any, is the index cell.
std::vector<Cell> read_row(const Tokens& tokens, Range row, const std::vector<std::optional<Field>>& columns);

}  // namespace neove::plan
