#pragma once
/// \file
/// How one task of the old state stands in a new reading: shared by showing the difference and taking it
/// over.

#include "review/compare.h"
#include "review/pairing.h"

namespace neove::review {

using Pairs = std::vector<std::optional<Pair>>;

struct Standing {
    bool missing{false};               ///< none of its sources is there any more
    std::int64_t likeness{0};          ///< of the least alike of its sources
    std::vector<std::size_t> sources;  ///< in the new reading, in its order
    std::vector<std::string> differs;  ///< empty: it holds
};

Standing standing_of(const State& old, const State& next, const Pairs& pairs, const Task& task);

/// As `compare`, on pairs already found.
Difference compare(const State& old, const State& next, const Pairs& pairs);

/// The texts of sources of the new reading as one.
std::string text_of(const State& next, const std::vector<std::size_t>& sources);

}  // namespace neove::review
