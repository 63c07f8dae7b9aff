#include "plan/token.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace neove::plan {
namespace {

constexpr bool is_space(char32_t c) {
    return c == U' ' || c == U'\u00A0' || (c >= U'\u2000' && c <= U'\u200A') || c == U'\u202F' ||
           c == U'\u3000' || c == U'\f' || c == U'\r' || c == U'\v';
}
constexpr bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

/// Marks that are typed in several ways, as one.
char32_t unify(char32_t c) {
    switch (c) {
        case U'–':
        case U'—':
        case U'−':
        case U'‐':
        case U'‑':
        case U'\uF02D': return U'-';
        case U'“':
        case U'”':
        case U'„':
        case U'«':
        case U'»':
        case U'‟': return U'"';
        case U'‘':
        case U'’':
        case U'`':
        case U'´': return U'\'';
        case U'●':
        case U'▪':
        case U'◦':
        case U'·':
        case U'■':
        case U'□':
        case U'○':
        case U'◆':
        case U'➢':
        case U'►':
        case U'❖':
        case U'✓':
        case U'\uF0B7':
        case U'\uF0A7':
        case U'\uF076':
        case U'\uF0D8': return U'•';
        case U'，': return U',';
        case U'；': return U';';
        case U'：': return U':';
        default: return c;
    }
}

struct RawToken {
    std::size_t begin{0};
    std::size_t end{0};
    TokenKind kind{TokenKind::Mark};
    char32_t mark{0};
    std::size_t spaces{0};
    bool capital{false};
    bool all_caps{false};
};

/// Cuts a text into raw tokens. Letters, digits behind letters, & and _ between letters make words.
class Cutter {
public:
    explicit Cutter(std::string_view text) : text_(text) {}

    bool next(RawToken& token) {
        token = {};
        while (at_ < text_.size()) {
            const text::CodePoint point = text::decode(text_, at_);
            if (!is_space(point.value)) break;
            at_ += point.size;
            ++token.spaces;
        }
        if (at_ >= text_.size()) return false;
        token.begin = at_;
        const text::CodePoint point = text::decode(text_, at_);
        if (is_digit(point.value)) {
            token.kind = TokenKind::Number;
            while (at_ < text_.size() && is_digit(static_cast<unsigned char>(text_[at_]))) ++at_;
        } else if (text::is_letter(point.value)) {
            token.kind = TokenKind::Word;
            read_word(token, point);
        } else {
            token.mark = unify(point.value);
            at_ += point.size;
            if (token.mark == U'.' && text_.substr(at_).starts_with("..")) {
                while (at_ < text_.size() && text_[at_] == '.') ++at_;
                token.mark = kEllipsis;
            }
        }
        token.end = at_;
        return true;
    }

private:
    void read_word(RawToken& token, text::CodePoint point) {
        std::size_t letters = 0;
        std::size_t capitals = 0;
        token.capital = text::is_upper(point.value);
        while (at_ < text_.size()) {
            point = text::decode(text_, at_);
            const bool letter = text::is_letter(point.value);
            const bool mark = (point.value >= 0x300 && point.value <= 0x36F);
            const bool joins = (point.value == U'&' || point.value == U'_') && at_ + 1 < text_.size() &&
                               text::is_letter(text::decode(text_, at_ + 1).value);
            if (!letter && !mark && !joins && !is_digit(point.value)) break;
            if (letter) {
                ++letters;
                if (text::is_upper(point.value)) ++capitals;
            }
            at_ += point.size;
        }
        token.all_caps = letters >= 2 && capitals == letters;
    }

    std::string_view text_;
    std::size_t at_{0};
};

/// The key under which a token is known to the lexicon.
std::string key_of(const RawToken& token, std::string_view text) {
    if (token.kind != TokenKind::Mark)
        return text::match_key(text.substr(token.begin, token.end - token.begin));
    std::string key;
    text::append(key, token.mark);
    return key;
}

std::int32_t value_of(std::string_view digits) {
    if (digits.size() > 9) return -1;
    std::int32_t value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

void for_each_key(std::string_view phrase, const std::function<void(std::string_view)>& take) {
    Cutter cutter(phrase);
    RawToken token;
    while (cutter.next(token)) take(key_of(token, phrase));
}

Tokens::Tokens(std::string_view text, const Lexicon& lexicon) : text_(text), lexicon_(&lexicon) {
    tokens_.reserve(text.size() / 4);
    bool blank_before = false;
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t end = text.find('\n', begin);
        if (end == std::string_view::npos) end = text.size();
        const std::size_t lines_before = lines_.size();
        read_line(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), blank_before);
        blank_before = lines_.size() == lines_before;
        if (!blank_before) drop_page_number();
        begin = end + 1;
    }
    annotate(lexicon);
}

void Tokens::drop_page_number() {
    const auto is_lone_number = [&](const Line& line) {
        return line.last == line.first + 1 && tokens_[line.first].kind == TokenKind::Number &&
               tokens_[line.first].number >= 1 && tokens_[line.first].number < 1000;
    };
    constexpr std::uint32_t kCentred = 16;
    const Line last = lines_.back();
    if (is_lone_number(last) && (last.page_start || last.indent >= kCentred)) {
        tokens_.resize(last.first);
        lines_.pop_back();
    } else if (last.page_start && lines_.size() >= 2 && is_lone_number(lines_[lines_.size() - 2])) {
        // The number stood at the foot of the page before: close the gap it leaves.
        Line moved = last;
        lines_.pop_back();
        const Index gap = lines_.back().first;
        tokens_.erase(tokens_.begin() + gap);
        lines_.pop_back();
        moved.first -= 1;
        moved.last -= 1;
        const auto number = static_cast<std::uint32_t>(lines_.size());
        for (Index i = moved.first; i < moved.last; ++i) tokens_[i].line = number;
        lines_.push_back(moved);
    }
}

void Tokens::read_line(std::uint32_t begin, std::uint32_t end, bool blank_before) {
    const std::string_view line_text = text_.substr(begin, end - begin);
    Line line{.first = size(), .begin = begin, .end = end, .blank_before = blank_before};
    const auto number = static_cast<std::uint32_t>(lines_.size());
    Cutter cutter(line_text);
    RawToken raw;
    bool after_cell = false;
    while (cutter.next(raw)) {
        Token token;
        token.begin = begin + static_cast<std::uint32_t>(raw.begin);
        token.end = begin + static_cast<std::uint32_t>(raw.end);
        token.kind = raw.kind;
        token.mark = raw.mark;
        token.capital = raw.capital;
        token.all_caps = raw.all_caps;
        token.glued = size() > line.first && raw.spaces == 0;
        token.wide_gap = size() > line.first && !after_cell && raw.spaces >= 2;
        token.line = number;
        if (raw.kind == TokenKind::Number) {
            token.number = value_of(line_text.substr(raw.begin, raw.end - raw.begin));
        }
        if (raw.mark == U'|') token.mark = kCell;
        after_cell = token.mark == kCell;
        if (after_cell) line.is_row = true;
        token.word = lexicon_->word(key_of(raw, line_text));
        if (size() == line.first) line.indent = static_cast<std::uint32_t>(raw.spaces);
        tokens_.push_back(token);
    }
    line.last = size();
    const bool feed = line_text.contains('\f');
    if (line.first == line.last) return;
    line.page_start = feed || line.indent == 1;
    line.width = static_cast<std::uint32_t>(text::count_code_points(
        text_.substr(tokens_[line.first].begin, tokens_.back().end - tokens_[line.first].begin)
    ));
    lines_.push_back(line);
}

void Tokens::annotate(const Lexicon& lexicon) {
    std::vector<WordId> words(tokens_.size());
    std::ranges::transform(tokens_, words.begin(), &Token::word);
    match_begin_.reserve(tokens_.size() + 1);
    matches_.reserve(tokens_.size() * 2);
    for (std::size_t i = 0; i < words.size(); ++i) {
        match_begin_.push_back(static_cast<std::uint32_t>(matches_.size()));
        lexicon.match(std::span(words).subspan(i), matches_);
    }
    match_begin_.push_back(static_cast<std::uint32_t>(matches_.size()));
}

Index Tokens::at(Index i, Cue cue, Index end) const {
    if (i >= size() || i >= end) return 0;
    Index longest = 0;
    for (std::uint32_t m = match_begin_[i]; m < match_begin_[i + 1]; ++m) {
        if (matches_[m].cue == cue && matches_[m].size <= end - i) longest = matches_[m].size;
    }
    return longest;
}

bool Tokens::is_inside(Index i, Cue cue) const {
    constexpr Index kReach = 12;
    for (Index start = i > kReach ? i - kReach : 0; start < i; ++start) {
        if (at(start, cue, size()) > i - start) return true;
    }
    return false;
}

std::string Tokens::written(Range range) const {
    std::string out;
    for (Index i = range.first; i < range.last && i < size(); ++i) {
        const bool same_place = i > range.first && tokens_[i].glued;
        if (i > range.first && !same_place) out.push_back(' ');
        if (tokens_[i].mark == kCell) {
            out.push_back('|');
        } else {
            out.append(text(i));
        }
    }
    return out;
}

}  // namespace neove::plan
