#pragma once
/// \file
/// The word that an office has for a state and its clocks together, where a register's labels say one:
/// `states.under_way.overdue`. Asked for in lists, on the agenda, on the record and in what leaves.

#include "service/registers/found_record.h"

#include <string>
#include <vector>

namespace neove::service {

/// `overdue`, `due_soon`, `in_time` or `late`; empty where the register has no label for it in this state.
std::string word_of_state(
    const Desk& desk, const std::string& state, const std::vector<deadline::Clock>& clocks, Instant now
);

/// The same for many; clocks are read only where the register has such labels at all.
Result<std::vector<std::string>> words_of_states(
    House& house,
    storage::Snapshot& snapshot,
    const Desk& desk,
    const std::vector<const RecordRow*>& rows,
    Instant now
);

}  // namespace neove::service
