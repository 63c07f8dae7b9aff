#include "worker/pdf_table.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

namespace neove::worker {

namespace {

using Column = std::pair<int, int>;

struct Line {
    int top{0};
    int bottom{0};
    std::vector<PlacedWord> words;  ///< from left to right
    int height() const { return bottom - top; }
};
using Lines = std::span<const Line>;

constexpr std::size_t kFewestColumns = 3;
constexpr std::size_t kMaxHeadLines = 5;

/// Words whose middles lie within half a line of each other stand on one line.
std::vector<Line> lines_of(std::vector<PlacedWord> words) {
    std::ranges::sort(words, [](const PlacedWord& a, const PlacedWord& b) {
        return a.top + a.bottom < b.top + b.bottom;
    });
    std::vector<Line> lines;
    for (PlacedWord& word : words) {
        const int middle = (word.top + word.bottom) / 2;
        const bool same =
            !lines.empty() && middle < (lines.back().top + lines.back().bottom) / 2 +
                                           std::min(lines.back().height(), word.bottom - word.top) / 2;
        if (!same) lines.push_back({word.top, word.bottom, {}});
        lines.back().words.push_back(std::move(word));
    }
    for (Line& line : lines) std::ranges::sort(line.words, {}, &PlacedWord::left);
    return lines;
}

/// The columns after a line has been laid over them: intervals that touch, or nearly, become one.
std::vector<Column> merged(std::vector<Column> columns, const Line& line) {
    const int near = line.height() / 2;
    for (const PlacedWord& word : line.words) columns.emplace_back(word.left, word.right);
    std::ranges::sort(columns);
    std::vector<Column> out;
    for (const Column& one : columns) {
        if (out.empty() || one.first > out.back().second + near) {
            out.push_back(one);
        } else {
            out.back().second = std::max(out.back().second, one.second);
        }
    }
    return out;
}

bool is_head(const Line& line) {
    const std::string& first = line.words.front().text;
    return (first == "TT" || first == "STT") && merged({}, line).size() >= kFewestColumns;
}

/// `1`, `1.`, `2.3`, `IV`, `a)`, `B`, `(1)`: what stands in the first column of a row.
bool is_ordinal(const std::string& text) {
    std::string name = text;
    if (name.starts_with('(') && name.ends_with(')')) name.erase(0, 1);
    if (name.ends_with('.') || name.ends_with(')')) name.pop_back();
    if (name.empty() || name.size() > 6) return false;
    if (name == "-" || name == "+") return true;
    return name.find_first_not_of("0123456789.") == std::string::npos ||
           name.find_first_not_of("IVX") == std::string::npos ||
           (name.size() == 1 && ((name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z')));
}

std::size_t column_of(const PlacedWord& word, const std::vector<Column>& columns) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (word.left >= columns[i].first - 100) best = i;
    }
    return best;
}

std::vector<std::string> cells_of(const Line& line, const std::vector<Column>& columns) {
    std::vector<std::string> cells(columns.size());
    for (const PlacedWord& word : line.words) {
        std::string& cell = cells[column_of(word, columns)];
        if (!cell.empty()) cell += ' ';
        cell += word.text;
    }
    return cells;
}

bool has_ordinal(const std::vector<std::string>& cells) {
    return is_ordinal(cells.front());
}

/// Whether the words follow each other as in a sentence, not as in cells.
bool is_one_run(const Line& line) {
    for (std::size_t i = 1; i < line.words.size(); ++i) {
        if (line.words[i].left - line.words[i - 1].right > line.height()) return false;
    }
    return true;
}

/// Whether a line without a number is too far below the one before to go on with its row.
bool stands_apart(Lines lines, std::size_t at, const std::vector<Column>& columns) {
    const Line& line = lines[at];
    const int gap = line.top - lines[at - 1].bottom;
    // Prose behind a table has other letters as well: less of a gap is enough then.
    const int differs = std::abs(line.height() - lines[at - 1].height());
    const bool is_other = differs * 10 > line.height();
    return gap > (is_other ? line.height() / 2 : line.height()) && !has_ordinal(cells_of(line, columns));
}

/// "Cơ quan thực hiện" over "Chủ trì" and "Phối hợp" says nothing of columns: where two pieces of a line of
/// the head stand between the neighbours of one piece of its first line, that one is taken out of it. The
/// line of those pieces; `begin` where there is none.
std::size_t drop_spanning_heads(std::vector<Line>& lines, std::size_t begin) {
    Line& head = lines[begin];
    for (std::size_t at = begin + 1; at < lines.size() && at < begin + kMaxHeadLines; ++at) {
        const bool apart = lines[at].top - lines[at - 1].bottom > head.height();
        if (apart || is_ordinal(lines[at].words.front().text)) return begin;
        const std::vector<Column> heads = merged({}, head);
        const std::vector<Column> below = merged({}, lines[at]);
        bool any = false;
        for (std::size_t i = 1; i + 1 < heads.size(); ++i) {
            const auto between = std::ranges::count_if(below, [&](const Column& one) {
                return one.first > heads[i - 1].second && one.second < heads[i + 1].first;
            });
            if (between < 2) continue;
            any = true;
            std::erase_if(head.words, [&](const PlacedWord& word) {
                return word.left >= heads[i].first && word.right <= heads[i].second;
            });
        }
        if (any) return at;
    }
    return begin;
}

/// How far down a table reaches, and its columns when it is all seen. A line that runs across columns is a
/// group's title when the table goes on right after it.
struct Block {
    std::size_t end{0};
    std::vector<Column> columns;
    std::vector<bool> across;  ///< by line from the begin on
};
Block grow(Lines lines, std::size_t begin, std::vector<Column> columns) {
    Block block{begin, std::move(columns), {}};
    const std::size_t wanted = block.columns.size();
    constexpr std::size_t kMaxAcross = 2;
    std::size_t titles = 0;
    for (std::size_t at = begin; at < lines.size(); ++at) {
        const std::vector<Column> next = merged(block.columns, lines[at]);
        const bool fits = next.size() == wanted;
        if (fits && at > begin && titles == 0 && stands_apart(lines, at, block.columns)) break;
        if (!fits && (!is_one_run(lines[at]) || ++titles > kMaxAcross)) break;
        block.across.push_back(!fits);
        if (!fits) continue;
        titles = 0;
        block.columns = next;
        block.end = at + 1;
    }
    block.across.resize(block.end - begin);
    return block;
}

/// A head of several lines has its `TT` in the middle: whether the line above `begin` is another of them.
bool belongs_to_head(Lines lines, std::size_t begin, const Block& block) {
    const Line& above = lines[begin - 1];
    const bool close = lines[begin].top - above.bottom < above.height() / 2;
    return close && merged(block.columns, above).size() == block.columns.size() && !is_one_run(above);
}

/// A row as text; cells of its lines joined.
struct Row {
    std::vector<std::string> cells;
    bool across{false};
};

void add_line(Row& row, const std::vector<std::string>& cells) {
    row.cells.resize(std::max(row.cells.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!row.cells[i].empty() && !cells[i].empty()) row.cells[i] += ' ';
        row.cells[i] += cells[i];
    }
}

bool begins_like_a_sentence(const std::string& text) {
    if (text.empty()) return false;
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return !(first >= 'a' && first <= 'z');
    // Vietnamese capitals beyond ASCII: two bytes C3 80–9E, Ă Đ Ĩ Ũ Ơ Ư, and even third bytes of the tone
    // block.
    const auto second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0;
    const auto third = text.size() > 2 ? static_cast<unsigned char>(text[2]) : 0;
    if (first == 0xC3) return second < 0x9F;
    if (first == 0xC4 || first == 0xC5) return second % 2 == 0;
    if (first == 0xC6) return second == 0xA0 || second == 0xAF;
    return first == 0xE1 ? third % 2 == 0 : first == 0xE2;
}

/// Numbers in the middle of their rows would part rows in the wrong places; then the widest cell begins in
/// the middle of a sentence beside some number.
bool numbers_stand_on_top(Lines lines, const Block& block, std::size_t begin) {
    std::size_t widest = 1;
    for (std::size_t i = 1; i < block.columns.size(); ++i) {
        const auto width = [&](std::size_t c) { return block.columns[c].second - block.columns[c].first; };
        if (width(i) > width(widest)) widest = i;
    }
    std::size_t rows = 0;
    for (std::size_t at = begin; at < block.end; ++at) {
        const std::vector<std::string> cells = cells_of(lines[at], block.columns);
        if (!has_ordinal(cells) || block.across[at - begin]) continue;
        ++rows;
        if (!begins_like_a_sentence(cells[widest])) return false;
    }
    return rows > 0;
}

/// Where the head of the page before ends on this one: what stands between it and the first number is the
/// rest of that page's last row. `begin` where the head is another one.
std::size_t end_of_known_head(
    Lines lines, const Block& block, std::size_t begin, const std::vector<std::string>& head
) {
    Row seen;
    for (std::size_t at = begin; at < block.end && at < begin + kMaxHeadLines; ++at) {
        if (block.across[at - begin]) break;
        add_line(seen, cells_of(lines[at], block.columns));
        if (seen.cells == head) return at + 1;
    }
    return begin;
}

/// The head of the page before, printed again: its columns are known from their cells, not from the few words
/// of the head alone.
bool is_head_again(const Line& line, const OpenTable& before) {
    if (before.columns.empty() || merged(before.columns, line).size() != before.columns.size()) return false;
    const std::vector<std::string> cells = cells_of(line, before.columns);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i >= before.head.size() ? !cells[i].empty() : !before.head[i].contains(cells[i])) return false;
    }
    return true;
}

/// `known_end`: where a head is known to end; 0 where only the first number tells.
std::vector<Row> rows_of(
    Lines lines, const Block& block, std::size_t begin, bool has_head, std::size_t known_end
) {
    std::vector<Row> rows;
    bool in_head = has_head;
    for (std::size_t at = begin; at < block.end; ++at) {
        const bool behind_head = known_end > begin && at == known_end;
        if (behind_head) in_head = false;
        const bool across = block.across[at - begin];
        const std::vector<std::string> cells = cells_of(lines[at], block.columns);
        const bool begins = rows.empty() || behind_head || across || rows.back().across || has_ordinal(cells);
        // The head's second line has no number either; it ends with the first that has one.
        if (begins && !(in_head && !rows.empty() && !has_ordinal(cells) && !across)) {
            rows.emplace_back().across = across;
        }
        in_head = in_head && !has_ordinal(cells) && !across;
        if (!across) {
            add_line(rows.back(), cells);
            continue;
        }
        std::string title;
        for (const PlacedWord& word : lines[at].words) title += (title.empty() ? "" : " ") + word.text;
        rows.back().cells = {title};
    }
    return rows;
}

std::string plain(const Line& line) {
    std::string out;
    int last = 0;
    for (const PlacedWord& word : line.words) {
        if (!out.empty()) out += word.left - last > 3 * line.height() ? "   " : " ";
        out += word.text;
        last = word.right;
    }
    return out + "\n";
}

std::string shown(const std::vector<Row>& rows) {
    std::string out;
    for (const Row& row : rows) {
        std::string line;
        for (const std::string& cell : row.cells) line += cell + "\t";
        while (line.ends_with('\t')) line.pop_back();
        out += line + "\n";
    }
    return out;
}

bool is_page_number(const Line& line, int page_number) {
    return line.words.size() == 1 && line.words.front().text == std::to_string(page_number);
}

/// A number alone over the rows, right of the column of numbers: that of the page, which a section may count
/// anew.
bool is_number_above(const Line& line, const OpenTable& before) {
    constexpr std::size_t kLongest = 3;
    const std::string& word = line.words.front().text;
    return line.words.size() == 1 && word.size() <= kLongest && !before.columns.empty() &&
           word.find_first_not_of("0123456789") == std::string::npos &&
           line.words.front().left > before.columns.front().second;
}

/// Whether nothing follows the table on its page; a group's title may, whose rows stand on the next.
bool reaches_end(Lines lines, const Block& block, int page_number) {
    std::size_t end = lines.size();
    if (end > block.end && is_page_number(lines[end - 1], page_number)) --end;
    if (end <= block.end) return true;
    const Line& line = lines[block.end];
    const bool close = line.top - lines[block.end - 1].bottom <= line.height();
    return end == block.end + 1 && close && is_one_run(line);
}

/// Whether rows took several lines each: only of such can be told where their numbers stand. A number in the
/// middle of three lines has half a sentence beside it, which was looked for; two such rows are enough.
bool has_tall_rows(Lines lines, const Block& block, std::size_t begin) {
    constexpr std::size_t kTallLines = 3;
    constexpr std::size_t kTallRows = 2;
    std::size_t tall = 0;
    std::size_t height = 0;  // of the row so far; 0 before the first number and in a title
    for (std::size_t at = begin; at < block.end; ++at) {
        const bool across = block.across[at - begin];
        if (across || has_ordinal(cells_of(lines[at], block.columns))) {
            height = across ? 0 : 1;
        } else if (height > 0 && ++height == kTallLines) {
            ++tall;
        }
    }
    return tall >= kTallRows;
}

}  // namespace

std::optional<std::string> read_table_page(
    const std::vector<PlacedWord>& words, int page_number, OpenTable& open
) {
    const OpenTable before = std::exchange(open, {});
    std::vector<Line> lines = lines_of(words);
    const auto head = std::ranges::find_if(lines, is_head);
    const bool has_head = head != lines.end();
    std::size_t begin = has_head ? static_cast<std::size_t>(head - lines.begin()) : 0;
    if (!has_head && before.columns.empty()) return std::nullopt;
    if (!has_head && !lines.empty() && is_number_above(lines.front(), before)) ++begin;
    const std::size_t sub_head = has_head ? drop_spanning_heads(lines, begin) : begin;
    std::vector<Column> columns = before.columns;
    if (has_head)
        columns = merged(is_head_again(lines[begin], before) ? columns : std::vector<Column>{}, lines[begin]);
    if (sub_head > begin) columns = merged(columns, lines[sub_head]);
    Block block = grow(lines, begin, std::move(columns));
    for (int above = 0; has_head && above < 2 && begin > 0 && belongs_to_head(lines, begin, block); ++above) {
        block.columns = merged(block.columns, lines[--begin]);
        block.across.insert(block.across.begin(), false);
    }
    constexpr std::size_t kFewestLines = 2;
    if (block.end < begin + kFewestLines) return std::nullopt;
    std::size_t first_number = begin;
    while (first_number < block.end && !has_ordinal(cells_of(lines[first_number], block.columns)))
        ++first_number;
    const std::size_t known_end = has_head ? end_of_known_head(lines, block, begin, before.head) : 0;
    const bool is_known = known_end > begin;
    if (has_head && !is_known && first_number - begin > kMaxHeadLines) return std::nullopt;
    const bool any_number = first_number < block.end;
    const bool goes_on = before.numbers_on_top && (is_known || (!has_head && any_number));
    if (!goes_on && !numbers_stand_on_top(lines, block, begin)) return std::nullopt;
    std::string text;
    for (std::size_t at = 0; at < begin; ++at) text += plain(lines[at]);
    const std::vector<Row> rows = rows_of(lines, block, begin, has_head, is_known ? known_end : 0);
    text += shown(rows);
    for (std::size_t at = block.end; at < lines.size(); ++at) text += plain(lines[at]);
    if (reaches_end(lines, block, page_number)) {
        open.columns = block.columns;
        open.head = has_head ? rows.front().cells : before.head;
        open.numbers_on_top = goes_on || has_tall_rows(lines, block, begin);
    }
    return text;
}

}  // namespace neove::worker
