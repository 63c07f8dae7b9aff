#include "record/read_alike.h"

#include "base/text.h"
#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace neove::record {

namespace {

/// Of a word in lower case; nothing where it is no number that somebody writes in Roman letters.
std::optional<int> roman(std::string_view word) {
    static constexpr std::array<std::string_view, 10> kOnes{
        "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    const std::size_t tens = std::min(word.find_first_not_of('x'), word.size());
    // The x of "ix" is no ten.
    if (tens > 3) return std::nullopt;
    const auto one = std::ranges::find(kOnes, word.substr(tens));
    if (one == kOnes.end()) return std::nullopt;
    return static_cast<int>(tens) * 10 + static_cast<int>(one - kOnes.begin());
}

std::string one_word(const std::string& word) {
    if (const auto number = roman(word)) return std::to_string(*number);
    const bool is_number = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) return word;
    const std::size_t start = word.find_first_not_of('0');
    return start == std::string::npos ? "0" : word.substr(start);
}

}  // namespace

std::string read_alike(std::string_view text) {
    std::string out;
    std::string word;
    const auto end_word = [&] {
        if (word.empty()) return;
        out += (out.empty() ? "" : " ") + one_word(word);
        word.clear();
    };
    bool is_number = false;
    const std::string key = text::match_key(text);
    for (std::size_t at = 0; at < key.size();) {
        const std::size_t size = std::max<std::size_t>(utf8::sequence_size(key, at), 1);
        const char32_t code = utf8::code_of(key, at, size);
        const bool is_digit = code >= U'0' && code <= U'9';
        const bool is_kept = is_digit || text::is_letter(code);
        // "Q4" is "Q 4": digits are a word of their own.
        if (!is_kept || is_digit != is_number) end_word();
        if (is_kept) word += key.substr(at, size);
        is_number = is_digit;
        at += size;
    }
    end_word();
    return out;
}

std::string without_words(std::string_view alike, std::string_view part) {
    const std::string all = " " + std::string(alike) + " ";
    const std::string gone = " " + std::string(part) + " ";
    const std::size_t at = part.empty() ? std::string::npos : all.find(gone);
    if (at == std::string::npos || all.size() == gone.size()) return std::string(alike);
    const std::string left = all.substr(0, at) + " " + all.substr(at + gone.size());
    return left.substr(1, left.size() - 2);
}

}  // namespace neove::record
