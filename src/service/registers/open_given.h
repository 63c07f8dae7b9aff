#pragma once
/// \file
/// What was given out of a document and still runs: closing the document closes none of it.

#include "review/state.h"
#include "service/registers/found_record.h"

#include <string>
#include <vector>

namespace neove::service {

/// Records of any register that point at tasks of the reading, confirmed or not, that are not closed and that
/// the caller may list.
Result<std::vector<RecordRow>> open_given(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const review::State& reading
);

}  // namespace neove::service
