#pragma once
/// \file
/// Which item of an old reading is which item of a new one.

#include "review/state.h"

namespace neove::review {

struct Pair {
    std::size_t next{0};
    std::int64_t likeness{0};
};

/// For every old source its new one, each new one at most once.
std::vector<std::optional<Pair>> pair_sources(const std::vector<Item>& old, const std::vector<Item>& next);

}  // namespace neove::review
