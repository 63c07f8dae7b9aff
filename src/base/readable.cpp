#include "base/readable.h"

#include "base/text.h"

#include <unicode/uchar.h>

#include <cstdint>

namespace neove::text {

namespace {

constexpr int kMarksMax = 8;

enum class Kind : std::uint8_t { Seen, Space, Hidden, Mark, Forbidden };

/// Letters of Hangul and Braille that stand for nothing.
bool is_filler(char32_t c) {
    return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
}

bool is_forbidden(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

Kind kind_of(char32_t c) {
    if (is_forbidden(c)) return Kind::Forbidden;
    if (is_filler(c)) return Kind::Hidden;
    switch (u_charType(static_cast<UChar32>(c))) {
        case U_CONTROL_CHAR: return Kind::Forbidden;
        case U_FORMAT_CHAR: return Kind::Hidden;
        case U_SPACE_SEPARATOR: return Kind::Space;
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_COMBINING_SPACING_MARK: return Kind::Mark;
        default: return Kind::Seen;
    }
}

}  // namespace

bool is_readable(std::string_view text, bool lines) {
    bool is_seen = false;
    int marks = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode(text, at);
        at += point.size;
        if (lines && point.value == '\n') {
            marks = 0;
            continue;
        }
        const Kind kind = kind_of(point.value);
        if (kind == Kind::Forbidden) return false;
        if (kind == Kind::Mark && ++marks > kMarksMax) return false;
        // What is hidden between two marks does not part them.
        if (kind == Kind::Seen || kind == Kind::Space) marks = 0;
        is_seen = is_seen || kind == Kind::Seen;
    }
    return is_seen;
}

bool has_letter(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode(text, at);
        if (is_letter(point.value)) return true;
        at += point.size;
    }
    return false;
}

}  // namespace neove::text
