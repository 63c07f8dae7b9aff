#pragma once
/// \file
/// Rows of a page that somebody may list, opened without reading and proving them a second time.

#include "service/registers/found_record.h"

#include <map>
#include <string>
#include <vector>

namespace neove::service {

/// A row of this snapshot that was believed, found newest and allowed to her, and its relations.
struct AllowedRow {
    const RecordRow& row;
    std::vector<RecordRelation> relations;
};

/// Their seals, at most `kAtOnce`, by id; left out is what nothing opens. Refuses `keyring.behind`.
Result<std::map<std::string, FoundRecord>> open_listed(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    std::vector<AllowedRow> rows
);

}  // namespace neove::service
