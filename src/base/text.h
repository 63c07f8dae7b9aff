#pragma once
/// \file
/// Text as the platform keeps it: valid UTF-8 in NFC. Here is the only place that folds case, tones and
/// letters, so that every search and every comparison agrees on what "the same word" means.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace neove::text {

/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms, nothing above U+10FFFF).
bool is_valid_utf8(std::string_view bytes);

/// The same text with every ill-formed stretch replaced by U+FFFD. Valid text comes back unchanged.
std::string repair_utf8(std::string_view bytes);

/// The code point that starts at `at`, and how many bytes it takes (1 to 4). Ill-formed bytes give U+FFFD
/// and 1.
struct CodePoint {
    char32_t value{0};
    std::uint8_t size{1};
};
CodePoint decode(std::string_view text, std::size_t at);

void append(std::string& out, char32_t code_point);

/// Number of code points in valid UTF-8.
std::size_t count_code_points(std::string_view text);

/// Unicode NFC of valid UTF-8. Text that already is NFC comes back byte for byte.
std::string to_nfc(std::string_view text);

/// Lower case of one code point; the simple mapping, which is the full one for Vietnamese.
char32_t lower(char32_t code_point);
bool is_letter(char32_t code_point);
bool is_upper(char32_t code_point);

/// Key for "the same word, whichever way it is typed": lower case, tone marks moved to one of the two
/// customary places (hoà → hòa, uỷ → ủy), all diacritics kept. Input must be NFC.
std::string match_key(std::string_view text);

/// Key for searching without accents: lower case, no tones and no diacritics, đ → d. Any Unicode form will
/// do.
std::string fold(std::string_view text);

/// Code point offsets of a text that does not change: O(1) amortised, 1/64 of the text's size.
class CodePointIndex {
public:
    explicit CodePointIndex(std::string_view text);
    /// Code points before the byte offset; offsets past the end count as the end.
    std::size_t from_byte(std::size_t byte) const;
    /// The byte at which the n-th code point starts, or the text's size.
    std::size_t to_byte(std::size_t code_point) const;

private:
    std::string_view text_;
    std::vector<std::uint32_t> before_block_;  ///< code points before every 64th byte
};

}  // namespace neove::text
