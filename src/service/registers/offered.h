#pragma once
/// \file
/// What a page may offer on a record: of the actions that access and state allow, those that would be taken
/// from this person now; and how often what conditions count has happened.

#include "service/registers/derive_next.h"
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

/// `allowed`: what access and state allow her. What is left of it needs no consent that is missing, keeps
/// four eyes and its condition; one that acts on a second record too would be taken there as well. What an
/// answer decides (`once_per`, `only_later`) is asked when it is given. Reads the history only where one of
/// them asks for it and nobody brings it (`known`: that of the row as it is shown), a second record only
/// where an action has one.
Result<Offered> offered_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const std::vector<record::Link>& links,
    std::vector<std::string> allowed,
    const StoredHistory* known = nullptr
);

}  // namespace neove::service
