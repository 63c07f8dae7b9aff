#pragma once
/// \file
/// A record as its actor sees it right behind her act.

#include "service/registers/derive_next.h"
#include "service/registers/opened_record.h"

namespace neove::service {

/// As `show_record`, of a record whose history the act read already and added to: it is not read again.
Result<OpenedRecord> show_after(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const OpenedAnswers& opened,
    std::vector<deadline::Clock> clocks,
    const std::vector<record::Link>& links,
    const StoredHistory& history
);

}  // namespace neove::service
