#include "review/passage.h"

#include <algorithm>

namespace neove::review {

namespace {

bool is_blank(char32_t c) {
    return c == U' ' || c == U'\n' || c == U'\r' || c == U'\t' || c == U'\f' || c == U'\u00A0' ||
           c == U'\u200B';
}

struct Letter {
    char32_t value;
    std::int64_t at;  ///< code points from the start of the given text
};

std::vector<Letter> letters_of(std::string_view text) {
    std::vector<Letter> letters;
    std::int64_t at = 0;
    for (std::size_t byte = 0; byte < text.size(); ++at) {
        const text::CodePoint point = text::decode(text, byte);
        if (!is_blank(point.value)) letters.push_back({point.value, at});
        byte += point.size;
    }
    return letters;
}

}  // namespace

std::optional<Span> Passages::find(const Span& within, std::string_view words) const {
    if (within.begin < 0 || within.end <= within.begin) return std::nullopt;
    const std::size_t from = points_.to_byte(static_cast<std::size_t>(within.begin));
    const std::size_t to = points_.to_byte(static_cast<std::size_t>(within.end));
    const auto there = letters_of(document_.substr(from, to - from));
    const auto wanted = letters_of(words);
    if (wanted.empty()) return std::nullopt;
    const auto found = std::ranges::search(there, wanted, {}, &Letter::value, &Letter::value);
    if (found.empty()) return std::nullopt;
    return Span{within.begin + found.front().at, within.begin + found.back().at + 1};
}

}  // namespace neove::review
