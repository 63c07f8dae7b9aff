#include "name_index/number.h"

#include "base/check.h"

#include <algorithm>

namespace neove::name_index {
namespace {

constexpr std::uint64_t kBase = 37;  // ten digits, 26 letters, and 0 for "nothing there"
constexpr std::uint64_t kSixth = kBase * kBase * kBase * kBase * kBase * kBase;
constexpr std::size_t kInLast = 12;
constexpr std::size_t kInAll = 18;

std::uint64_t value_of(std::string_view bare) {
    std::uint64_t out = 0;
    for (const char c : bare) {
        out = out * kBase + static_cast<std::uint64_t>(c <= '9' ? c - '0' + 1 : c - 'A' + 11);
    }
    return out;
}

std::uint64_t power(std::size_t exponent) {
    std::uint64_t out = 1;
    while (exponent-- > 0) out *= kBase;
    return out;
}

}  // namespace

std::string bare_number(std::string_view written) {
    std::string out;
    for (const char c : written) {
        if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 32);
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) out += c;
    }
    return out;
}

std::string bare_phone(std::string_view written) {
    std::string digits;
    std::ranges::copy_if(written, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    if (digits.starts_with("00")) digits.erase(0, 2);
    // 84 may begin a number at home too: only with the country in front are there eleven digits and more.
    if (digits.starts_with("84") && digits.size() >= 11) digits.erase(0, 2);
    if (digits.starts_with("0")) digits.erase(0, 1);
    return digits;
}

Number pack(std::string_view bare) {
    CHECK(bare.size() >= kShortestNumber);
    if (bare.size() > kInAll) bare.remove_prefix(bare.size() - kInAll);
    const std::size_t cut = bare.size() - std::min(bare.size(), kInLast);
    return {value_of(bare.substr(cut)), static_cast<std::uint32_t>(value_of(bare.substr(0, cut)))};
}

bool ends_with(Number number, std::string_view bare) {
    const Number end = pack(bare);
    if (bare.size() < kInLast) return number.last % power(bare.size()) == end.last;
    if (number.last != end.last) return false;
    return bare.size() >= kInAll ? number.first == end.first
                                 : number.first % power(bare.size() - kInLast) == end.first;
}

std::uint32_t hash_of_end(Number number) {
    const std::uint64_t mixed = (number.last % kSixth) * 0x9E3779B97F4A7C15U;
    return static_cast<std::uint32_t>(mixed >> 32U);
}

}  // namespace neove::name_index
