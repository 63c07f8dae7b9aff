#pragma once
/// \file
/// The keys under which a syllable of a name is found: as written, without accents, and as it sounds.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace neove::name_index {

/// Longer words and longer names are cut: nobody has them, and they would cost every search.
constexpr std::size_t kMaxSyllableBytes = 48;
constexpr std::size_t kMaxSyllables = 32;

/// The syllables of a name in lower case and NFC, tone marks in their customary place (hoà → hòa); whatever
/// is no letter parts them. Any bytes will do.
std::vector<std::string> syllables(std::string_view name);

/// A lower-case syllable with i for y where the two are the same sound: mỹ → mĩ, quý → quí, yến → iến; mai
/// and may, thúy and thúi stay apart.
std::string with_i(std::string_view syllable);

/// Without tones and diacritics, đ → d, i for y. Folding a second time changes nothing.
std::string folded(std::string_view syllable);

/// The class of syllables that sound alike somewhere in the country, of a lower-case syllable with its
/// marks: s/x, ch/tr, d/gi/r/v, l/n, i/y, final n/ng/nh and t/c/ch. 0: it has none.
std::uint64_t skeleton(std::string_view syllable);

/// What a person typed who wrote TELEX or VNI with the keyboard driver off (nguyeenx, nguye64n → nguyễn);
/// empty when that would be no Vietnamese syllable, or nothing changes.
std::string typed_reading(std::string_view syllable);

/// Whether one insertion, deletion, substitution or swap of neighbours makes `a` into `b`, or they are equal;
/// i and y count as one letter. Of syllables of ASCII letters; where both are shorter than three only
/// equality counts.
bool is_within_one_edit(std::string_view a, std::string_view b);

}  // namespace neove::name_index
