#pragma once
/// \file
/// What happened to a record since somebody read its history.

#include "storage/statement.h"

namespace neove::storage::statements {

/// As `events_of_record`, behind a version.
inline constexpr Statement kEventsOfRecordAfter{
    "events_of_record_after",
    "SELECT id, register_name, record_id, version, position, kind, occurred_at, occurred_precision, actor, "
    "acting_org, clear, sealed, body_digest, recorded_at FROM event WHERE register_name = $1 AND record_id = "
    "$2 AND version > $3 ORDER BY version, position"};

}  // namespace neove::storage::statements
