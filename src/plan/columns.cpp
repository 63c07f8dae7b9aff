#include "base/text.h"
#include "plan/body.h"
#include "plan/paragraph.h"
#include "plan/unfolder.h"

#include <algorithm>

namespace neove::plan {

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

std::string Unfolder::run() {
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

/// False where no word heads a column: then no table is there, and nothing is done.
bool Unfolder::read_lines() {
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
bool Unfolder::may_hold_table() const {
    for (std::size_t begin = 0; begin < text_.size();) {
        std::size_t end = text_.find('\n', begin);
        if (end == std::string_view::npos) end = text_.size();
        const std::string_view line = text_.substr(begin, end - begin);
        if (has_wide_gaps(line) || starts_like_index(line)) return true;
        begin = end + 1;
    }
    return false;
}

bool Unfolder::has_wide_gaps(std::string_view line) {
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

bool Unfolder::starts_like_index(std::string_view line) const {
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

bool Unfolder::starts_with_index_label(std::string_view words) const {
    const Tokens t(words.substr(0, 40), g_.lexicon);
    return t.size() > 0 && t.is(0, Cue::label_index, t.size());
}

std::optional<Field> Unfolder::field_of(std::string_view words) const {
    if (words.size() > 160) return std::nullopt;
    const Tokens t(words, g_.lexicon);
    return t.size() == 0 ? std::nullopt : field_named(t, {0, t.size()});
}

std::string Unfolder::words_of(const PageLine& line) {
    std::string words;
    for (const Piece& piece : line.pieces) words += (words.empty() ? "" : " ") + piece.words;
    return words;
}

void Unfolder::emit_row(const std::vector<std::string>& cells) {
    for (std::size_t k = 0; k < cells.size(); ++k) {
        if (k > 0) out_ += '\t';
        out_ += cells[k];
    }
    out_ += '\n';
}

std::string unfold_tables(std::string_view text, const Gazetteer& gazetteer) {
    return Unfolder(text, gazetteer).run();
}

}  // namespace neove::plan
