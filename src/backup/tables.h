#pragma once
/// \file
/// Which tables a backup holds, in the order in which they are written and put back. Sessions and idempotency
/// keys are left out on purpose: a restore must not sign anybody in again.

#include "storage/statement.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace neove::backup {

struct SavedTable {
    std::string_view name;
    std::string_view types;        ///< see `TableHead`
    std::vector<std::size_t> key;  ///< columns of the primary key
    std::int64_t page;             ///< rows read at a time: few where rows are large
    const storage::Statement* save;
    const storage::Statement* count;
    const storage::Statement* put;  ///< null for the queue of unchained entries: they are chained at restore
};

std::span<const SavedTable> data_tables();
/// Keys that stand in rows: the wrapped key of each blob and of each record. They go into the keys file.
std::span<const SavedTable> key_tables();
/// Tables of the schema that are in no backup.
std::span<const std::string_view> left_out();

}  // namespace neove::backup
