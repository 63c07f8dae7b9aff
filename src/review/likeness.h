#pragma once
/// \file
/// How alike two texts are, by their words without accents and case, whatever their order. Integers only.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace neove::review {

/// The words of a text, folded and sorted.
std::vector<std::string> words_of(std::string_view text);

/// Twice the words in common, of all words of both, in whole percent rounded down; 100 for two empty texts.
std::int64_t likeness(const std::vector<std::string>& a, const std::vector<std::string>& b);
std::int64_t likeness(std::string_view a, std::string_view b);

/// The words that hold a digit: one changed day or number is a changed task, however alike the rest is.
std::vector<std::string> numbers_of(const std::vector<std::string>& words);

}  // namespace neove::review
