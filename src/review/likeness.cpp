#include "review/likeness.h"

#include "base/text.h"

#include <algorithm>

namespace neove::review {

namespace {

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
    const std::string folded = text::fold(text);
    std::vector<std::string> words;
    std::string word;
    for (std::size_t at = 0; at < folded.size();) {
        const text::CodePoint point = text::decode(folded, at);
        if (text::is_letter(point.value) || is_digit(point.value)) {
            word.append(folded, at, point.size);
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
        at += point.size;
    }
    if (!word.empty()) words.push_back(std::move(word));
    std::ranges::sort(words);
    return words;
}

std::int64_t likeness(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    if (a.empty() && b.empty()) return 100;
    std::int64_t common = 0;
    for (auto left = a.begin(), right = b.begin(); left != a.end() && right != b.end();) {
        const auto order = *left <=> *right;
        if (order == 0) ++common;
        if (order <= 0) ++left;
        if (order >= 0) ++right;
    }
    return 200 * common / static_cast<std::int64_t>(a.size() + b.size());
}

std::int64_t likeness(std::string_view a, std::string_view b) {
    return likeness(words_of(a), words_of(b));
}

std::vector<std::string> numbers_of(const std::vector<std::string>& words) {
    std::vector<std::string> numbers;
    for (const std::string& word : words) {
        if (std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; })) numbers.push_back(word);
    }
    return numbers;
}

}  // namespace neove::review
