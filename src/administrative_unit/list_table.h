#pragma once
/// \file
/// A list of units as a table: separated values in UTF-8, into rows of cells. Strict, because a list is
/// copied into every later answer: what cannot be read surely is refused.

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::administrative_unit {

inline constexpr std::size_t kMostTableBytes = 16U * 1024U * 1024U;
inline constexpr std::size_t kMostTableRows = 40'000;
inline constexpr std::size_t kMostCellBytes = 8'000;

using TableRow = std::vector<std::string>;

/// Comma, semicolon or tab, whichever the first line has most; quoted cells may hold separators, line ends
/// and doubled quotes. A mark of byte order at the start is passed over. Cells come back in NFC, trimmed.
/// Refuses with `units.too_large`, `units.not_text`, `units.too_many_rows`, `units.cell_too_long`,
/// `units.quote` (where: the row).
Result<std::vector<TableRow>> read_table(std::string_view text);

}  // namespace neove::administrative_unit
