#include "document/charset.h"

#include <algorithm>
#include <string_view>

namespace neove::document {

namespace {

// Facts of the two encodings, small letters and the seven capitals that TCVN3 has.
constexpr LegacyLetter kLetters[] = {
    {U'\u00E1', 0xB8, {0x61, 0xF9}},  // á
    {U'\u00E0', 0xB5, {0x61, 0xF8}},  // à
    {U'\u1EA3', 0xB6, {0x61, 0xFB}},  // ả
    {U'\u00E3', 0xB7, {0x61, 0xF5}},  // ã
    {U'\u1EA1', 0xB9, {0x61, 0xEF}},  // ạ
    {U'\u0103', 0xA8, {0x61, 0xEA}},  // ă
    {U'\u1EAF', 0xBE, {0x61, 0xE9}},  // ắ
    {U'\u1EB1', 0xBB, {0x61, 0xE8}},  // ằ
    {U'\u1EB3', 0xBC, {0x61, 0xFA}},  // ẳ
    {U'\u1EB5', 0xBD, {0x61, 0xFC}},  // ẵ
    {U'\u1EB7', 0xC6, {0x61, 0xEB}},  // ặ
    {U'\u00E2', 0xA9, {0x61, 0xE2}},  // â
    {U'\u1EA5', 0xCA, {0x61, 0xE1}},  // ấ
    {U'\u1EA7', 0xC7, {0x61, 0xE0}},  // ầ
    {U'\u1EA9', 0xC8, {0x61, 0xE5}},  // ẩ
    {U'\u1EAB', 0xC9, {0x61, 0xE3}},  // ẫ
    {U'\u1EAD', 0xCB, {0x61, 0xE4}},  // ậ
    {U'\u00E9', 0xD0, {0x65, 0xF9}},  // é
    {U'\u00E8', 0xCC, {0x65, 0xF8}},  // è
    {U'\u1EBB', 0xCE, {0x65, 0xFB}},  // ẻ
    {U'\u1EBD', 0xCF, {0x65, 0xF5}},  // ẽ
    {U'\u1EB9', 0xD1, {0x65, 0xEF}},  // ẹ
    {U'\u00EA', 0xAA, {0x65, 0xE2}},  // ê
    {U'\u1EBF', 0xD5, {0x65, 0xE1}},  // ế
    {U'\u1EC1', 0xD2, {0x65, 0xE0}},  // ề
    {U'\u1EC3', 0xD3, {0x65, 0xE5}},  // ể
    {U'\u1EC5', 0xD4, {0x65, 0xE3}},  // ễ
    {U'\u1EC7', 0xD6, {0x65, 0xE4}},  // ệ
    {U'\u00ED', 0xDD, {0xED, 0x00}},  // í
    {U'\u00EC', 0xD7, {0xEC, 0x00}},  // ì
    {U'\u1EC9', 0xD8, {0xE6, 0x00}},  // ỉ
    {U'\u0129', 0xDC, {0xF3, 0x00}},  // ĩ
    {U'\u1ECB', 0xDE, {0xF2, 0x00}},  // ị
    {U'\u00F3', 0xE3, {0x6F, 0xF9}},  // ó
    {U'\u00F2', 0xDF, {0x6F, 0xF8}},  // ò
    {U'\u1ECF', 0xE1, {0x6F, 0xFB}},  // ỏ
    {U'\u00F5', 0xE2, {0x6F, 0xF5}},  // õ
    {U'\u1ECD', 0xE4, {0x6F, 0xEF}},  // ọ
    {U'\u00F4', 0xAB, {0x6F, 0xE2}},  // ô
    {U'\u1ED1', 0xE8, {0x6F, 0xE1}},  // ố
    {U'\u1ED3', 0xE5, {0x6F, 0xE0}},  // ồ
    {U'\u1ED5', 0xE6, {0x6F, 0xE5}},  // ổ
    {U'\u1ED7', 0xE7, {0x6F, 0xE3}},  // ỗ
    {U'\u1ED9', 0xE9, {0x6F, 0xE4}},  // ộ
    {U'\u01A1', 0xAC, {0xF4, 0x00}},  // ơ
    {U'\u1EDB', 0xED, {0xF4, 0xF9}},  // ớ
    {U'\u1EDD', 0xEA, {0xF4, 0xF8}},  // ờ
    {U'\u1EDF', 0xEB, {0xF4, 0xFB}},  // ở
    {U'\u1EE1', 0xEC, {0xF4, 0xF5}},  // ỡ
    {U'\u1EE3', 0xEE, {0xF4, 0xEF}},  // ợ
    {U'\u00FA', 0xF3, {0x75, 0xF9}},  // ú
    {U'\u00F9', 0xEF, {0x75, 0xF8}},  // ù
    {U'\u1EE7', 0xF1, {0x75, 0xFB}},  // ủ
    {U'\u0169', 0xF2, {0x75, 0xF5}},  // ũ
    {U'\u1EE5', 0xF4, {0x75, 0xEF}},  // ụ
    {U'\u01B0', 0xAD, {0xF6, 0x00}},  // ư
    {U'\u1EE9', 0xF8, {0xF6, 0xF9}},  // ứ
    {U'\u1EEB', 0xF5, {0xF6, 0xF8}},  // ừ
    {U'\u1EED', 0xF6, {0xF6, 0xFB}},  // ử
    {U'\u1EEF', 0xF7, {0xF6, 0xF5}},  // ữ
    {U'\u1EF1', 0xF9, {0xF6, 0xEF}},  // ự
    {U'\u00FD', 0xFD, {0x79, 0xF9}},  // ý
    {U'\u1EF3', 0xFA, {0x79, 0xF8}},  // ỳ
    {U'\u1EF7', 0xFB, {0x79, 0xFB}},  // ỷ
    {U'\u1EF9', 0xFC, {0x79, 0xF5}},  // ỹ
    {U'\u1EF5', 0xFE, {0xEE, 0x00}},  // ỵ
    {U'\u0111', 0xAE, {0xF1, 0x00}},  // đ
    {U'\u0102', 0xA1, {0x41, 0xCA}},  // Ă
    {U'\u00C2', 0xA2, {0x41, 0xC2}},  // Â
    {U'\u0110', 0xA7, {0xD1, 0x00}},  // Đ
    {U'\u00CA', 0xA3, {0x45, 0xC2}},  // Ê
    {U'\u00D4', 0xA4, {0x4F, 0xC2}},  // Ô
    {U'\u01A0', 0xA5, {0xD4, 0x00}},  // Ơ
    {U'\u01AF', 0xA6, {0xD6, 0x00}},  // Ư
};

// Each line: the level vowel, then grave, hook, tilde, acute, dot below.
constexpr std::u32string_view kVowels =
    U"aàảãáạ"
    U"ăằẳẵắặ"
    U"âầẩẫấậ"
    U"eèẻẽéẹ"
    U"êềểễếệ"
    U"iìỉĩíị"
    U"oòỏõóọ"
    U"ôồổỗốộ"
    U"ơờởỡớợ"
    U"uùủũúụ"
    U"ưừửữứự"
    U"yỳỷỹýỵ";
constexpr std::size_t kTones = 6;

constexpr std::u32string_view kWindows1252 =
    U"\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
    U"\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

}  // namespace

std::span<const LegacyLetter> legacy_letters() {
    return kLetters;
}

char32_t to_lower(char32_t code) {
    if (code >= U'A' && code <= U'Z') return code + 32;
    if (code >= 0xC0 && code <= 0xDE && code != 0xD7) return code + 32;
    if (code == U'Đ' || code == U'Ă' || code == U'Ĩ' || code == U'Ũ' || code == U'Ơ') return code + 1;
    if (code == U'Ư') return U'ư';
    if (code >= 0x1EA0 && code <= 0x1EF9 && code % 2 == 0) return code + 1;
    return code;
}

char32_t to_upper(char32_t code) {
    if (code >= U'a' && code <= U'z') return code - 32;
    if (code >= 0xE0 && code <= 0xFE && code != 0xF7) return code - 32;
    if (code == U'đ' || code == U'ă' || code == U'ĩ' || code == U'ũ' || code == U'ơ') return code - 1;
    if (code == U'ư') return U'Ư';
    if (code >= 0x1EA0 && code <= 0x1EF9 && code % 2 == 1) return code - 1;
    return code;
}

ToneSplit split_tone(char32_t code) {
    const char32_t lower = to_lower(code);
    const std::size_t at = kVowels.find(lower);
    if (at == std::u32string_view::npos) return {code, Tone::Level};
    const char32_t base = kVowels[at - at % kTones];
    return {lower == code ? base : to_upper(base), static_cast<Tone>(at % kTones)};
}

char32_t with_tone(char32_t base, Tone tone) {
    const char32_t lower = to_lower(base);
    const std::size_t at = kVowels.find(lower);
    if (at == std::u32string_view::npos || at % kTones != 0) return 0;
    const char32_t toned = kVowels[at + static_cast<std::size_t>(tone)];
    return lower == base ? toned : to_upper(toned);
}

bool is_vowel(char32_t lower_base) {
    const std::size_t at = kVowels.find(lower_base);
    return at != std::u32string_view::npos && at % kTones == 0;
}

char32_t from_windows_1252(std::uint8_t byte) {
    return byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte;
}

}  // namespace neove::document
