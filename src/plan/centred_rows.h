#pragma once
/// \file
/// Where the rows of a table begin when its cells are centred in height: then a row's number stands beside the
/// middle of the row, and the lines above it belong to it too.

#include <cstddef>
#include <vector>

namespace neove::plan {

struct RowLine {
    struct Piece {
        std::size_t column{0};
        bool opens{false};  ///< begins like a cell: a capital, a figure, a quotation mark
    };
    bool has_index{false};
    std::vector<Piece> pieces{};
};

/// The first line of every row. One row for each line with an index; where the numbers stand beside the first
/// lines, those are the answer.
std::vector<std::size_t> row_starts(const std::vector<RowLine>& lines, std::size_t columns);

}  // namespace neove::plan
