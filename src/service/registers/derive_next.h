#pragma once
/// \file
/// What follows from a history with the event that is about to be written behind it.

#include "record/history.h"
#include "service/registers/stored_record.h"

#include <vector>

namespace neove::service {

/// Oldest first; whoever hands it on keeps the events.
using StoredHistory = std::vector<const StoredEvent*>;
StoredHistory stored_history(const std::vector<StoredEvent>& history);
record::History told_history(const StoredHistory& history);

/// As `derive_stored` of the history with `next`, which is not copied for it.
Derived derive_next(
    const definition::Register& definition,
    const RecordId& id,
    const std::vector<StoredEvent>& history,
    const StoredEvent& next,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
);

}  // namespace neove::service
