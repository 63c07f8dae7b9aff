/// \file
/// The head of a table set in columns, the borders that follow from it, and where the table ends.

#include "base/text.h"
#include "plan/body.h"
#include "plan/paragraph.h"
#include "plan/unfolder.h"

#include <algorithm>

namespace neove::plan {

/// The head that begins at line `i`, and the line behind it.
std::optional<std::vector<Column>> Unfolder::read_head(std::size_t i, std::size_t& after) const {
    if (lines_[i].pieces.size() < 3 &&
        !(lines_[i].pieces.size() == 2 && starts_with_index_label(lines_[i].pieces[0].words))) {
        return std::nullopt;
    }
    std::vector<Column> columns = columns_at(i);
    if (columns.size() < 3 || columns.size() > 12) return std::nullopt;
    std::size_t best_named = 0;
    std::optional<std::vector<Column>> best;
    constexpr std::size_t kTallestHead = 4;
    for (std::size_t n = i; n < lines_.size() && n < i + kTallestHead; ++n) {
        if (n > i && !add_head_line(n, columns)) break;
        std::size_t named = 0;
        for (Column& column : columns) {
            column.field = field_of(column.head);
            named += column.field ? 1 : 0;
        }
        if (named >= 2 && named >= best_named && named * 2 > columns.size()) {
            best_named = named;
            best = columns;
            after = n + 1;
        }
    }
    if (!best) return std::nullopt;
    const bool content =
        std::ranges::any_of(*best, [](const Column& c) { return c.field == Field::Content; });
    const bool who = std::ranges::any_of(*best, [](const Column& c) {
        return c.field == Field::Lead || c.field == Field::Perform || c.field == Field::Time ||
               c.field == Field::Coordinate;
    });
    if (!content || !who) return std::nullopt;
    return best;
}

std::vector<Column> Unfolder::columns_at(std::size_t i) const {
    std::vector<Column> columns;
    for (const Piece& piece : lines_[i].pieces) {
        const Tokens t(piece.words, g_.lexicon);
        const Index index = t.at(0, Cue::label_index, t.size());
        if (index > 0 && t.size() > index && columns.empty()) {
            // "TT Nội dung": a narrow gap between the first two columns.
            const std::string first = t.written({0, index});
            const std::size_t width = text::count_code_points(first);
            columns.push_back({piece.begin, piece.begin + width, first, {}});
            columns.push_back({piece.begin + width + 1, piece.end, t.written({index, t.size()}), {}});
        } else {
            columns.push_back({piece.begin, piece.end, piece.words, {}});
        }
    }
    return columns;
}

std::size_t Unfolder::distance(const Piece& piece, const Column& column) {
    if (piece.end <= column.begin) return column.begin - piece.end + 1;
    if (piece.begin >= column.end) return piece.begin - column.end + 1;
    return 0;
}

/// A head may be set over several lines: pieces below belong to the column they stand under.
bool Unfolder::add_head_line(std::size_t i, std::vector<Column>& columns) const {
    if (is_index(lines_[i].pieces[0].words) && lines_[i].pieces.size() > 1) return false;
    std::vector<std::size_t> places;
    for (const Piece& piece : lines_[i].pieces) {
        const auto nearest =
            std::ranges::min_element(columns, {}, [&](const Column& c) { return distance(piece, c); });
        if (distance(piece, *nearest) > 4 || text::count_code_points(piece.words) > 32) return false;
        places.push_back(static_cast<std::size_t>(nearest - columns.begin()));
    }
    for (std::size_t p = 0; p < places.size(); ++p) {
        Column& column = columns[places[p]];
        column.head += " " + lines_[i].pieces[p].words;
        column.begin = std::min(column.begin, lines_[i].pieces[p].begin);
        column.end = std::max(column.end, lines_[i].pieces[p].end);
    }
    return true;
}

/// Where each column ends: the emptiest place between two heads.
std::vector<std::size_t> Unfolder::find_borders(
    const std::vector<Column>& columns, std::size_t from, std::size_t to
) const {
    std::vector<std::size_t> filled(512, 0);
    for (std::size_t i = from; i < to; ++i) {
        for (const Piece& piece : lines_[i].pieces) {
            for (std::size_t c = piece.begin; c < piece.end && c < filled.size(); ++c) ++filled[c];
        }
    }
    std::vector<std::size_t> borders;
    for (std::size_t k = 0; k + 1 < columns.size(); ++k) {
        const std::size_t low = std::min(columns[k].begin + 1, filled.size() - 1);
        const std::size_t high = std::min(std::max(columns[k + 1].begin + 1, low + 1), filled.size());
        std::size_t best = high;
        std::size_t least = ~std::size_t{0};
        // From the right: a narrow text leaves room behind it, not before the next column.
        for (std::size_t c = high; c-- > low;) {
            if (filled[c] < least) {
                least = filled[c];
                best = c;
            }
        }
        borders.push_back(best);
    }
    return borders;
}

std::size_t Unfolder::column_of(const Piece& piece, const std::vector<std::size_t>& borders) {
    std::size_t k = 0;
    while (k < borders.size() && piece.begin >= borders[k]) ++k;
    return k;
}

/// Whether the line is prose again: one piece that runs across columns, or words that end every table.
bool Unfolder::ends_table(const PageLine& line, const std::vector<std::size_t>& borders) const {
    const Piece& first = line.pieces[0];
    if (line.pieces.size() > 1) return false;
    const Tokens t(line.text, g_.lexicon);
    const Range whole{0, t.size()};
    if (t.is(0, Cue::recipients, whole.last) || t.is(0, Cue::closing, whole.last)) return true;
    const auto label = read_label(t, whole);
    const bool heading = label && (label->kind <= LabelKind::Roman) &&
                         is_all_caps(t, {whole.first + label->size, whole.last}) && first.begin < borders[0];
    if (heading && label->kind == LabelKind::Roman && t[0].glued == false && t[1].mark == U'.') return true;
    if (heading && label->kind < LabelKind::Roman) return true;
    const std::size_t crossed =
        static_cast<std::size_t>(std::ranges::count_if(borders, [&](std::size_t border) {
            return first.begin + 2 < border && border + 2 < first.end;
        }));
    return crossed >= 2 && !is_all_caps(t, whole);
}

bool Unfolder::repeats_head_of(const std::vector<Column>& columns, std::size_t i, std::size_t& after) const {
    return lines_[i].pieces.size() >= columns.size() / 2 && read_head(i, after).has_value();
}

/// Where the next page of the table begins: each page may set its rows in its own way.
std::size_t Unfolder::page_end(const std::vector<Column>& columns, std::size_t first, std::size_t last)
    const {
    std::size_t after = first;
    while (first < last && !repeats_head_of(columns, first, after)) ++first;
    return first;
}

bool Unfolder::is_page_number(std::size_t i, const std::vector<std::size_t>& borders) const {
    const auto& pieces = lines_[i].pieces;
    return pieces.size() == 1 && pieces[0].words.size() <= 3 && column_of(pieces[0], borders) > 0 &&
           pieces[0].words.find_first_not_of("0123456789") == std::string::npos && lines_[i].blank_before;
}

void Unfolder::emit_head(const std::vector<Column>& columns) {
    out_ += '\n';
    std::vector<std::string> cells;
    for (const Column& column : columns) cells.push_back(column.head);
    emit_row(cells);
}

}  // namespace neove::plan
