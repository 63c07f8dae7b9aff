#pragma once
/// \file
/// Rows of a table that a page's end cut in two.

#include <string>
#include <string_view>

namespace neove::plan {

/// The text with such rows in one piece again, on the page where they begin. A line of cells is the rest of
/// the row before when nothing but the new page, its number and the head printed again stand between, its
/// first cell (the number) is empty, and its words go on in the middle of a sentence.
std::string join_split_rows(std::string_view text);

}  // namespace neove::plan
