#pragma once
/// \file
/// When a limit began to run on a record and what stopped it: each time it did.

#include "deadline/history.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace neove::deadline {

/// From a start to what stopped it.
struct Life {
    Moment start;
    Moment first_start{};  ///< before it was corrected
    std::optional<Moment> stop{};
    std::optional<Moment> day{};  ///< of the stop, as the record names it
    Moment first_told{};          ///< of the stop
    std::vector<Word> moved{};    ///< of a start that the record names: every word of it, the last one counts
    bool is_over_by(Instant at) const { return stop && std::max(stop->earliest, start.earliest) <= at; }
    /// It was over before the day it was to start with, which the record had named already.
    bool is_met_before() const { return stop && stop->latest < start.earliest; }
    Instant end() const { return std::max(stop->earliest, start.earliest); }
};

/// In the order of their starts.
std::vector<Life> lives_of(const Limit& limit, const History& history);

}  // namespace neove::deadline
