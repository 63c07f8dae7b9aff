#include "plan/table.h"

#include <algorithm>

namespace neove::plan {

std::vector<Range> split_cells(const Tokens& t, Range row) {
    std::vector<Range> cells;
    // Bars stand at both ends of a row as well; tabs only between cells.
    const bool bars = !row.empty() && t.text(row.first) == "|";
    if (bars) ++row.first;
    if (bars && !row.empty() && t.text(row.last - 1) == "|") --row.last;
    Index begin = row.first;
    for (Index i = row.first; i < row.last; ++i) {
        if (t[i].mark != kCell) continue;
        cells.push_back({begin, i});
        begin = i + 1;
    }
    cells.push_back({begin, row.last});
    return cells;
}

std::optional<std::vector<std::optional<Field>>> read_columns(const Tokens& t, Range row) {
    std::vector<std::optional<Field>> columns;
    std::size_t named = 0;
    bool index_only = true;
    for (const Range& cell : split_cells(t, row)) {
        auto field = cell.size() <= 14 ? field_named(t, cell) : std::nullopt;
        if (field) ++named;
        if (field && *field != Field::Number) index_only = false;
        columns.push_back(field);
    }
    if (named < 2 || index_only || named * 2 < columns.size()) return std::nullopt;
    return columns;
}

bool is_as_above(const Tokens& t, Range cell) {
    while (!cell.empty() && t[cell.first].mark == U'-') ++cell.first;
    while (!cell.empty() && (t[cell.last - 1].mark == U'-' || t[cell.last - 1].mark == U'.')) --cell.last;
    return !cell.empty() && t.at(cell.first, Cue::as_above, cell.last) == cell.size();
}

std::vector<Cell> read_row(const Tokens& t, Range row, const std::vector<std::optional<Field>>& columns) {
    std::vector<Cell> cells;
    const std::vector<Range> ranges = split_cells(t, row);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        if (ranges[i].empty()) continue;
        Field field = Field::Note;
        if (i < columns.size() && columns[i]) field = *columns[i];
        if (i == 0 && (i >= columns.size() || !columns[i]) && ranges[i].size() <= 5 &&
            t[ranges[i].first].kind == TokenKind::Number) {
            field = Field::Number;
        }
        cells.push_back({field, ranges[i]});
    }
    return cells;
}

}  // namespace neove::plan
