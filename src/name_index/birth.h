#pragma once
/// \file
/// A day of birth of which perhaps only the year is known, in four bytes.

#include <cstdint>
#include <string_view>

namespace neove::name_index {

struct Birth {
    std::uint32_t bits{0};  ///< year, month, day; zero for what is unknown

    bool is_known() const { return bits != 0; }
    std::uint32_t year() const { return bits >> 9U; }
    std::uint32_t month() const { return bits >> 5U & 15U; }
    std::uint32_t day() const { return bits & 31U; }
};

/// A day that can be one: year 1850 to 2199, month and day 0 or in range; else unknown.
Birth birth_of(std::uint32_t year, std::uint32_t month, std::uint32_t day);
/// `1987`, `1987-03` or `1987-03-15`; anything else is unknown.
Birth read_birth(std::string_view text);
/// Both are known and agree in every part that both have.
bool agree(Birth a, Birth b);

}  // namespace neove::name_index
