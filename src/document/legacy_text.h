#pragma once
/// \file
/// Plain text in whatever encoding a Vietnamese office may still have: Unicode in its spellings, and the
/// three that came before it. Pure; any bytes give some text.

#include "base/bytes.h"

#include <string>
#include <string_view>

namespace neove::document {

enum class Charset {
    Utf8,
    Utf16Little,
    Utf16Big,
    Tcvn3,        ///< ABC: one byte a letter, capitals through another font
    VniWindows,   ///< base letter, then a byte for its marks
    Windows1258,  ///< Microsoft's: letters, then combining tones
    Latin1,       ///< none of these: bytes as Windows-1252 shows them
};
constexpr bool is_legacy(Charset charset) {
    return charset == Charset::Tcvn3 || charset == Charset::VniWindows || charset == Charset::Windows1258;
}

struct DecodedText {
    std::string text;  ///< UTF-8 without byte order mark or NUL; lines end with '\n'
    Charset charset{Charset::Utf8};
};

/// The charset is told by a byte order mark, by well-formed UTF-8, else by how Vietnamese the text would
/// look.
DecodedText decode_text(ByteView bytes);

/// Text that was read with the wrong table and stored so ("NguyÔn ThÞ"): the bytes it came from, decoded
/// rightly; the text itself when it does not look like that.
std::string repair_misread(std::string_view utf8);

/// The bytes of `utf8` in a legacy charset, for tests and round trips; letters it lacks become '?'.
Bytes encode_legacy(std::string_view utf8, Charset charset);

}  // namespace neove::document
