#pragma once
/// \file
/// Identity numbers and phones as they are compared: letters and digits alone, eighteen at most, packed.

#include <cstdint>
#include <string>
#include <string_view>

namespace neove::name_index {

/// A shorter number, or a shorter end of one, names too many people to be searched by.
constexpr std::size_t kShortestNumber = 6;

/// The last eighteen characters of a number, twelve and six to a word; order means nothing.
struct Number {
    std::uint64_t last{0};
    std::uint32_t first{0};
    bool operator==(const Number&) const = default;
};

/// Letters (capital) and digits of what is written; the rest goes.
std::string bare_number(std::string_view written);
/// The digits of a phone without +84, 84 or the zero in front.
std::string bare_phone(std::string_view written);

/// Of a bare number that is long enough.
Number pack(std::string_view bare);
/// Whether `number` is `bare` or ends so. Both long enough.
bool ends_with(Number number, std::string_view bare);
/// The same for all numbers with the same last six characters.
std::uint32_t hash_of_end(Number number);

}  // namespace neove::name_index
