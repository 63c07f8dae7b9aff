#pragma once
/// \file
/// The letters of Vietnamese: how each is made up, and its bytes in the encodings used before Unicode.

#include <array>
#include <cstdint>
#include <span>

namespace neove::document {

/// A letter beyond ASCII and its legacy bytes. Capitals with a tone have no TCVN3 byte (that encoding used a
/// second font for them); the VNI bytes of a capital are those of the small letter less 0x20.
struct LegacyLetter {
    char32_t code;
    std::uint8_t tcvn3;               ///< 0 when it has none
    std::array<std::uint8_t, 2> vni;  ///< the second 0 when one byte is enough
};
std::span<const LegacyLetter> legacy_letters();

enum class Tone : std::uint8_t { Level, Grave, Hook, Tilde, Acute, Dot };

/// A vowel without its tone, and the tone; other letters come back as they are, level.
struct ToneSplit {
    char32_t base;
    Tone tone;
};
ToneSplit split_tone(char32_t code);
/// The vowel with this tone; 0 when the letter takes none.
char32_t with_tone(char32_t base, Tone tone);

char32_t to_lower(char32_t code);  ///< ASCII and Vietnamese letters
char32_t to_upper(char32_t code);
bool is_vowel(char32_t lower_base);

/// What Windows-1252 shows for a byte.
char32_t from_windows_1252(std::uint8_t byte);

}  // namespace neove::document
