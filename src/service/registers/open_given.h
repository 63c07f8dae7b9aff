#pragma once
/// \file
/// What was given out of a document and still runs: closing the document closes none of it.

#include "service/document_record.h"
#include "service/registers/found_record.h"
#include "service/registers/given_ids.h"

#include <string>
#include <vector>

namespace neove::service {

/// Records of any register that point at tasks of the document, confirmed or not, or are known by such a task
/// or by a day of an order to report, that are not closed and that the caller may list.
Result<std::vector<RecordRow>> open_given(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const DocumentRecord& document,
    ThereBy by
);

/// How many of them are of one register; out of the board's memory where it has one.
Result<std::int64_t> count_open_given(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const DocumentRecord& document
);

}  // namespace neove::service
