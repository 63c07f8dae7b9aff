#pragma once
/// \file
/// What a paper says may be written at all; and headings as they are counted.

#include "paper/paper.h"

#include <array>
#include <string>
#include <string_view>

namespace neove::paper {

constexpr int kLevels = 3;

/// Refuses `paper.unwritable`.
Result<> check_texts(const Paper& paper);

/// Counts headings from above: each level begins anew under the next higher one, all of them in an annex.
class Counter {
public:
    std::string mark(int level);
    void restart() { numbers_ = {}; }

private:
    std::array<int, kLevels> numbers_{};
};

}  // namespace neove::paper
