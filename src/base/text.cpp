#include "base/text.h"

#include "base/check.h"
#include "base/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace neove::text {
namespace {

constexpr std::size_t kBlock = 64;

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

const icu::Normalizer2& normalizer(const char* name, UNormalization2Mode mode) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getInstance(nullptr, name, mode, status);
    CHECK(U_SUCCESS(status) && instance != nullptr);
    return *instance;
}

icu::StringPiece piece(std::string_view text) {
    CHECK(text.size() <= static_cast<std::size_t>(INT32_MAX));
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

std::string normalise(std::string_view text, const icu::Normalizer2& form) {
    UErrorCode status = U_ZERO_ERROR;
    if (form.isNormalizedUTF8(piece(text), status) && U_SUCCESS(status)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    icu::StringByteSink<std::string> sink(&out);
    status = U_ZERO_ERROR;
    form.normalizeUTF8(0, piece(text), sink, nullptr, status);
    CHECK(U_SUCCESS(status));
    return out;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Open syllables whose tone may stand on either vowel. Left: on the second; right: on the first, as older
/// rules ask.
struct TonePlace {
    char32_t glide, toned_second, toned_first, plain_second;
};
constexpr std::array<TonePlace, 15> kTonePlaces{{
    {U'o', U'à', U'ò', U'a'},
    {U'o', U'á', U'ó', U'a'},
    {U'o', U'ả', U'ỏ', U'a'},
    {U'o', U'ã', U'õ', U'a'},
    {U'o', U'ạ', U'ọ', U'a'},
    {U'o', U'è', U'ò', U'e'},
    {U'o', U'é', U'ó', U'e'},
    {U'o', U'ẻ', U'ỏ', U'e'},
    {U'o', U'ẽ', U'õ', U'e'},
    {U'o', U'ẹ', U'ọ', U'e'},
    {U'u', U'ỳ', U'ù', U'y'},
    {U'u', U'ý', U'ú', U'y'},
    {U'u', U'ỷ', U'ủ', U'y'},
    {U'u', U'ỹ', U'ũ', U'y'},
    {U'u', U'ỵ', U'ụ', U'y'},
}};

/// Moves the tone of one lower-case word. After q the u belongs to the consonant, so there the tone stays on
/// the y.
void place_tone(std::u32string& word) {
    const std::size_t size = word.size();
    if (size < 2) return;
    const char32_t last = word[size - 1];
    const char32_t glide = word[size - 2];
    const bool after_q = size >= 3 && word[size - 3] == U'q';
    for (const TonePlace& place : kTonePlaces) {
        if (!after_q && glide == place.glide && last == place.toned_second) {
            word[size - 2] = place.toned_first;
            word[size - 1] = place.plain_second;
            return;
        }
        if (after_q && place.glide == U'u' && glide == place.toned_first && last == place.plain_second) {
            word[size - 2] = place.glide;
            word[size - 1] = place.toned_second;
            return;
        }
    }
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        if (static_cast<unsigned char>(bytes[at]) < 0x80) {
            ++at;
            continue;
        }
        const std::size_t size = utf8::sequence_size(bytes, at);
        if (size == 0) return false;
        at += size;
    }
    return true;
}

std::string repair_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    bool in_damage = false;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = utf8::sequence_size(bytes, at);
        if (size == 0) {
            // One mark per damaged stretch: the lead byte with the continuations that belong to it.
            if (!in_damage || !is_continuation(bytes[at])) append(out, utf8::kReplacement);
            in_damage = true;
            ++at;
            continue;
        }
        in_damage = false;
        out.append(bytes, at, size);
        at += size;
    }
    return out;
}

CodePoint decode(std::string_view text, std::size_t at) {
    if (static_cast<unsigned char>(text[at]) < 0x80) return {static_cast<unsigned char>(text[at]), 1};
    const std::size_t size = utf8::sequence_size(text, at);
    return {utf8::code_of(text, at, size), static_cast<std::uint8_t>(std::max<std::size_t>(1, size))};
}

void append(std::string& out, char32_t code_point) {
    utf8::append(out, code_point);
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

std::string to_nfc(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    static const icu::Normalizer2& nfc = normalizer("nfc", UNORM2_COMPOSE);
    return normalise(text, nfc);
}

char32_t lower(char32_t c) {
    if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    return u_isalpha(static_cast<UChar32>(c)) != 0;
}

bool is_upper(char32_t c) {
    if (c < 0x80) return c >= U'A' && c <= U'Z';
    return u_isUUppercase(static_cast<UChar32>(c)) != 0;
}

std::string match_key(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    std::u32string word;
    const auto flush = [&] {
        place_tone(word);
        for (const char32_t c : word) append(out, c);
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode(text, at);
        at += point.size;
        const char32_t c = lower(point.value);
        if (is_letter(c)) {
            word.push_back(c);
        } else {
            flush();
            append(out, c);
        }
    }
    flush();
    return out;
}

std::string fold(std::string_view text) {
    static const icu::Normalizer2& nfd = normalizer("nfc", UNORM2_DECOMPOSE);
    const std::string decomposed = is_ascii(text) ? std::string(text) : normalise(text, nfd);
    std::string out;
    out.reserve(decomposed.size());
    for (std::size_t at = 0; at < decomposed.size();) {
        const CodePoint point = decode(decomposed, at);
        at += point.size;
        const bool is_mark =
            point.value >= 0x300 && u_charType(static_cast<UChar32>(point.value)) == U_NON_SPACING_MARK;
        if (is_mark) continue;
        const char32_t c = lower(point.value);
        append(out, c == U'đ' ? U'd' : c);
    }
    return out;
}

CodePointIndex::CodePointIndex(std::string_view text) : text_(text) {
    before_block_.reserve(text.size() / kBlock + 1);
    std::uint32_t seen = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at % kBlock == 0) before_block_.push_back(seen);
        if (!is_continuation(text[at])) ++seen;
    }
    if (text.size() % kBlock == 0) before_block_.push_back(seen);
}

std::size_t CodePointIndex::from_byte(std::size_t byte) const {
    const std::size_t end = std::min(byte, text_.size());
    const std::size_t block = end / kBlock;
    return before_block_[block] + count_code_points(text_.substr(block * kBlock, end - block * kBlock));
}

std::size_t CodePointIndex::to_byte(std::size_t code_point) const {
    const auto after = std::ranges::upper_bound(before_block_, code_point);
    const auto block = static_cast<std::size_t>(after - before_block_.begin()) - 1;
    std::size_t seen = before_block_[block];
    for (std::size_t at = block * kBlock; at < text_.size(); ++at) {
        if (is_continuation(text_[at])) continue;
        if (seen == code_point) return at;
        ++seen;
    }
    return text_.size();
}

}  // namespace neove::text
