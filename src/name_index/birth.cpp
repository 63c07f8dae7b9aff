#include "name_index/birth.h"

#include <algorithm>

namespace neove::name_index {
namespace {

constexpr std::uint32_t kFirstYear = 1850;
constexpr std::uint32_t kLastYear = 2199;

std::uint32_t number(std::string_view digits) {
    std::uint32_t out = 0;
    for (const char c : digits) out = out * 10 + static_cast<std::uint32_t>(c - '0');
    return out;
}

bool are_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Birth birth_of(std::uint32_t year, std::uint32_t month, std::uint32_t day) {
    if (year < kFirstYear || year > kLastYear || month > 12 || day > 31 || (month == 0 && day != 0))
        return {};
    return {year << 9U | month << 5U | day};
}

Birth read_birth(std::string_view text) {
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return {};
    std::uint32_t parts[3]{};
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t begin = i == 0 ? 0 : i * 3 + 2;
        if (begin >= text.size()) break;
        const std::string_view part = text.substr(begin, i == 0 ? 4 : 2);
        if (!are_digits(part) || (i > 0 && text[begin - 1] != '-')) return {};
        parts[i] = number(part);
        if (parts[i] == 0) return {};
    }
    return birth_of(parts[0], parts[1], parts[2]);
}

bool agree(Birth a, Birth b) {
    if (!a.is_known() || !b.is_known() || a.year() != b.year()) return false;
    const auto fits = [](std::uint32_t x, std::uint32_t y) { return x == 0 || y == 0 || x == y; };
    return fits(a.month(), b.month()) && fits(a.day(), b.day());
}

}  // namespace neove::name_index
