#pragma once
/// \file
/// Statements about exports that wait for others to agree (migrations/0014_exports.sql). Columns: id,
/// register_name, asked_by, role, organisation_id, asked_at, stage, until_at, sealed, version, tag.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kInsertExport{
    "insert_export",
    "INSERT INTO export_request (id, register_name, asked_by, role, organisation_id, asked_at, stage, "
    "until_at, sealed, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

inline constexpr Statement kChangeExport{
    "change_export",
    "UPDATE export_request SET stage = $2, until_at = $3, sealed = $4, version = $5, tag = $6 WHERE id = $1 "
    "AND version = $5 - 1"};

inline constexpr Statement kExportById{
    "export_by_id",
    "SELECT id, register_name, asked_by, role, organisation_id, asked_at, stage, until_at, sealed, version, "
    "tag FROM export_request WHERE id = $1"};

inline constexpr Statement kNewestExports{
    "newest_exports",
    "SELECT id, register_name, asked_by, role, organisation_id, asked_at, stage, until_at, sealed, version, "
    "tag FROM export_request ORDER BY asked_at DESC, id LIMIT $1"};

/// Whose end has come.
inline constexpr Statement kExportsUntil{
    "exports_until",
    "SELECT id, register_name, asked_by, role, organisation_id, asked_at, stage, until_at, sealed, version, "
    "tag FROM export_request WHERE until_at <= $1 ORDER BY until_at, id LIMIT $2"};

inline constexpr Statement kDeleteExport{
    "delete_export", "DELETE FROM export_request WHERE id = $1 AND version = $2"};

}  // namespace neove::storage::statements
