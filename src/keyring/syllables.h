#pragma once
/// \file
/// Secrets that people write down, read out and type: unaccented Vietnamese syllables, one byte each, from a
/// list of 256 of which no two sound alike in any region (s/x, ch/tr, d/gi/r/v, l/n, i/y, final n/ng/nh/m and
/// t/c/ch/p fall together), and a check syllable at the end.

#include "base/bytes.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace neove::keyring {

/// The list; `position` is the byte.
std::string_view syllable(std::uint8_t position);

/// What an ear keeps of one folded syllable (`truong` and `chuon` are one). Nothing when it is no syllable.
std::optional<std::string> sound_class(std::string_view folded);

/// The bytes as syllables and one check syllable, in groups of four: `an bai banh bao  ca cam…` (two spaces
/// between groups).
std::string write_syllables(ByteView bytes);

/// Reads `count` bytes back whatever the accents, case, spacing (none at all included), regional spelling or
/// punctuation. Refusal: `syllables.mistyped` (a foreign syllable, a wrong count or a wrong check syllable).
Result<Bytes> read_syllables(std::string_view text, std::size_t count);

/// The fuzz target's body: any text is refused or decodes to what its own spelling decodes to.
void fuzz_syllables(ByteView bytes);

}  // namespace neove::keyring
