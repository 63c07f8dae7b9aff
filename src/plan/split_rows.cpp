#include "plan/split_rows.h"

#include "base/text.h"

#include <algorithm>
#include <set>
#include <vector>

namespace neove::plan {
namespace {

using Cells = std::vector<std::string_view>;

Cells cells_of(std::string_view line) {
    Cells cells;
    for (std::size_t begin = 0; begin <= line.size();) {
        const std::size_t end = std::min(line.find('\t', begin), line.size());
        cells.push_back(line.substr(begin, end - begin));
        begin = end + 1;
    }
    return cells;
}

bool ends_sentence(std::string_view cell) {
    const std::size_t last = cell.find_last_not_of(' ');
    return last == std::string_view::npos || cell[last] == '.' || cell[last] == ';' || cell[last] == ':';
}

bool begins_small(std::string_view cell) {
    const char32_t first = text::decode(cell, 0).value;
    return text::lower(first) == first && !(first >= U'0' && first <= U'9') && first != U'-' && first != U'+';
}

/// Whether the cells go on with those of the row above: where both have words, at least one goes on in the
/// middle of a sentence, and no cell has words that the row lacks.
bool goes_on(const Cells& row, const Cells& rest) {
    bool in_sentence = false;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i].empty()) continue;
        if (i == 0 || i >= row.size() || row[i].empty()) return false;
        if (begins_small(rest[i]) && ends_sentence(row[i])) return false;
        in_sentence = in_sentence || begins_small(rest[i]);
    }
    return in_sentence;
}

class Joiner {
public:
    explicit Joiner(std::string_view text) : text_(text) {}

    std::string run() {
        for (std::size_t begin = 0; begin < text_.size();) {
            const std::size_t end = std::min(text_.find('\n', begin), text_.size());
            take(text_.substr(begin, end - begin));
            begin = end + 1;
        }
        if (!joined_) return std::string(text_);
        std::string out;
        for (const std::string& line : lines_) out.append(line) += '\n';
        return out;
    }

private:
    void take(std::string_view line) {
        if (line.starts_with('\f')) new_page_ = true;
        std::string_view words = line;
        while (!words.empty() && (words[0] == '\f' || words[0] == ' ')) words.remove_prefix(1);
        const bool page_number = words.find_first_not_of("0123456789 ") == std::string_view::npos;
        if (!words.contains('\t')) {
            if (!page_number) row_ = kNone;
            lines_.emplace_back(line);
            return;
        }
        if (row_ != kNone && new_page_ && words[0] == '\t') {
            const Cells rest = cells_of(words);
            const Cells row = cells_of(lines_[row_]);
            if (goes_on(row, rest)) return join(row, rest, line.starts_with('\f'));
        }
        const bool head_again = !seen_.insert(std::string(words)).second && new_page_;
        lines_.emplace_back(line);
        if (head_again) return;
        row_ = words[0] == '\t' ? kNone : lines_.size() - 1;
        new_page_ = false;
    }

    void join(const Cells& row, const Cells& rest, bool opens_page) {
        std::string whole;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) whole += '\t';
            whole += row[i];
            if (i < rest.size() && !rest[i].empty()) whole.append(" ").append(rest[i]);
        }
        lines_[row_] = std::move(whole);
        if (opens_page) lines_.emplace_back("\f");
        joined_ = true;
        new_page_ = false;
    }

    static constexpr std::size_t kNone = ~std::size_t{0};
    std::string_view text_;
    std::vector<std::string> lines_;
    std::set<std::string> seen_;
    std::size_t row_{kNone};
    bool new_page_{false};
    bool joined_{false};
};

}  // namespace

std::string join_split_rows(std::string_view text) {
    return text.contains('\f') && text.contains('\t') ? Joiner(text).run() : std::string(text);
}

}  // namespace neove::plan
