#pragma once
/// \file
/// What a page may offer on a record: of the actions that access and state allow, those whose condition
/// holds; and how often what conditions count has happened.

#include "service/registers/found_record.h"

#include <map>
#include <string>
#include <vector>

namespace neove::service {

struct Offered {
    std::vector<std::string> actions;
    /// By action: those that a condition of the register counts, as far as she hears of them.
    std::map<std::string, std::int64_t> times;
};

/// `allowed`: what access and state allow her. Reads the history only where a condition of the register asks
/// for it and nobody brings it: `known` is that of the row as it is shown.
Result<Offered> offered_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    std::vector<std::string> allowed,
    const std::vector<StoredEvent>* known = nullptr
);

}  // namespace neove::service
