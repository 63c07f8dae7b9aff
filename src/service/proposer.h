#pragma once
/// \file
/// Whoever asked for power must still be somebody who may ask when a second person confirms: the power of a
/// proposal is not kept in a drawer.

#include "service/house.h"

#include <string_view>

namespace neove::service {

/// Whether an active account still holds a grant that may do this to that object of the house.
Result<bool> proposer_stands(
    const House& house,
    storage::Snapshot& snapshot,
    const AccountId& proposer,
    std::string_view action,
    const access::Object& object,
    Instant now
);

}  // namespace neove::service
