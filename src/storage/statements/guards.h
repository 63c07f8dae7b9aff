#pragma once
/// \file
/// What was asked and done about rows that keep somebody away from a record.

#include "storage/statement.h"

namespace neove::storage::statements {

/// Columns as `events_of_record`.
inline constexpr Statement kGuardEventsOfRecord{
    "guard_events_of_record",
    "SELECT id, register_name, record_id, version, position, kind, occurred_at, occurred_precision, actor, "
    "acting_org, clear, sealed, body_digest, recorded_at FROM event WHERE register_name = $1 AND record_id = "
    "$2 AND kind IN ('assigned', 'unassigned', 'guard_asked', 'guard_dropped', 'lift_asked') ORDER BY "
    "version, position"};

}  // namespace neove::storage::statements
