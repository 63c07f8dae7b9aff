#pragma once
/// \file
/// Pairs that wait for nothing any more: one of the two is gone, or their cards no longer say that they may
/// be one person. They would lie before all that wait behind them, for ever.

#include "service/house.h"

#include <cstdint>
#include <string>

namespace neove::service {

/// How far a process has come.
struct PairSweep {
    std::string after;    ///< id of the pair that was looked at last
    Instant rests_until;  ///< after the last pair it begins anew an hour later
};

/// Looks at the next page of pairs that wait and takes back those of no reason: one that nobody answered is
/// deleted, one that was asked again goes back to its answer; each with an entry of the journal that names
/// both records. Says how many. A pair whose cards do not open here, or that changes meanwhile, stays. Does
/// nothing until all names are in memory. On two nodes is once.
Result<std::int64_t> retire_pairs(House& house, PairSweep& sweep);

}  // namespace neove::service
