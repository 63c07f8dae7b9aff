#pragma once
/// \file
/// What follows from a history with the event that is about to be written behind it.

#include "service/registers/stored_record.h"

namespace neove::service {

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
