#include "review/paper_number.h"

#include "base/text.h"

#include <algorithm>

namespace neove::review {

namespace {

bool is_blank(char32_t c) {
    const bool has_no_width = (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
    return c <= U' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000 ||
           has_no_width;
}

bool is_dash(char32_t c) {
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2043 || c == 0x2212 || c == 0xFF0D;
}

bool is_stroke(char32_t c) {
    return c == 0x2044 || c == 0x2215 || c == 0xFF0F;
}

}  // namespace

std::string paper_number_key(std::string_view number) {
    const std::string whole = text::to_nfc(number);
    std::string kept;
    for (std::size_t at = 0; at < whole.size();) {
        const auto [c, size] = text::decode(whole, at);
        at += size;
        if (!is_blank(c)) text::append(kept, is_dash(c) ? U'-' : is_stroke(c) ? U'/' : c);
    }
    kept.erase(0, std::min(kept.find_first_not_of('0'), kept.size()));
    return text::match_key(kept);
}

}  // namespace neove::review
