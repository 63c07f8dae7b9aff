/// \file
/// What was meant by TELEX and VNI keys that no driver turned into letters.

#include "base/text.h"
#include "name_index/fold.h"

#include <algorithm>
#include <array>

namespace neove::name_index {
namespace {

constexpr std::string_view kVowels = "aeiouy";
constexpr char32_t kNoTone = 0;

bool is_vowel(char c) {
    return kVowels.find(c) != std::string_view::npos;
}

/// Letters as typed, and for each the mark it bears: ^ circumflex, w horn or breve, - the stroke of đ.
struct Parts {
    std::string letters, marks;
    char32_t tone{kNoTone};  ///< as a combining mark

    void add(char letter) {
        letters += letter;
        marks += ' ';
    }
    /// Marks the last letter of `which` that is unmarked; uo takes the horn on both.
    bool mark(std::string_view which, char sign) {
        const std::size_t at = letters.find_last_of(which);
        if (at == std::string::npos || marks[at] != ' ') return false;
        marks[at] = sign;
        if (sign == 'w' && letters[at] == 'o' && at > 0 && letters[at - 1] == 'u' &&
            !(at > 1 && letters[at - 2] == 'q'))
            marks[at - 1] = 'w';
        return true;
    }
    bool has_vowel() const { return letters.find_first_of(kVowels) != std::string::npos; }
};

char32_t tone_of(char key) {
    constexpr std::string_view kKeys = "frxsj23415";  // TELEX, then VNI
    constexpr std::array<char32_t, 5> kTones{0x300, 0x309, 0x303, 0x301, 0x323};
    const std::size_t at = kKeys.find(key);
    return at == std::string_view::npos ? kNoTone : kTones[at % kTones.size()];
}

/// One key; false when it makes no sense here.
bool press(Parts& parts, char key) {
    const char last = parts.letters.empty() ? ' ' : parts.letters.back();
    if (key == '0') return (parts.tone = kNoTone, true);
    if (key == '6') return parts.mark("aeo", '^');
    if (key == '7') return parts.mark("ou", 'w');
    if (key == '8') return parts.mark("a", 'w');
    if (key == '9') return parts.mark("d", '-');
    if (key == 'w') return parts.mark("aou", 'w');
    if (key == 'd' && parts.letters.find('d') == 0) return parts.mark("d", '-');
    if (std::string_view("aeo").find(key) != std::string_view::npos && last == key) {
        return parts.mark(std::string_view(&key, 1), '^');
    }
    const char32_t tone = parts.has_vowel() ? tone_of(key) : kNoTone;
    if (tone != kNoTone) return (parts.tone = tone, true);
    if (key < 'a' || key > 'z') return false;
    parts.add(key);
    return true;
}

/// First vowel and end of vowels, the u of qu and the i of gia left out; false for no Vietnamese syllable.
bool find_vowels(std::string_view letters, std::size_t& begin, std::size_t& end) {
    constexpr std::array<std::string_view, 28> kInitials{
        "",   "b",   "c",  "ch", "d",  "g",  "gh", "gi", "h", "k",  "kh", "l", "m", "n",
        "ng", "ngh", "nh", "p",  "ph", "qu", "r",  "s",  "t", "th", "tr", "v", "x", "q"};
    constexpr std::array<std::string_view, 9> kFinals{"", "c", "ch", "m", "n", "ng", "nh", "p", "t"};
    begin = letters.find_first_of(kVowels);
    if (begin == std::string_view::npos) return false;
    const bool glides = letters.starts_with("qu") || letters.starts_with("gi");
    if (glides && letters.size() > 2 && is_vowel(letters[2])) begin = 2;
    end = begin;
    while (end < letters.size() && is_vowel(letters[end])) ++end;
    return end - begin <= 3 && std::ranges::find(kInitials, letters.substr(0, begin)) != kInitials.end() &&
           std::ranges::find(kFinals, letters.substr(end)) != kFinals.end();
}

/// Which vowel bears the tone, by the usual rules.
std::size_t tone_place(const Parts& parts, std::size_t begin, std::size_t end) {
    for (std::size_t at = end; at-- > begin;) {
        if (parts.marks[at] != ' ') return at;
    }
    if (end < parts.letters.size()) return end - 1;
    return end - begin == 3 ? begin + 1 : begin;
}

}  // namespace

std::string typed_reading(std::string_view syllable) {
    constexpr std::size_t kLongest = 12;  // "nghieengf" has nine
    if (syllable.size() > kLongest) return {};
    Parts parts;
    for (const char key : syllable) {
        if (!press(parts, key)) return {};
    }
    std::size_t begin = 0;
    std::size_t end = 0;
    if (parts.letters == syllable || !find_vowels(parts.letters, begin, end)) return {};
    const std::size_t place = tone_place(parts, begin, end);
    std::string out;
    for (std::size_t i = 0; i < parts.letters.size(); ++i) {
        const char letter = parts.letters[i];
        const char mark = parts.marks[i];
        if (mark == '-') {
            text::append(out, U'đ');
        } else {
            out += letter;
            if (mark == '^') text::append(out, 0x302);
            if (mark == 'w') text::append(out, letter == 'a' ? 0x306 : 0x31B);
        }
        if (i == place && parts.tone != kNoTone) text::append(out, parts.tone);
    }
    return text::match_key(text::to_nfc(out));
}

}  // namespace neove::name_index
