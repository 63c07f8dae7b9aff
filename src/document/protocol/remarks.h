#pragma once
/// \file
/// What the cells of a sheet do not say: which of them a filter or a hand hides, and which show what a
/// formula once gave. A worker hands them out as the text of an answer about a table.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace neove::document {

/// The letters are part of the protocol.
enum class Remark : char {
    HiddenSheet = 's',
    HiddenRow = 'r',
    HiddenColumn = 'c',
    Formula = 'f',
};

/// Rows and columns count from 1; a hidden row has no column, a hidden column no row, a sheet neither.
struct SheetRemark {
    std::uint32_t sheet{0};  ///< counted from 0, in the order of the answer
    Remark what{Remark::HiddenSheet};
    std::uint32_t row{0};
    std::uint32_t column{0};
    bool operator==(const SheetRemark&) const = default;
};

/// One line each: `0 r 12 0`.
std::string write_remarks(std::span<const SheetRemark> remarks);

/// Nothing unless every line is one that `write_remarks` writes, about one of so many sheets.
std::optional<std::vector<SheetRemark>> read_remarks(std::string_view text, std::size_t sheets);

}  // namespace neove::document
