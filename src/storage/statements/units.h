#pragma once
/// \file
/// Statements over administrative units, where they came from, and which organisation stands for which.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kAllUnits{
    "all_units",
    "SELECT list_version, code, valid_from, valid_until, name, kind, parent_code, basis, confidence "
    "FROM administrative_unit ORDER BY list_version, code, valid_from"};
inline constexpr Statement kInsertUnit{
    "insert_unit",
    "INSERT INTO administrative_unit (list_version, code, valid_from, valid_until, name, kind, parent_code, "
    "basis, confidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
inline constexpr Statement kDeleteUnit{
    "delete_unit", "DELETE FROM administrative_unit WHERE list_version = $1 AND code = $2"};

inline constexpr Statement kAllUnitPredecessors{
    "all_unit_predecessors",
    "SELECT list_version, code, valid_from, ordinal, from_list, from_code, extent "
    "FROM administrative_unit_predecessor ORDER BY list_version, code, valid_from, ordinal"};
inline constexpr Statement kInsertUnitPredecessor{
    "insert_unit_predecessor",
    "INSERT INTO administrative_unit_predecessor (list_version, code, valid_from, ordinal, from_list, "
    "from_code, extent) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
inline constexpr Statement kDeleteUnitPredecessors{
    "delete_unit_predecessors",
    "DELETE FROM administrative_unit_predecessor WHERE list_version = $1 AND code = $2"};

inline constexpr Statement kAllOrganisationUnits{
    "all_organisation_units",
    "SELECT organisation_id, list_version, code FROM organisation_unit ORDER BY organisation_id"};
inline constexpr Statement kInsertOrganisationUnit{
    "insert_organisation_unit",
    "INSERT INTO organisation_unit (organisation_id, list_version, code) VALUES ($1, $2, $3)"};
inline constexpr Statement kDeleteOrganisationUnit{
    "delete_organisation_unit", "DELETE FROM organisation_unit WHERE organisation_id = $1"};

}  // namespace neove::storage::statements
