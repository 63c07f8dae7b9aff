#pragma once
/// \file
/// Every statement the platform may run. A statement that is not listed here is not checked against the
/// engines.

#include "storage/statement.h"

#include <span>

namespace neove::storage {

/// All statements of statements/*.h; each prepares on both engines (contract suite).
std::span<const Statement* const> all_statements();

}  // namespace neove::storage
