#pragma once
/// \file
/// Tables of tasks in a pdf, whose file knows only words and places: found by their head (`TT` or `STT` at
/// the left), their columns by the white strips between them, their rows by the numbers in the first column.
/// Pure. Where the rows are not certain nothing is claimed: a wrong row would give one body's task to
/// another.

#include <optional>
#include <string>
#include <vector>

namespace neove::worker {

/// A word and its box, in hundredths of a point from the upper left corner.
struct PlacedWord {
    int left{0};
    int right{0};
    int top{0};
    int bottom{0};
    std::string text;
};

/// The columns of a table that reached the end of a page: the next page may go on with it.
struct OpenTable {
    std::vector<std::pair<int, int>> columns;  ///< left and right of each, in order; empty: no table is open
    std::vector<std::string> head{};  ///< its cells; printed again on a page, they end where they ended here
    bool numbers_on_top{false};  ///< rows of several lines had their numbers beside the first: so do the next
};

/// The page's text with one line per row of its table and TAB between cells, or nothing when no table is
/// certain. `open` tells of the page before and is set for the page after.
std::optional<std::string> read_table_page(
    const std::vector<PlacedWord>& words, int page_number, OpenTable& open
);

}  // namespace neove::worker
