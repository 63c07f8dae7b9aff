#include "definition/nearest.h"

#include <algorithm>
#include <numeric>

namespace neove::definition {

namespace {

/// How many letters have to be put in, left out or changed.
std::size_t changes(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < one.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const std::size_t replaced = diagonal + (one[i] == other[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

std::vector<std::string> nearest_first(std::string_view written, std::vector<std::string> known) {
    std::ranges::stable_sort(known, {}, [&](const std::string& one) { return changes(written, one); });
    return known;
}

std::string beside_what_there_is(std::string_view written, std::vector<std::string> known, std::size_t most) {
    std::string out(written);
    std::size_t told = 0;
    for (const std::string& one : nearest_first(written, std::move(known))) {
        if (told == most) return out + " | …";
        out += (told == 0 ? " → " : " | ") + one;
        ++told;
    }
    return out;
}

}  // namespace neove::definition
