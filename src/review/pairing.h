#pragma once
/// \file
/// Which item of an old reading is which item of a new one.

#include "review/state.h"

namespace neove::review {

struct Pair {
    std::size_t next{0};
    std::int64_t likeness{0};
};

/// For every old source its new one, each new one at most once. The best pair of all is taken first: alike
/// texts, then related ones, then what merely has the same path; inside a class the closer text, the same
/// path, the earlier item.
///
/// What did not change is found by its path and words in one pass. The rest is compared through an index of
/// words: at worst (every task changed, all alike) time and memory grow with the square of the number of
/// tasks, one byte a pair, which `kTasksMax` bounds at 25 MB.
std::vector<std::optional<Pair>> pair_sources(const std::vector<Item>& old, const std::vector<Item>& next);

}  // namespace neove::review
