#pragma once
/// \file
/// Statements that find records by what one of their columns says, each along the index of that column.

#include "storage/statement.h"

namespace neove::storage::statements {

// Parameters: register, what the column says, the last id, how many.

inline constexpr Statement kRecordsNamingInColumn1{
    "records_naming_c1",
    "SELECT id, state FROM record WHERE register_name = $1 AND c1 = $2 AND id > $3 ORDER BY id LIMIT $4"};
inline constexpr Statement kRecordsNamingInColumn2{
    "records_naming_c2",
    "SELECT id, state FROM record WHERE register_name = $1 AND c2 = $2 AND id > $3 ORDER BY id LIMIT $4"};
inline constexpr Statement kRecordsNamingInColumn3{
    "records_naming_c3",
    "SELECT id, state FROM record WHERE register_name = $1 AND c3 = $2 AND id > $3 ORDER BY id LIMIT $4"};
inline constexpr Statement kRecordsNamingInColumn4{
    "records_naming_c4",
    "SELECT id, state FROM record WHERE register_name = $1 AND c4 = $2 AND id > $3 ORDER BY id LIMIT $4"};
inline constexpr Statement kRecordsNamingInColumn5{
    "records_naming_c5",
    "SELECT id, state FROM record WHERE register_name = $1 AND c5 = $2 AND id > $3 ORDER BY id LIMIT $4"};
inline constexpr Statement kRecordsNamingInColumn6{
    "records_naming_c6",
    "SELECT id, state FROM record WHERE register_name = $1 AND c6 = $2 AND id > $3 ORDER BY id LIMIT $4"};
inline constexpr Statement kRecordsNamingInColumn7{
    "records_naming_c7",
    "SELECT id, state FROM record WHERE register_name = $1 AND c7 = $2 AND id > $3 ORDER BY id LIMIT $4"};
inline constexpr Statement kRecordsNamingInColumn8{
    "records_naming_c8",
    "SELECT id, state FROM record WHERE register_name = $1 AND c8 = $2 AND id > $3 ORDER BY id LIMIT $4"};

// The list of one body by the first column, along an index of its own: by another, all its rows are sorted.

inline constexpr Statement kRecordsByColumn1OfOwner{
    "records_c1_owner",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag FROM record WHERE "
    "register_name = $1 AND owner_org = $2 AND due_at < $3 AND (CAST($4 AS TEXT) = '' OR CAST($4 AS "
    "TEXT) LIKE '%,' || state || ',%') AND (c1, id) > ($5, $6) ORDER BY c1, id LIMIT $7"};

}  // namespace neove::storage::statements
