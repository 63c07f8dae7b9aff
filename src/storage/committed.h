#pragma once
/// \file
/// What the store says of a commit that is durable.

#include "base/clock.h"

#include <cstdint>

namespace neove::storage {

struct Committed {
    Instant recorded_at;  ///< server time of the events and entries, never back in time
    std::int64_t journal_seq{
        0};  ///< last journal entry of this commit; 0 when none or (PostgreSQL) not yet chained
};

}  // namespace neove::storage
