#include "document/legacy_text.h"

#include "base/text.h"
#include "base/utf8.h"
#include "document/charset.h"
#include "document/protocol/protocol.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace neove::document {

namespace {

using utf8::kReplacement;

std::u32string to_codes(std::string_view whole) {
    std::u32string out;
    out.reserve(whole.size());
    for (std::size_t at = 0; at < whole.size();) {
        const text::CodePoint point = text::decode(whole, at);
        out += point.value;
        at += point.size;
    }
    return out;
}

/// Line ends become '\n'; NUL and marks of byte order go.
std::string to_text(std::u32string_view codes) {
    std::string out;
    out.reserve(codes.size() * 3 / 2);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const char32_t code = codes[i];
        if (code == 0 || code == 0xFEFF) continue;
        if (code == U'\r') {
            if (i + 1 >= codes.size() || codes[i + 1] != U'\n') out += '\n';
            continue;
        }
        text::append(out, code);
    }
    return out;
}

std::u32string decode_utf16(ByteView bytes, bool big) {
    std::u32string out;
    const auto unit = [&](std::size_t at) {
        const unsigned first = bytes[at];
        const unsigned second = bytes[at + 1];
        return static_cast<char32_t>(big ? first << 8U | second : second << 8U | first);
    };
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const char32_t high = unit(at);
        if (high < 0xD800 || high > 0xDFFF) {
            out += high;
            continue;
        }
        const char32_t low = at + 3 < bytes.size() ? unit(at + 2) : 0;
        if (high > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
            out += kReplacement;
            continue;
        }
        out += 0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00);
        at += 2;
    }
    return out;
}

std::u32string decode_tcvn3(ByteView bytes) {
    static const std::array<char32_t, 256> by_byte = [] {
        std::array<char32_t, 256> table{};
        for (unsigned i = 0; i < 256; ++i) table[i] = from_windows_1252(static_cast<std::uint8_t>(i));
        for (const LegacyLetter& letter : legacy_letters()) table[letter.tcvn3] = letter.code;
        return table;
    }();
    std::u32string out;
    for (const std::uint8_t byte : bytes) out += by_byte[byte];
    return out;
}

/// By first and second byte; the second 0 for letters of one byte.
const std::vector<char32_t>& vni_table() {
    static const std::vector<char32_t> by_bytes = [] {
        std::vector<char32_t> table(65'536, 0);
        for (const LegacyLetter& letter : legacy_letters()) {
            const unsigned first = letter.vni[0];
            const unsigned second = letter.vni[1];
            table[first << 8U | second] = letter.code;
            const char32_t upper = to_upper(letter.code);
            if (upper == letter.code) continue;
            const unsigned big = first - 0x20;
            table[big << 8U | (second == 0 ? 0 : second - 0x20)] = upper;
            if (second != 0) table[big << 8U | second] = upper;  // a capital letter with a small mark
        }
        return table;
    }();
    return by_bytes;
}

std::u32string decode_vni(ByteView bytes) {
    const std::vector<char32_t>& table = vni_table();
    std::u32string out;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const unsigned first = bytes[i];
        const unsigned second = i + 1 < bytes.size() ? bytes[i + 1] : 0;
        if (second >= 0x80 && table[first << 8U | second] != 0) {
            out += table[first << 8U | second];
            ++i;
        } else {
            out += table[first << 8U] != 0 ? table[first << 8U] : from_windows_1252(bytes[i]);
        }
    }
    return out;
}

struct MarkByte {
    std::uint8_t byte;
    char32_t code;
};
constexpr std::array<MarkByte, 8> kLetters1258{
    {{0xC3, U'Ă'},
     {0xD0, U'Đ'},
     {0xD5, U'Ơ'},
     {0xDD, U'Ư'},
     {0xE3, U'ă'},
     {0xF0, U'đ'},
     {0xF5, U'ơ'},
     {0xFD, U'ư'}}};
struct ToneByte {
    std::uint8_t byte;
    Tone tone;
};
constexpr std::array<ToneByte, 5> kTones1258{
    {{0xCC, Tone::Grave}, {0xD2, Tone::Hook}, {0xDE, Tone::Tilde}, {0xEC, Tone::Acute}, {0xF2, Tone::Dot}}};

std::u32string decode_1258(ByteView bytes) {
    std::u32string out;
    for (const std::uint8_t byte : bytes) {
        const auto tone = std::ranges::find(kTones1258, byte, &ToneByte::byte);
        if (tone != kTones1258.end()) {
            const char32_t toned = out.empty() ? 0 : with_tone(out.back(), tone->tone);
            if (toned != 0) {
                out.back() = toned;
            } else {
                out += kReplacement;  // a tone on nothing: this is another encoding
            }
            continue;
        }
        const auto letter = std::ranges::find(kLetters1258, byte, &MarkByte::byte);
        out += letter != kLetters1258.end() ? letter->code : from_windows_1252(byte);
    }
    return out;
}

std::u32string decode_latin(ByteView bytes) {
    std::u32string out;
    for (const std::uint8_t byte : bytes) out += from_windows_1252(byte);
    return out;
}

std::u32string decode_as(ByteView bytes, Charset charset) {
    switch (charset) {
        case Charset::Tcvn3: return decode_tcvn3(bytes);
        case Charset::VniWindows: return decode_vni(bytes);
        case Charset::Windows1258: return decode_1258(bytes);
        default: return decode_latin(bytes);
    }
}

bool is_letter(char32_t code) {
    const char32_t lower = to_lower(code);
    return (lower >= U'a' && lower <= U'z') ||
           (code >= 0xC0 && code != 0xD7 && code != 0xF7 && code < 0x2000);
}

/// Takes the longest of `parts` that `rest` begins with.
template <std::size_t N>
std::size_t longest(std::u32string_view rest, const std::array<std::u32string_view, N>& parts) {
    std::size_t best = 0;
    for (const std::u32string_view part : parts) {
        if (part.size() > best && rest.starts_with(part)) best = part.size();
    }
    return best;
}

/// Whether a word could be one Vietnamese syllable: onset, one to three vowels, coda, at most one tone, no
/// capital after a small letter. Loose on purpose: it only has to tell right tables from wrong ones.
bool is_syllable(std::u32string_view word) {
    static constexpr std::array<std::u32string_view, 27> kOnsets{
        U"b",  U"c",   U"ch", U"d", U"đ",  U"g",  U"gh", U"gi", U"h", U"k",  U"kh", U"l", U"m", U"n",
        U"ng", U"ngh", U"nh", U"p", U"ph", U"qu", U"r",  U"s",  U"t", U"th", U"tr", U"v", U"x"};
    static constexpr std::array<std::u32string_view, 8> kCodas{
        U"c", U"ch", U"m", U"n", U"ng", U"nh", U"p", U"t"};
    std::u32string bare;
    int tones = 0;
    bool small_seen = false;
    for (const char32_t code : word) {
        const char32_t lower = to_lower(code);
        if (lower != code && small_seen) return false;
        small_seen |= lower == code;
        const ToneSplit split = split_tone(lower);
        tones += split.tone == Tone::Level ? 0 : 1;
        bare += split.base;
    }
    if (tones > 1) return false;
    std::u32string_view rest = bare;
    rest.remove_prefix(longest(rest, kOnsets));
    std::size_t vowels = 0;
    while (vowels < rest.size() && is_vowel(rest[vowels])) ++vowels;
    rest.remove_prefix(vowels);
    const bool whole_onset = vowels == 0 && (bare == U"gi" || bare == U"qu");
    return (whole_onset || (vowels >= 1 && vowels <= 3)) && rest.size() == longest(rest, kCodas);
}

/// Counts only words that an encoding can change: one for each possible syllable, minus two for each
/// impossible one.
struct Score {
    int value{0};
    int impossible{0};
};
Score score(std::u32string_view codes) {
    Score score;
    for (std::size_t at = 0; at < codes.size();) {
        std::size_t end = at;
        bool foreign = false;
        while (end < codes.size() && (is_letter(codes[end]) || codes[end] == kReplacement ||
                                      (codes[end] >= 0x80 && codes[end] < 0xC0 && codes[end] != 0xA0))) {
            foreign |= codes[end] >= 0x80;
            ++end;
        }
        if (foreign) {
            const bool good = is_syllable(codes.substr(at, end - at));
            score.value += good ? 1 : -2;
            score.impossible += good ? 0 : 1;
        }
        at = end + 1;
    }
    return score;
}

constexpr std::array kCandidates{Charset::Tcvn3, Charset::VniWindows, Charset::Windows1258};

struct Guess {
    Charset charset{Charset::Latin1};
    int value{0};
};
Guess guess(ByteView bytes) {
    constexpr std::size_t kSample = 65'536;
    const ByteView sample = bytes.first(std::min(bytes.size(), kSample));
    Guess best;
    for (const Charset charset : kCandidates) {
        const int value = score(decode_as(sample, charset)).value;
        if (value > best.value) best = {charset, value};
    }
    return best;
}

/// The bytes that Windows-1252 would have shown like this; nothing when some letter is not of that table.
std::optional<Bytes> misread_bytes(std::u32string_view codes) {
    Bytes out;
    for (const char32_t code : codes) {
        if (code < 0x80 || (code >= 0xA0 && code <= 0xFF)) {
            out.push_back(static_cast<std::uint8_t>(code));
            continue;
        }
        unsigned byte = 0x80;
        while (byte < 0xA0 && from_windows_1252(static_cast<std::uint8_t>(byte)) != code) ++byte;
        if (byte == 0xA0) return std::nullopt;
        out.push_back(static_cast<std::uint8_t>(byte));
    }
    return out;
}

std::string repair_line(std::string_view line) {
    const bool ascii = std::ranges::all_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return std::string(line);
    const std::u32string codes = to_codes(line);
    const Score before = score(codes);
    const auto bytes = misread_bytes(codes);
    if (!bytes || before.impossible == 0) return std::string(line);
    const Guess best = guess(*bytes);
    if (best.charset == Charset::Latin1 || best.value < before.value + 2) return std::string(line);
    return to_text(decode_as(*bytes, best.charset));
}

void encode_letter(Bytes& out, char32_t code, Charset charset) {
    const char32_t lower = to_lower(code);
    if (charset == Charset::Windows1258) {
        const ToneSplit split = split_tone(code);
        const auto letter = std::ranges::find(kLetters1258, split.base, &MarkByte::code);
        const bool known = letter != kLetters1258.end() || split.base <= 0xFF;
        out.push_back(
            letter != kLetters1258.end() ? letter->byte : static_cast<std::uint8_t>(known ? split.base : '?')
        );
        const auto tone = std::ranges::find(kTones1258, split.tone, &ToneByte::tone);
        if (tone != kTones1258.end()) out.push_back(tone->byte);
        return;
    }
    for (const LegacyLetter& letter : legacy_letters()) {
        const bool exact = letter.code == code;
        if (charset == Charset::Tcvn3 && exact) return out.push_back(letter.tcvn3);
        if (charset != Charset::VniWindows || (!exact && letter.code != lower)) continue;
        const unsigned less = exact ? 0 : 0x20;
        out.push_back(static_cast<std::uint8_t>(letter.vni[0] - less));
        if (letter.vni[1] != 0) out.push_back(static_cast<std::uint8_t>(letter.vni[1] - less));
        return;
    }
    out.push_back('?');
}

}  // namespace

DecodedText decode_text(ByteView bytes) {
    if (bytes.size() >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) {
        return {to_text(decode_utf16(bytes.subspan(2), false)), Charset::Utf16Little};
    }
    if (bytes.size() >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) {
        return {to_text(decode_utf16(bytes.subspan(2), true)), Charset::Utf16Big};
    }
    if (is_plain_utf8(as_text(bytes))) return {to_text(to_codes(as_text(bytes))), Charset::Utf8};
    const Charset charset = guess(bytes).charset;
    return {to_text(decode_as(bytes, charset)), charset};
}

std::string repair_misread(std::string_view utf8) {
    if (!is_plain_utf8(utf8)) return std::string(utf8);
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t end = std::min(utf8.find('\n', at), utf8.size());
        out += repair_line(utf8.substr(at, end - at));
        if (end < utf8.size()) out += '\n';
        at = end + 1;
    }
    return out;
}

Bytes encode_legacy(std::string_view utf8, Charset charset) {
    Bytes out;
    for (const char32_t code : to_codes(utf8)) {
        if (code < 0x80) {
            out.push_back(static_cast<std::uint8_t>(code));
        } else {
            encode_letter(out, code, charset);
        }
    }
    return out;
}

}  // namespace neove::document
