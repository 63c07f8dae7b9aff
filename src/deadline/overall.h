#pragma once
/// \file
/// How a matter stands with all its limits, in one word: what an office says of it beside its state.

#include "deadline/deadline.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace neove::deadline {

/// Of a matter that goes on: `overdue`, `due_soon` or `in_time`, the worst of what runs. Of one that ended:
/// `late` or `in_time`, the worst of what was met. Nothing where no limit says any of it.
std::optional<std::string_view> word_of_state(std::span<const Clock> clocks, bool is_final, Instant now);

/// The words that there are for such a state.
std::vector<std::string_view> words_of_state(bool is_final);

}  // namespace neove::deadline
