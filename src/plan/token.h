#pragma once
/// \file
/// Stage 1: text → tokens on lines. A token is a word, a number or a mark, with its place in the stored text;
/// matches of the language pack are found once and kept per token.

#include "plan/lexicon.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::plan {

using Index = std::uint32_t;  ///< of a token

enum class TokenKind : std::uint8_t { Word, Number, Mark };

struct Token {
    std::uint32_t begin{0};  ///< bytes into the stored text
    std::uint32_t end{0};
    WordId word{0};
    std::int32_t number{-1};  ///< of a Number; -1 when it does not fit
    char32_t mark{0};         ///< of a Mark: dashes, quotes and bullets are unified
    TokenKind kind{TokenKind::Mark};
    bool capital{false};   ///< first letter
    bool all_caps{false};  ///< two letters or more, all capital
    bool glued{false};     ///< nothing between this token and the one before
    bool wide_gap{false};  ///< three spaces or more before it, or two behind a word: a column may begin here
    std::uint32_t line{0};
};

constexpr char32_t kBullet = U'•';
constexpr char32_t kEllipsis = U'…';
constexpr char32_t kCell = U'\t';  ///< the border between two cells of a table row

struct Line {
    Index first{0};
    Index last{0};           ///< past the end; first == last for a blank line
    std::uint32_t begin{0};  ///< bytes
    std::uint32_t end{0};
    std::uint32_t width{0};   ///< code points, without the spaces around
    std::uint32_t indent{0};  ///< spaces in front
    bool page_start{false};   ///< a form feed or one single space in front
    bool blank_before{false};
    bool is_row{false};  ///< has cell borders
};

/// A half-open range of tokens.
struct Range {
    Index first{0};
    Index last{0};
    bool empty() const { return first >= last; }
    Index size() const { return empty() ? 0 : last - first; }
    bool operator==(const Range&) const = default;
};

/// The tokens of one text and what the lexicon says about them. Keeps views of the text and of the lexicon.
class Tokens {
public:
    Tokens(std::string_view text, const Lexicon& lexicon);

    const std::vector<Line>& lines() const { return lines_; }
    const Token& operator[](Index i) const { return tokens_[i]; }
    Index size() const { return static_cast<Index>(tokens_.size()); }
    std::string_view text() const { return text_; }
    std::string_view text(Index i) const {
        return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
    }

    /// Length in tokens of the longest phrase of that cue which starts at `i` and ends by `end`; 0 if none.
    Index at(Index i, Cue cue, Index end) const;
    bool is(Index i, Cue cue, Index end) const { return at(i, cue, end) > 0; }
    /// Whether any phrase of the lexicon starts at `i`.
    bool means(Index i) const { return match_begin_[i] < match_begin_[i + 1]; }
    /// Whether a phrase of that cue starts before `i` and reaches past it: then nothing may be cut there.
    bool is_inside(Index i, Cue cue) const;
    bool is_mark(Index i, char32_t mark) const { return i < size() && tokens_[i].mark == mark; }

    /// The written words from first to last, each run of white space as one space.
    std::string written(Range range) const;

private:
    void read_line(std::uint32_t begin, std::uint32_t end, bool blank_before);
    void drop_page_number();
    void annotate(const Lexicon& lexicon);

    std::string_view text_;
    const Lexicon* lexicon_;
    std::vector<Token> tokens_;
    std::vector<Line> lines_;
    std::vector<PhraseMatch> matches_;
    std::vector<std::uint32_t> match_begin_;  ///< by token, one more than tokens
};

/// Splits a phrase as texts are split and hands out the match key of each token.
void for_each_key(std::string_view phrase, const std::function<void(std::string_view)>& take);

}  // namespace neove::plan
