#pragma once
/// \file
/// The row of a record written anew with no more indexes than its change touches: one that an update names is
/// written whether its value changed or not. Parameters as of `update_record`, without those that stay.

#include "storage/statement.h"

namespace neove::storage::statements {

/// Of a record that stays with its body.
inline constexpr Statement kUpdateRecordThere{
    "update_record_there",
    "UPDATE record SET state = $2, changed_at = $3, version = $4, bundle = $5, due_at = $6, entered = $7, "
    "last_event = $8, tag = $9, sealed = $10 WHERE id = $1 AND version = $4 - 1"};

/// Of one whose state and due date stay too.
inline constexpr Statement kUpdateRecordAsItStands{
    "update_record_as_it_stands",
    "UPDATE record SET changed_at = $2, version = $3, bundle = $4, entered = $5, last_event = $6, tag = $7, "
    "sealed = $8 WHERE id = $1 AND version = $3 - 1"};

}  // namespace neove::storage::statements
