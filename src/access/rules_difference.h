#pragma once
/// \file
/// What changes when one access table follows another, line by line, and whether anybody gains by it: what
/// two persons are shown before they sign.

#include "access/rules.h"

namespace neove::access {

struct Change {
    enum class Kind : std::uint8_t { Added, Removed, Changed } kind{Kind::Added};
    std::string before;  ///< the line as in `to_tsv`, without its end; empty where added
    std::string after;   ///< empty where removed
    bool wider{false};   ///< somebody may do or see more by it
    bool operator==(const Change&) const = default;
};

/// Every line that differs, in the order of the table. Empty exactly where both tables are the same.
std::vector<Change> difference(const Rules& before, const Rules& after);

/// Whether the second allows anybody anything that the first does not: an action, a class, a longer time, a
/// column or name in a list, a larger export or one on fewer approvals, break-glass that gives more or that
/// fewer hear of, a deny that is gone or lifted by more. Where false, no actor in no standing gets more.
bool is_wider(const Rules& before, const Rules& after);

}  // namespace neove::access
