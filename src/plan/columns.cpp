#include "plan/columns.h"

#include "base/text.h"
#include "plan/body.h"
#include "plan/centred_rows.h"
#include "plan/field.h"
#include "plan/paragraph.h"
#include "plan/time.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace neove::plan {
namespace {

/// A piece of a line between wide gaps; columns count code points.
struct Piece {
    std::size_t begin{0};
    std::size_t end{0};
    std::string words;
};

struct PageLine {
    std::string_view text;
    std::vector<Piece> pieces;
    bool blank_before{false};
};

std::vector<Piece> pieces_of(std::string_view line) {
    std::vector<Piece> pieces;
    Piece open;
    std::size_t column = 0;
    std::size_t spaces = 0;
    for (std::size_t at = 0; at < line.size(); ++column) {
        const text::CodePoint point = text::decode(line, at);
        const bool space = point.value == U' ' || point.value == U'\u00A0' || point.value == U'\f';
        if (space) {
            ++spaces;
        } else {
            if (spaces >= 2 && !open.words.empty()) {
                pieces.push_back(std::move(open));
                open = {};
            }
            if (open.words.empty()) {
                open.begin = column;
            } else if (spaces > 0) {
                open.words += ' ';
            }
            text::append(open.words, point.value);
            open.end = column + 1;
            spaces = 0;
        }
        at += point.size;
    }
    if (!open.words.empty()) pieces.push_back(std::move(open));
    return pieces;
}

struct Column {
    std::size_t begin{0};
    std::size_t end{0};
    std::string head;
    std::optional<Field> field;
};

bool is_index(std::string_view words) {
    if (words.empty() || words.size() > 6) return false;
    const std::size_t body = words.find_last_not_of(".)") + 1;
    const std::string_view digits = words.substr(0, body);
    if (digits.empty()) return false;
    const bool number = digits.find_first_not_of("0123456789.") == std::string_view::npos && digits[0] != '.';
    const bool roman = digits.find_first_not_of("IVX") == std::string_view::npos;
    const bool letter = digits.size() == 1 &&
                        ((digits[0] >= 'A' && digits[0] <= 'H') || (digits[0] >= 'a' && digits[0] <= 'h'));
    return number || roman || letter;
}

constexpr std::size_t kLongestPage = 400;

class Unfolder {
public:
    Unfolder(std::string_view text, const Gazetteer& gazetteer) : g_(gazetteer), text_(text) {}

    std::string run() {
        if (!read_lines()) return std::string(text_);
        for (std::size_t i = 0; i < lines_.size();) {
            if (unfold_set(i) || unfold_flowing(i)) continue;
            if (lines_[i].blank_before) out_ += '\n';
            out_ += lines_[i].text;
            out_ += '\n';
            ++i;
        }
        return changed_ ? std::move(out_) : std::string(text_);
    }

private:
    /// False where no word heads a column: then no table is there, and nothing is done.
    bool read_lines() {
        if (!may_hold_table()) return false;
        bool blank = false;
        bool any_index = false;
        for (std::size_t begin = 0; begin < text_.size();) {
            std::size_t end = text_.find('\n', begin);
            if (end == std::string_view::npos) end = text_.size();
            const std::string_view line = text_.substr(begin, end - begin);
            PageLine page{.text = line, .pieces = pieces_of(line), .blank_before = blank};
            blank = page.pieces.empty();
            if (!blank) {
                any_index = any_index ||
                            (!line.contains('\t') && starts_with_index_label(page.pieces[0].words)) ||
                            page.pieces.size() >= 3;
                lines_.push_back(std::move(page));
            }
            begin = end + 1;
        }
        return any_index;
    }

    /// A cheap look at every line: wide gaps, or a first word that can head an index column.
    bool may_hold_table() const {
        for (std::size_t begin = 0; begin < text_.size();) {
            std::size_t end = text_.find('\n', begin);
            if (end == std::string_view::npos) end = text_.size();
            const std::string_view line = text_.substr(begin, end - begin);
            if (has_wide_gaps(line) || starts_like_index(line)) return true;
            begin = end + 1;
        }
        return false;
    }

    static bool has_wide_gaps(std::string_view line) {
        std::size_t gaps = 0;
        const std::size_t last = line.find_last_not_of(" \r");
        std::size_t at = line.find_first_not_of(" \f");
        while (at != std::string_view::npos && at < last &&
               (at = line.find("  ", at)) != std::string_view::npos && at < last) {
            ++gaps;
            at = line.find_first_not_of(' ', at);
        }
        return gaps >= 2 && !line.contains('\t');
    }

    bool starts_like_index(std::string_view line) const {
        constexpr std::size_t kLongestWord = 8;
        const std::size_t begin = line.find_first_not_of(" \f");
        if (begin == std::string_view::npos || line.contains('\t')) return false;
        const std::size_t end = std::min(line.find(' ', begin), line.size());
        if (end - begin > kLongestWord) return false;
        const WordId word = g_.lexicon.word(text::match_key(line.substr(begin, end - begin)));
        std::vector<PhraseMatch> matches;
        g_.lexicon.match(std::span(&word, 1), matches);
        return std::ranges::any_of(matches, [](const PhraseMatch& match) {
            return match.cue == Cue::label_index;
        });
    }

    bool starts_with_index_label(std::string_view words) const {
        const Tokens t(words.substr(0, 40), g_.lexicon);
        return t.size() > 0 && t.is(0, Cue::label_index, t.size());
    }

    std::optional<Field> field_of(std::string_view words) const {
        if (words.size() > 160) return std::nullopt;
        const Tokens t(words, g_.lexicon);
        return t.size() == 0 ? std::nullopt : field_named(t, {0, t.size()});
    }

    // --- columns set by spaces
    // --------------------------------------------------------------------------------------

    std::vector<Column> columns_at(std::size_t i) const {
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

    static std::size_t distance(const Piece& piece, const Column& column) {
        if (piece.end <= column.begin) return column.begin - piece.end + 1;
        if (piece.begin >= column.end) return piece.begin - column.end + 1;
        return 0;
    }

    /// A head may be set over several lines: pieces below belong to the column they stand under.
    bool add_head_line(std::size_t i, std::vector<Column>& columns) const {
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

    /// The head that begins at line `i`, and the line behind it.
    std::optional<std::vector<Column>> read_head(std::size_t i, std::size_t& after) const {
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

    /// Whether the line is prose again: one piece that runs across columns, or words that end every table.
    bool ends_table(const PageLine& line, const std::vector<std::size_t>& borders) const {
        const Piece& first = line.pieces[0];
        if (line.pieces.size() > 1) return false;
        const Tokens t(line.text, g_.lexicon);
        const Range whole{0, t.size()};
        if (t.is(0, Cue::recipients, whole.last) || t.is(0, Cue::closing, whole.last)) return true;
        const auto label = read_label(t, whole);
        const bool heading = label && (label->kind <= LabelKind::Roman) &&
                             is_all_caps(t, {whole.first + label->size, whole.last}) &&
                             first.begin < borders[0];
        if (heading && label->kind == LabelKind::Roman && t[0].glued == false && t[1].mark == U'.')
            return true;
        if (heading && label->kind < LabelKind::Roman) return true;
        const std::size_t crossed =
            static_cast<std::size_t>(std::ranges::count_if(borders, [&](std::size_t border) {
                return first.begin + 2 < border && border + 2 < first.end;
            }));
        return crossed >= 2 && !is_all_caps(t, whole);
    }

    /// Where each column ends: the emptiest place between two heads.
    std::vector<std::size_t> find_borders(
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

    static std::size_t column_of(const Piece& piece, const std::vector<std::size_t>& borders) {
        std::size_t k = 0;
        while (k < borders.size() && piece.begin >= borders[k]) ++k;
        return k;
    }

    bool unfold_set(std::size_t& i) {
        std::size_t first = i;
        auto columns = read_head(i, first);
        if (!columns) return false;
        constexpr std::size_t kLongestTable = 4000;
        std::vector<std::size_t> borders = find_borders(*columns, i, std::min(first + 60, lines_.size()));
        std::size_t last = first;
        while (last < lines_.size() && last < first + kLongestTable && !ends_table(lines_[last], borders))
            ++last;
        borders = find_borders(*columns, i, last);
        emit_head(*columns);
        emit_rows(*columns, borders, first, last);
        i = last;
        changed_ = true;
        return true;
    }

    void emit_head(const std::vector<Column>& columns) {
        out_ += '\n';
        std::vector<std::string> cells;
        for (const Column& column : columns) cells.push_back(column.head);
        emit_row(cells);
    }

    void emit_row(const std::vector<std::string>& cells) {
        for (std::size_t k = 0; k < cells.size(); ++k) {
            if (k > 0) out_ += '\t';
            out_ += cells[k];
        }
        out_ += '\n';
    }

    void emit_rows(
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
    std::vector<bool> row_begins(
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

    static void add_row_piece(const Piece& piece, std::size_t column, RowLine& row) {
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

    bool repeats_head_of(const std::vector<Column>& columns, std::size_t i, std::size_t& after) const {
        return lines_[i].pieces.size() >= columns.size() / 2 && read_head(i, after).has_value();
    }

    /// Where the next page of the table begins: each page may set its rows in its own way.
    std::size_t page_end(const std::vector<Column>& columns, std::size_t first, std::size_t last) const {
        std::size_t after = first;
        while (first < last && !repeats_head_of(columns, first, after)) ++first;
        return first;
    }

    bool is_page_number(std::size_t i, const std::vector<std::size_t>& borders) const {
        const auto& pieces = lines_[i].pieces;
        return pieces.size() == 1 && pieces[0].words.size() <= 3 && column_of(pieces[0], borders) > 0 &&
               pieces[0].words.find_first_not_of("0123456789") == std::string::npos && lines_[i].blank_before;
    }

    bool has_index(std::size_t i, const std::vector<Column>& columns, const std::vector<std::size_t>& borders)
        const {
        if (columns[0].field != Field::Number) return false;
        const Piece& piece = lines_[i].pieces[0];
        if (column_of(piece, borders) != 0) return false;
        return is_index(std::string_view(piece.words).substr(0, piece.words.find(' ')));
    }

    bool begins_row(
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
    bool fills_columns(
        std::size_t begin, std::size_t end, const std::vector<Column>& columns, const std::vector<std::size_t>& borders
    ) const {
        std::vector<bool> filled(columns.size(), false);
        for (std::size_t i = begin; i < end; ++i) {
            for (const Piece& piece : lines_[i].pieces) filled[column_of(piece, borders)] = true;
        }
        const auto count = static_cast<std::size_t>(std::ranges::count(filled, true));
        return count * 2 > columns.size() || (count == 1 && end == begin + 1);
    }

    /// Cells may be centred in height; then only blank lines part the rows, each with one index.
    bool rows_are_blocks(
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

    // --- cells line by line
    // -----------------------------------------------------------------------------------------

    /// A head whose labels follow one another, on one line or on several: "TT Nội dung Cơ quan chủ trì Thời
    /// gian".
    std::optional<std::vector<Field>> read_flowing_head(std::size_t i, std::size_t& after) const {
        if (lines_[i].text.contains('\t') || !starts_with_index_label(lines_[i].pieces[0].words))
            return std::nullopt;
        std::string words;
        constexpr std::size_t kTallestHead = 16;
        for (std::size_t n = i; n < lines_.size() && n < i + kTallestHead; ++n) {
            for (const Piece& piece : lines_[n].pieces) words += piece.words + " ";
            if (words.size() > 400) break;
            if (n + 1 >= lines_.size()) break;
            // The head ends where the first row or the first group begins.
            const auto opening = leading_index(lines_[n + 1].text);
            if (!opening || !follows("", *opening)) continue;
            auto fields = labels_in(words);
            if (!fields || fields->size() < 3 || std::ranges::find(*fields, Field::Content) == fields->end())
                continue;
            after = n + 1;
            return fields;
        }
        return std::nullopt;
    }

    /// Labels that cover the words one after another; a word or two may stand between.
    std::optional<std::vector<Field>> labels_in(std::string_view words) const {
        static constexpr std::pair<Cue, Field> kHeads[] = {
            {Cue::label_index, Field::Number},
            {Cue::label_content, Field::Content},
            {Cue::label_lead, Field::Lead},
            {Cue::label_coordinate, Field::Coordinate},
            {Cue::label_perform, Field::Perform},
            {Cue::label_time, Field::Time},
            {Cue::label_product, Field::Product},
            {Cue::label_note, Field::Note},
            {Cue::label_funding, Field::Funding},
        };
        const Tokens t(words, g_.lexicon);
        std::vector<Field> fields;
        Index strangers = 0;
        for (Index i = 0; i < t.size();) {
            Index longest = 0;
            Field field = Field::Note;
            for (const auto& [cue, named] : kHeads) {
                if (const Index size = t.at(i, cue, t.size());
                    size > longest && (t[i].capital || fields.empty() || t[i - 1].mark == U',')) {
                    longest = size;
                    field = named;
                }
            }
            if (longest == 0) {
                if (++strangers > 2 || t[i].kind == TokenKind::Number || t[i].mark == U':' || t[i].capital)
                    return std::nullopt;
                ++i;
                continue;
            }
            strangers = 0;
            // "Tên văn bản, nội dung" heads one column.
            const bool same = i > 0 && t[i - 1].mark == U',';
            if (!same) fields.push_back(field);
            i += longest;
        }
        return fields;
    }

    /// The number with which the line begins, as "3" or "3." or "3.1" before words or alone.
    static std::optional<std::string> leading_index(std::string_view line) {
        const std::size_t begin = line.find_first_not_of(" \f");
        if (begin == std::string_view::npos) return std::nullopt;
        const std::size_t end = std::min(line.find(' ', begin), line.size());
        std::string word(line.substr(begin, end - begin));
        if (!is_index(word)) return std::nullopt;
        while (!word.empty() && (word.back() == '.' || word.back() == ')')) word.pop_back();
        return word;
    }

    static bool is_roman_word(std::string_view word) {
        return word.find_first_not_of("IVX") == std::string_view::npos;
    }

    static bool follows(const std::string& before, const std::string& index) {
        const bool number = index.find_first_not_of("0123456789.") == std::string::npos;
        if (!number) {
            // "A", "B" head groups as Roman numbers do.
            const bool letter = index.size() == 1 && index[0] >= 'A' && index[0] <= 'H';
            return letter || index.find_first_not_of("IVX") == std::string::npos;
        }
        if (before.empty() || before.find_first_not_of("0123456789.") != std::string::npos)
            return index == "1" || index == "01" || index == "1.1";
        if (index.contains('.')) return true;
        if (index.size() > 3) return false;
        const int mine = std::stoi(index);
        const int last = before.size() < 8 ? std::atoi(before.c_str()) : 0;
        return mine == last + 1 || mine == 1;
    }

    /// The head printed again on a new page, perhaps in the middle of a row.
    bool repeats_head(std::size_t head, std::size_t first, std::size_t n, std::size_t& after) const {
        if (n + (first - head) > lines_.size()) return false;
        for (std::size_t k = 0; head + k < first; ++k) {
            if (words_of(lines_[head + k]) != words_of(lines_[n + k])) return false;
        }
        after = n + (first - head);
        return true;
    }

    static std::string words_of(const PageLine& line) {
        std::string words;
        for (const Piece& piece : line.pieces) words += (words.empty() ? "" : " ") + piece.words;
        return words;
    }

    /// Groups count on: a letter must be the next one, so that a cell's "C" heads nothing.
    static bool follows_group(const std::string& before, const std::string& group) {
        const bool roman = group.find_first_not_of("IVX") == std::string::npos;
        if (roman) return true;
        return before.empty() ? group == "A" : before.size() == 1 && group[0] == before[0] + 1;
    }

    bool unfold_flowing(std::size_t& i) {
        std::size_t first = i;
        const auto fields = read_flowing_head(i, first);
        if (!fields || first >= lines_.size()) return false;
        const auto opening = leading_index(lines_[first].text);
        if (!opening || !follows("", *opening)) return false;
        out_ += '\n';
        std::vector<std::string> head;
        for (const Field field : *fields) head.emplace_back(head_word(field));
        emit_row(head);
        std::string index;
        std::string count;  // the last number of a row
        std::string group;  // the last letter or Roman number of a group
        std::vector<std::string_view> cells;
        std::size_t n = first;
        for (; n < lines_.size(); ++n) {
            std::size_t after = n;
            if (n > first && (repeats_head(i, first, n, after) || read_flowing_head(n, after))) {
                n = after - 1;
                continue;
            }
            if (ends_flow(lines_[n])) break;
            const auto next = leading_index(lines_[n].text);
            const bool is_number = next && next->find_first_not_of("0123456789.") == std::string::npos;
            if (next && follows(count, *next) && begins_flowing_row(n, cells) &&
                (is_number || follows_group(group, *next))) {
                emit_flowing(index, cells, *fields);
                index = *next;
                (is_number ? count : group) = *next;
                cells.clear();
                const std::size_t begin = lines_[n].text.find_first_not_of(" \f");
                const std::size_t rest = lines_[n].text.find(' ', begin);
                if (rest != std::string_view::npos && rest + 1 < lines_[n].text.size())
                    cells.push_back(lines_[n].text.substr(rest + 1));
            } else {
                cells.push_back(lines_[n].text);
            }
        }
        emit_flowing(index, cells, *fields);
        i = n;
        changed_ = true;
        return true;
    }

    /// A number may be part of the cell before, "Quý / II"; Roman ones head groups, whose titles stand in
    /// capitals.
    bool begins_flowing_row(std::size_t n, const std::vector<std::string_view>& cells) const {
        if (!cells.empty()) {
            const Tokens before(cells.back(), g_.lexicon);
            const Index last = before.size() - 1;
            // "Hằng tháng" is whole: no number belongs to it.
            const bool whole = last > 0 && before.is(last - 1, Cue::every, before.size());
            for (const Cue cue :
                 {Cue::quarter,
                  Cue::month,
                  Cue::year,
                  Cue::day,
                  Cue::number_sign,
                  Cue::until,
                  Cue::from,
                  Cue::before}) {
                if (!whole && before.size() > 0 && before.is(last, cue, before.size())) return false;
            }
            if (before.size() > 0 && (before[last].mark == U'-' || before[last].mark == U'/')) return false;
        }
        const Tokens t(lines_[n].text, g_.lexicon);
        if (t[0].kind == TokenKind::Number) return t.size() == 1 || !t[1].glued || t[1].mark == U'.';
        const bool letter = t[0].all_caps == false && t.text(0).size() == 1 && !is_roman_word(t.text(0));
        if (letter) return t.size() <= 2 || t[2].capital;
        if (t.size() > 2) return is_all_caps(t, {1, t.size()});
        if (n + 1 >= lines_.size()) return false;
        const Tokens title(lines_[n + 1].text, g_.lexicon);
        return is_all_caps(title, {0, title.size()});
    }

    bool ends_flow(const PageLine& line) const {
        const Tokens t(line.text, g_.lexicon);
        if (t.is(0, Cue::recipients, t.size()) || t.is(0, Cue::closing, t.size())) return true;
        const auto label = read_label(t, {0, t.size()});
        return label && label->kind <= LabelKind::Roman && t.size() > label->size && t.is_mark(1, U'.') &&
               is_all_caps(t, {label->size, t.size()});
    }

    /// A word of the pack's own that heads such a column: the first that names the field.
    std::string head_word(Field field) const {
        const auto found = g_.column_heads.find(static_cast<int>(field));
        return found == g_.column_heads.end() ? "" : found->second;
    }

    enum class CellKind { Text, Body, Time };

    CellKind kind_of(std::string_view words) const {
        const Tokens t(words, g_.lexicon);
        if (t.size() == 0) return CellKind::Text;
        const BodyReader bodies(t, g_);
        const BodyList list =
            bodies.read_list(t.at(0, Cue::request, t.size()), t.size(), BodyPlace::Sentence);
        if (!list.bodies.empty() && (list.end == t.size() || !t.is(list.end, Cue::verb, t.size())))
            return CellKind::Body;
        const TimeReader time(t, 2000);
        const auto times = time.read_field({0, t.size()});
        if (t[0].kind == TokenKind::Number) return is_bare_day(time, t) ? CellKind::Time : CellKind::Text;
        const bool starts =
            !times.empty() && times[0].range.first <= 1 && t[0].kind == TokenKind::Word &&
            (times[0].kind != DeadlineKind::Unspecified || t.is(0, Cue::unspecified_time, t.size()));
        return starts && t[0].capital ? CellKind::Time : CellKind::Text;
    }

    /// "30/11/2024" and nothing else.
    static bool is_bare_day(const TimeReader& time, const Tokens& t) {
        Index after = 0;
        return time.day_at(0, t.size(), after).has_value() && after == t.size();
    }

    /// A few words around a time, "Kỳ họp giữa năm 2024", in the place of a time.
    bool speaks_of_time(std::string_view words) const {
        constexpr Index kFewWords = 8;
        const Tokens t(words, g_.lexicon);
        if (t.size() == 0 || t.size() > kFewWords || !t[0].capital) return false;
        for (Index i = 0; i + 1 < t.size(); ++i) {
            for (const Cue cue : {Cue::year, Cue::quarter, Cue::month, Cue::day}) {
                const Index unit = t.at(i, cue, t.size());
                if (unit > 0 && i + unit < t.size() && t[i + unit].kind == TokenKind::Number) return true;
            }
        }
        return false;
    }

    /// Whether the line goes on with the cell that `before` began.
    bool continues(std::string_view before, std::string_view line) const {
        const Tokens t(line, g_.lexicon);
        if (t.size() == 0) return true;
        if (t[0].kind == TokenKind::Word && !t[0].capital) return true;
        if (t[0].kind == TokenKind::Mark && t[0].mark != U'-') return true;
        const Tokens b(before, g_.lexicon);
        if (b.size() == 0) return false;
        const Index last = b.size() - 1;
        // A name cut by the border of the cell: the phrase reaches across the break.
        const std::string both = std::string(before) + " " + std::string(line);
        const Tokens joined(both, g_.lexicon);
        if (joined.is_inside(b.size(), Cue::field) || joined.is_inside(b.size(), Cue::name)) return true;
        if (b.is(last, Cue::head, b.size()) && b[last].capital && !t.is(0, Cue::kind, t.size())) return true;
        for (const Cue cue : {Cue::quarter, Cue::month, Cue::year, Cue::day}) {
            if (b.is(last, cue, b.size())) return true;
        }
        return b[last].mark == U',' || b[last].mark == U';' || b[last].mark == U'-' || b[last].mark == U'(' ||
               b.is(last, Cue::conjunction, b.size()) || b.is(last, Cue::with, b.size()) ||
               (b.is(last, Cue::stop, b.size()) && !(last > 0 && b.is(last - 1, Cue::stop, last)));
    }

    void emit_flowing(
        const std::string& index, const std::vector<std::string_view>& lines, const std::vector<Field>& fields
    ) {
        if (index.empty() && lines.empty()) return;
        std::vector<std::string> cells;
        for (const std::string_view line : lines) {
            std::string words;
            for (const Piece& piece : pieces_of(line)) words += (words.empty() ? "" : " ") + piece.words;
            if (words.empty()) continue;
            if (!cells.empty() && continues(cells.back(), words)) {
                cells.back() += " " + words;
            } else {
                cells.push_back(std::move(words));
            }
        }
        std::vector<std::string> row(fields.size());
        const auto column = [&](Field field) {
            return static_cast<std::size_t>(std::ranges::find(fields, field) - fields.begin());
        };
        if (column(Field::Number) < fields.size()) row[column(Field::Number)] = index;
        place_cells(cells, fields, row);
        emit_row(row);
    }

    /// Cells go to the columns from left to right; what a cell speaks of tells which column it can be.
    void place_cells(
        const std::vector<std::string>& cells, const std::vector<Field>& fields, std::vector<std::string>& row
    ) const {
        std::size_t at = 0;
        while (at < fields.size() && fields[at] == Field::Number) ++at;
        std::size_t last = at;
        bool content_seen = false;
        for (const std::string& cell : cells) {
            // Whatever stands first in the content's column is content, though it may begin like a body.
            const bool opens = !content_seen && at < fields.size() && fields[at] == Field::Content;
            CellKind kind = opens ? CellKind::Text : kind_of(cell);
            const bool who_seen = content_seen && last < fields.size() && fields[last] != Field::Content;
            if (kind == CellKind::Text && who_seen && speaks_of_time(cell)) kind = CellKind::Time;
            std::size_t target = fields.size();
            for (std::size_t k = at; k < fields.size(); ++k) {
                const bool who =
                    fields[k] == Field::Lead || fields[k] == Field::Coordinate || fields[k] == Field::Perform;
                const bool text = fields[k] == Field::Content || fields[k] == Field::Product ||
                                  fields[k] == Field::Note || fields[k] == Field::Funding;
                const bool fits = kind == CellKind::Body   ? who
                                  : kind == CellKind::Time ? fields[k] == Field::Time
                                                           : text;
                if (fits) {
                    target = k;
                    break;
                }
            }
            if (kind == CellKind::Text && content_seen && target < fields.size() && target > last + 2)
                target = last;
            if (target >= fields.size()) target = last;
            if (target >= row.size()) return;
            row[target] += (row[target].empty() ? "" : " ") + cell;
            content_seen = content_seen || fields[target] == Field::Content;
            last = target;
            at = fields[target] == Field::Content && kind == CellKind::Text ? target
                                                                            : std::max(at, target + 1);
            if (kind == CellKind::Text && fields[target] == Field::Content)
                at = target;  // content may have paragraphs
        }
    }

    const Gazetteer& g_;
    std::string_view text_;
    std::vector<PageLine> lines_;
    std::string out_;
    bool changed_{false};
};

}  // namespace

std::string unfold_tables(std::string_view text, const Gazetteer& gazetteer) {
    return Unfolder(text, gazetteer).run();
}

}  // namespace neove::plan
