#pragma once
/// \file
/// What opens records of a page whose rows were read already.

#include "storage/statement.h"

namespace neove::storage::statements {

/// Sixty ids, empty where there are fewer. Not there where the key was erased.
inline constexpr Statement kSealsOfRecords{
    "seals_of_records",
    "SELECT r.id, r.version, r.sealed, k.epoch, k.wrapped FROM record r JOIN record_key k ON k.record_id = "
    "r.id WHERE r.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
    "$19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, "
    "$39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, "
    "$59, $60)"};

}  // namespace neove::storage::statements
