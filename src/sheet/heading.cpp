#include "sheet/heading.h"

#include "base/csv.h"
#include "base/text.h"

#include <algorithm>

namespace neove::sheet {

namespace {

/// How many of the guide's columns the row names.
std::size_t score_of(Line line, const Headings& headings) {
    std::set<std::size_t> named;
    for (const Cell& cell : line) {
        const auto [from, to] = headings.equal_range(key_of(cell.text));
        for (auto one = from; one != to; ++one) named.insert(one->second);
    }
    return named.size();
}

void place(Line line, const Guide& guide, const Headings& headings, Reading& reading) {
    std::set<std::size_t> taken;
    for (const Cell& cell : line) {
        std::set<std::size_t> meant;
        const auto [from, to] = headings.equal_range(key_of(cell.text));
        for (auto one = from; one != to; ++one) meant.insert(one->second);
        // An id is nobody's label but its own.
        const auto by_id = std::ranges::find(guide, cell.text, &Column::id);
        if (by_id != guide.end()) meant = {static_cast<std::size_t>(by_id - guide.begin())};
        if (meant.empty()) {
            reading.ignored.push_back({cell.column, cell.text});
        } else if (meant.size() > 1) {
            reading.faults.push_back({cell.row, cell.column, {}, "import.heading_ambiguous"});
        } else if (!taken.insert(*meant.begin()).second) {
            reading.faults.push_back({cell.row, cell.column, guide[*meant.begin()].id, "import.column_twice"}
            );
        } else {
            reading.columns.push_back({cell.column, *meant.begin()});
        }
    }
}

void check_needed(const Guide& guide, Reading& reading) {
    for (std::size_t at = 0; at < guide.size(); ++at) {
        if (!guide[at].is_needed ||
            std::ranges::find(reading.columns, at, &Placed::at) != reading.columns.end())
            continue;
        reading.faults.push_back({reading.heading_row, 0, guide[at].id, "import.column_missing"});
    }
}

}  // namespace

std::string key_of(std::string_view written) {
    std::string out;
    const std::string folded = text::fold(text::repair_utf8(written));
    for (std::size_t at = 0; at < folded.size();) {
        const text::CodePoint one = text::decode(folded, at);
        const bool is_digit = one.value >= '0' && one.value <= '9';
        if (text::is_letter(one.value) || is_digit) {
            out.append(folded, at, one.size);
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
        at += one.size;
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string place_of(std::uint32_t row, std::uint32_t column) {
    std::string letters;
    for (std::uint32_t rest = column; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return letters + std::to_string(row);
}

std::vector<Cell> in_order(const std::vector<Cell>& cells, Reading& reading) {
    std::vector<Cell> out;
    for (const Cell& cell : cells) {
        if (cell.row == 0 || cell.column == 0) continue;
        std::string text = csv::unguarded(cell.text);
        const std::size_t from = text.find_first_not_of(" \t\r\n");
        if (from == std::string::npos) continue;
        text = text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
        if (cell.column > kMostColumns) {
            const bool is_said = !reading.faults.empty();
            if (!is_said) reading.faults.push_back({cell.row, cell.column, {}, "import.too_many_columns"});
            continue;
        }
        if (text.size() > kLongestCell) {
            reading.faults.push_back({cell.row, cell.column, {}, "import.cell_too_long"});
            continue;
        }
        out.push_back({cell.row, cell.column, std::move(text)});
    }
    const auto place = [](const Cell& cell) { return std::pair(cell.row, cell.column); };
    std::ranges::stable_sort(out, {}, place);
    const auto twice = std::ranges::unique(out, {}, place);
    out.erase(twice.begin(), twice.end());
    return out;
}

std::vector<Line> lines_of(const std::vector<Cell>& cells) {
    std::vector<Line> out;
    for (std::size_t at = 0; at < cells.size();) {
        std::size_t end = at;
        while (end < cells.size() && cells[end].row == cells[at].row) ++end;
        out.push_back(Line(cells).subspan(at, end - at));
        at = end;
    }
    return out;
}

Headings headings_of(const Guide& guide) {
    Headings out;
    for (std::size_t at = 0; at < guide.size(); ++at) {
        std::set<std::string> keys{key_of(guide[at].id)};
        for (const std::string& heading : guide[at].headings) keys.insert(key_of(heading));
        for (const std::string& key : keys) {
            if (!key.empty()) out.emplace(key, at);
        }
    }
    return out;
}

std::optional<std::size_t> find_heading(
    const std::vector<Line>& lines, const Guide& guide, Reading& reading
) {
    const Headings headings = headings_of(guide);
    std::size_t best = 0;
    std::optional<std::size_t> found;
    for (std::size_t at = 0; at < lines.size() && at < kMostTitleRows; ++at) {
        const std::size_t score = score_of(lines[at], headings);
        if (score <= best) continue;
        best = score;
        found = at;
    }
    if (!found) {
        reading.faults.push_back({lines.empty() ? 1 : lines.front().front().row, 0, {}, "import.no_heading"});
        return found;
    }
    reading.heading_row = lines[*found].front().row;
    place(lines[*found], guide, headings, reading);
    check_needed(guide, reading);
    return found;
}

bool is_ordinals(Line line) {
    constexpr std::size_t kFewest = 3;
    if (line.size() < kFewest) return false;
    std::string before;
    for (const Cell& cell : line) {
        const std::string key = key_of(cell.text);
        if (key.empty() || key.size() > 2) return false;
        const bool is_number = key.find_first_not_of("0123456789") == std::string::npos;
        // Some tables call their first columns A and B.
        if (!is_number && !(key.size() == 1 && (before.empty() || before == "a"))) return false;
        if (is_number && !before.empty() && before[0] <= '9' && std::stoi(key) != std::stoi(before) + 1)
            return false;
        before = key;
    }
    return true;
}

std::size_t matches(const std::vector<Cell>& cells, const Guide& guide) {
    Reading reading;
    const std::vector<Cell> sorted = in_order(cells, reading);
    const Headings headings = headings_of(guide);
    std::size_t best = 0;
    const std::vector<Line> lines = lines_of(sorted);
    for (std::size_t at = 0; at < lines.size() && at < kMostTitleRows; ++at) {
        best = std::max(best, score_of(lines[at], headings));
    }
    return best;
}

}  // namespace neove::sheet
