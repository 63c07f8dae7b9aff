#include "worker/text.h"

#include "base/utf8.h"

#include <algorithm>

namespace neove::worker {

namespace {

bool is_dropped(char32_t code) {
    if (code < 0x20) return code != '\n' && code != '\t' && code != '\f';
    return (code >= 0x7F && code < 0xA0) || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF;
}

bool is_blank(char32_t code) {
    return code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

}  // namespace

std::string clean_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = utf8::sequence_size(text, at);
        const char32_t code = utf8::code_of(text, at, size);
        at += std::max<std::size_t>(1, size);  // a broken sequence costs one byte
        if (code == 0x2028 || code == 0x2029) {
            out += '\n';
        } else if (is_blank(code)) {
            out += ' ';
        } else if (!is_dropped(code)) {
            utf8::append(out, code);
        }
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\n\r\f\v";
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

}  // namespace neove::worker
