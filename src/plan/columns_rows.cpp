/// \file
/// The rows of a table set in columns: which lines are one row.

#include "base/text.h"
#include "plan/body.h"
#include "plan/paragraph.h"
#include "plan/unfolder.h"

#include <algorithm>

namespace neove::plan {
namespace {

constexpr std::size_t kLongestPage = 400;

}  // namespace

bool Unfolder::unfold_set(std::size_t& i) {
    std::size_t first = i;
    auto columns = read_head(i, first);
    if (!columns) return false;
    constexpr std::size_t kLongestTable = 4000;
    std::vector<std::size_t> borders = find_borders(*columns, i, std::min(first + 60, lines_.size()));
    std::size_t last = first;
    while (last < lines_.size() && last < first + kLongestTable && !ends_table(lines_[last], borders)) ++last;
    borders = find_borders(*columns, i, last);
    emit_head(*columns);
    emit_rows(*columns, borders, first, last);
    i = last;
    changed_ = true;
    return true;
}

void Unfolder::emit_rows(
    const std::vector<Column>& columns,
    const std::vector<std::size_t>& borders,
    std::size_t first,
    std::size_t last
) {
    std::vector<bool> begins = row_begins(columns, borders, first, page_end(columns, first, last));
    std::size_t page = first;
    std::vector<std::string> row(columns.size());
    bool any = false;
    const auto flush = [&] {
        if (any) emit_row(row);
        row.assign(columns.size(), {});
        any = false;
    };
    for (std::size_t i = first; i < last; ++i) {
        std::size_t after = i;
        if (repeats_head_of(columns, i, after)) {
            i = after - 1;  // the head again, on a new page
            page = after;
            begins = row_begins(columns, borders, after, page_end(columns, after, last));
            continue;
        }
        if (is_page_number(i, borders)) continue;
        if (begins[i - page]) flush();
        for (const Piece& piece : lines_[i].pieces) {
            std::size_t k = column_of(piece, borders);
            std::string words = piece.words;
            // "1 Xây dựng …": the index and the content with one space between.
            const std::size_t space = words.find(' ');
            if (k == 0 && columns[0].field == Field::Number && space != std::string::npos &&
                columns.size() > 1) {
                if (is_index(words.substr(0, space)) && row[0].empty()) {
                    row[0] = words.substr(0, space);
                    words.erase(0, space + 1);
                }
                k = 1;
            }
            row[k] += (row[k].empty() ? "" : " ") + words;
            any = true;
        }
    }
    flush();
}

/// Which lines of one page of the table begin a row.
std::vector<bool> Unfolder::row_begins(
    const std::vector<Column>& columns,
    const std::vector<std::size_t>& borders,
    std::size_t first,
    std::size_t last
) const {
    std::vector<bool> begins(last - first, false);
    if (rows_are_blocks(columns, borders, first, last)) {
        for (std::size_t i = first; i < last; ++i) begins[i - first] = lines_[i].blank_before;
        return begins;
    }
    if (columns[0].field != Field::Number || last - first > kLongestPage) {
        for (std::size_t i = first; i < last; ++i) begins[i - first] = begins_row(i, columns, borders);
        return begins;
    }
    std::vector<std::size_t> places;
    std::vector<RowLine> rows;
    for (std::size_t i = first; i < last; ++i) {
        if (is_page_number(i, borders)) continue;
        RowLine row{.has_index = has_index(i, columns, borders)};
        for (const Piece& piece : lines_[i].pieces) add_row_piece(piece, column_of(piece, borders), row);
        rows.push_back(std::move(row));
        places.push_back(i - first);
    }
    for (const std::size_t start : row_starts(rows, columns.size())) begins[places[start]] = true;
    return begins;
}

void Unfolder::add_row_piece(const Piece& piece, std::size_t column, RowLine& row) {
    std::string_view words = piece.words;
    if (column == 0) {
        // "1 Xây dựng": what follows the number is content.
        const std::size_t space = words.find(' ');
        if (space == std::string_view::npos) return;
        words.remove_prefix(space + 1);
        column = 1;
    }
    const char32_t begin = text::decode(words, 0).value;
    const bool opens = text::is_upper(begin) || (begin >= U'0' && begin <= U'9') || begin == U'"' ||
                       begin == U'\u201C' || begin == U'-';
    row.pieces.push_back({column, opens});
}

bool Unfolder::has_index(
    std::size_t i, const std::vector<Column>& columns, const std::vector<std::size_t>& borders
) const {
    if (columns[0].field != Field::Number) return false;
    const Piece& piece = lines_[i].pieces[0];
    if (column_of(piece, borders) != 0) return false;
    return is_index(std::string_view(piece.words).substr(0, piece.words.find(' ')));
}

bool Unfolder::begins_row(
    std::size_t i, const std::vector<Column>& columns, const std::vector<std::size_t>& borders
) const {
    if (columns[0].field == Field::Number) return has_index(i, columns, borders);
    // No index column: a row begins where most columns begin anew with a capital.
    std::size_t capitals = 0;
    for (const Piece& piece : lines_[i].pieces) {
        capitals += text::is_upper(text::decode(piece.words, 0).value) ? 1 : 0;
    }
    return column_of(lines_[i].pieces[0], borders) == 0 && capitals * 2 > columns.size();
}

/// Without numbers: blank lines part the rows when each block fills most of the columns.
bool Unfolder::fills_columns(
    std::size_t begin,
    std::size_t end,
    const std::vector<Column>& columns,
    const std::vector<std::size_t>& borders
) const {
    std::vector<bool> filled(columns.size(), false);
    for (std::size_t i = begin; i < end; ++i) {
        for (const Piece& piece : lines_[i].pieces) filled[column_of(piece, borders)] = true;
    }
    const auto count = static_cast<std::size_t>(std::ranges::count(filled, true));
    return count * 2 > columns.size() || (count == 1 && end == begin + 1);
}

/// Cells may be centred in height; then only blank lines part the rows, each with one index.
bool Unfolder::rows_are_blocks(
    const std::vector<Column>& columns,
    const std::vector<std::size_t>& borders,
    std::size_t first,
    std::size_t last
) const {
    std::size_t blocks = 0;
    std::size_t good = 0;
    std::size_t in_block = 0;
    std::size_t lines_in_block = 0;
    std::size_t tall = 0;
    std::size_t begin = first;
    const bool numbered = columns[0].field == Field::Number;
    for (std::size_t i = first; i <= last; ++i) {
        if (i < last && is_page_number(i, borders)) continue;
        if (i == last || (lines_[i].blank_before && i > first)) {
            ++blocks;
            good += (numbered ? in_block == 1 : fills_columns(begin, i, columns, borders)) ? 1 : 0;
            begin = i;
            tall += lines_in_block > 1 ? 1 : 0;
            in_block = 0;
            lines_in_block = 0;
        }
        if (i < last) {
            in_block += has_index(i, columns, borders) ? 1 : 0;
            ++lines_in_block;
        }
    }
    return blocks >= 2 && good * 10 >= blocks * 8 && tall > 0;
}

}  // namespace neove::plan
