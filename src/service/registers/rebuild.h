#pragma once
/// \file
/// Derives records again from the clear parts of their events, and compares: columns, clocks, facts, links.
/// Needs no record's key, so what was erased is compared too. A test, and a tool for a damaged store.

#include "service/house.h"

#include <cstdint>
#include <string>
#include <vector>

namespace neove::service {

struct RebuildDifference {
    std::string register_name;
    std::string record;  ///< id, or the subject of a fact that belongs to none
    std::string what;    ///< `state`, `column 3`, `clocks`, `facts`, `links`, `tag`, `no row`, `no events`…
};

struct RebuildReport {
    std::int64_t records{0};
    std::int64_t events{0};
    std::int64_t mended{0};
    std::vector<RebuildDifference> differences;  ///< the first thousand
    std::int64_t more{0};
};

/// With `apply` what can be derived is written back, each record with an entry in the journal; a record whose
/// row is gone cannot be: its seal went with it. Nobody else may write meanwhile.
Result<RebuildReport> rebuild(House& house, bool apply);

}  // namespace neove::service
