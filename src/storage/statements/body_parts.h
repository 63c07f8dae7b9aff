#pragma once
/// \file
/// Which records a body stands to otherwise than by being named in a column.

#include "storage/statement.h"

namespace neove::storage::statements {

/// Records of a register that belong to a body, or to which a row of it leads, along their ids.
inline constexpr Statement kRecordsOfBody{
    "records_of_body",
    "SELECT id, state FROM record WHERE register_name = $1 AND owner_org = $2 AND id > $3 UNION SELECT r.id, "
    "r.state FROM relation l JOIN record r ON r.id = l.record_id WHERE l.organisation_id = $2 AND "
    "l.organisation_id <> '' AND l.register_name = $1 AND (l.until_at IS NULL OR l.until_at > $4) AND r.id > "
    "$3 ORDER BY id LIMIT $5"};

}  // namespace neove::storage::statements
