#pragma once
/// \file
/// Statements that follow links between records backwards: from what is pointed at.

#include "storage/statement.h"

namespace neove::storage::statements {

/// Records of one register that point at a record, along their ids. Two links of one record count once.
inline constexpr Statement kRecordsThatLinkTo{
    "records_that_link_to",
    "SELECT DISTINCT record_id FROM record_link WHERE to_id = $1 AND register_name = $2 AND record_id > $3 "
    "ORDER BY record_id LIMIT $4"};

/// The same of every register.
inline constexpr Statement kLinkersOf{
    "linkers_of",
    "SELECT DISTINCT register_name, record_id FROM record_link WHERE to_id = $1 AND (register_name, "
    "record_id) "
    "> ($2, $3) ORDER BY register_name, record_id LIMIT $4"};

}  // namespace neove::storage::statements
