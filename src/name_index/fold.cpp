#include "name_index/fold.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace neove::name_index {
namespace {

bool is_folded_vowel(char c) {
    return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

std::u32string codes_of(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint point = text::decode(text, at);
        out += point.value;
        at += point.size;
    }
    return out;
}

std::string text_of(std::u32string_view codes) {
    std::string out;
    for (const char32_t code : codes) text::append(out, code);
    return out;
}

constexpr std::u32string_view kToned = U"yỳýỷỹỵ";
constexpr std::u32string_view kTonedI = U"iìíỉĩị";

/// Whether the letter is a vowel of Vietnamese or of anything that folds to one.
bool is_vowel(char32_t code) {
    if (code < 0x80) return is_folded_vowel(static_cast<char>(code));
    if (code == U'đ') return false;
    std::string one;
    text::append(one, code);
    const std::string plain = text::fold(one);
    return plain.size() == 1 && is_folded_vowel(plain[0]);
}

struct Spelling {
    std::string_view written, sounds;
};
/// Longest first. The sounds: z is d/gi/r/v; đ has become d before.
constexpr std::array<Spelling, 13> kInitials{{
    {"ngh", "ng"},
    {"tr", "c"},
    {"ch", "c"},
    {"gh", "g"},
    {"gi", "z"},
    {"qu", "qu"},
    {"d", "z"},
    {"r", "z"},
    {"v", "z"},
    {"s", "x"},
    {"l", "n"},
    {"k", "k"},
    {"c", "k"},
}};
constexpr std::array<Spelling, 5> kFinals{{{"ng", "n"}, {"nh", "n"}, {"ch", "t"}, {"c", "t"}, {"t", "t"}}};

/// 5 bits a letter, up to twelve; 0 for what does not fit.
std::uint64_t packed(std::string_view letters) {
    if (letters.size() > 12) return 0;
    std::uint64_t out = 0;
    for (const char c : letters) {
        if (c < 'a' || c > 'z') return 0;
        out = out << 5U | static_cast<std::uint64_t>(c - 'a' + 1);
    }
    return out;
}

}  // namespace

std::vector<std::string> syllables(std::string_view name) {
    // Half-width and other compatibility forms are left alone: nobody types them into a name.
    std::string whole = text::to_nfc(text::is_valid_utf8(name) ? std::string(name) : text::repair_utf8(name));
    std::vector<std::string> out;
    std::string word;
    const auto flush = [&] {
        if (!word.empty() && out.size() < kMaxSyllables) {
            // Lower-casing may leave a pair that composes (İ), so NFC once more.
            std::string key = text::match_key(text::to_nfc(text::match_key(word)));
            if (key.size() <= kMaxSyllableBytes) out.push_back(std::move(key));
        }
        word.clear();
    };
    for (std::size_t at = 0; at < whole.size();) {
        const text::CodePoint point = text::decode(whole, at);
        // Ð and ɖ stand for Đ where a keyboard or an old file lacked it.
        char32_t code = text::lower(point.value);
        if (code == U'ð' || code == U'ɖ') code = U'đ';
        const bool is_mark = code >= 0x300 && code < 0x370;
        if (text::is_letter(code) || (is_mark && !word.empty())) {
            text::append(word, code);
        } else if (code != U'\'' && code != U'’') {  // H'Hen and Y’Ban are one word
            flush();
        }
        at += point.size;
    }
    flush();
    return out;
}

std::string with_i(std::string_view syllable) {
    std::u32string codes = codes_of(syllable);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::size_t tone = kToned.find(codes[i]);
        if (tone == std::u32string_view::npos) continue;
        const bool after_qu = i >= 2 && codes[i - 2] == U'q' && codes[i - 1] == U'u';
        if (i == 0 || after_qu || !is_vowel(codes[i - 1])) codes[i] = kTonedI[tone];
    }
    return text_of(codes);
}

std::string folded(std::string_view syllable) {
    return with_i(text::fold(with_i(syllable)));
}

std::uint64_t skeleton(std::string_view syllable) {
    const std::u32string codes = codes_of(with_i(syllable));
    const bool has_stroke = !codes.empty() && codes[0] == U'đ';
    std::string rest = folded(syllable);
    std::string out;
    if (has_stroke && !rest.empty()) {
        out = "d";
        rest.erase(0, 1);
    } else {
        for (const Spelling& initial : kInitials) {
            if (!rest.starts_with(initial.written)) continue;
            out = initial.sounds;
            rest.erase(0, initial.written.size());
            // gì, gìn: the i is the vowel too.
            if (initial.written == "gi" && (rest.empty() || !is_folded_vowel(rest[0])))
                rest.insert(0, 1, 'i');
            break;
        }
    }
    for (const Spelling& final : kFinals) {
        const std::size_t at = rest.size() - std::min(rest.size(), final.written.size());
        if (at == 0 || !rest.ends_with(final.written) || !is_folded_vowel(rest[at - 1])) continue;
        rest.replace(at, std::string::npos, final.sounds);
        break;
    }
    return packed(out + rest);
}

bool is_within_one_edit(std::string_view a, std::string_view b) {
    // Which of i and y a letter folds to hangs on the letter before, and that may be the wrong one.
    const auto letter = [](char c) { return c == 'y' ? 'i' : c; };
    const auto is_same = [&](std::string_view one, std::string_view other) {
        return std::ranges::equal(one, other, {}, letter, letter);
    };
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    std::size_t same = 0;
    while (same < a.size() && letter(a[same]) == letter(b[same])) ++same;
    if (same == b.size()) return true;
    if (b.size() < 3) return false;
    if (a.size() < b.size()) return is_same(a.substr(same), b.substr(same + 1));
    if (is_same(a.substr(same + 1), b.substr(same + 1))) return true;
    return same + 1 < a.size() && letter(a[same]) == letter(b[same + 1]) &&
           letter(a[same + 1]) == letter(b[same]) && is_same(a.substr(same + 2), b.substr(same + 2));
}

}  // namespace neove::name_index
