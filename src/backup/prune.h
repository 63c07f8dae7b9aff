#pragma once
/// \file
/// Old backup files of this store, removed when enough newer ones stand. Only what its own journal says it
/// made: another store's files in the same folder are left alone.

#include "base/result.h"

#include <cstddef>
#include <string>
#include <vector>

namespace neove::backup {

/// Removes from `folder` the files `neove-…` with this ending (`data` or `keys`) whose id is among `made`,
/// but for the newest `keep`. Returns the paths removed, oldest first. Refusal: `file.unwritable`.
Result<std::vector<std::string>> prune(
    const std::string& folder,
    std::string_view ending,
    const std::vector<std::string>& made,
    std::size_t keep,
    std::string_view newest = {}  ///< id of the one just made: of several within a second it goes last
);

}  // namespace neove::backup
