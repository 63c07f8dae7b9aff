#pragma once
/// \file
/// One sheet as it is written out: a head of lines, headings, rows. What people typed stays text whatever it
/// begins with; nothing in a cell is ever a formula.

#include "base/bytes.h"
#include "calendar/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace neove::workbook {

/// A moment where the installation stands, to the minute.
struct Moment {
    calendar::Date day;
    int minute{0};  ///< of the day
    bool operator==(const Moment&) const = default;
};

/// Empty, text, a whole number, a day, a moment.
using Cell = std::variant<std::monostate, std::string, std::int64_t, calendar::Date, Moment>;

struct Table {
    std::string name;  ///< of the sheet
    std::vector<std::pair<std::string, std::string>>
        head;  ///< above the table: what it is, and the word for it
    std::vector<std::string> headings;
    std::vector<std::vector<Cell>> rows;
    /// Columns that people write into, the first and the one behind the last: framed, wide, and of texts, so
    /// that a spreadsheet makes no other day of `05/12`. Nothing: a table to read.
    std::optional<std::pair<std::size_t, std::size_t>> written{};
};

/// As people write it here: `20/11/2026`, `08:30 20/11/2026`, `1.250.000`.
std::string text_of(const Cell& cell);

/// The bytes of an .xlsx file. Characters that XML cannot hold are dropped; a text beyond 32,767 characters
/// is cut with an ellipsis, which is what the format holds.
std::string write_xlsx(const Table& table);

}  // namespace neove::workbook
