#pragma once
/// \file
/// Digests of whole stored rows, as the journal holds them: of every event, and of the rows that confer
/// power. They need no key, so a verifier can compare a store with its journal.

#include "storage/store.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace neove::storage {

/// Over the columns in the order of the table, length-prefixed, domain `neove.row`. NULL counts as nothing.
Digest row_digest(std::span<const Value> columns);

/// Over the columns of a row of `event`, but for `body_digest` itself; domain `neove.event`.
Digest event_digest(std::span<const Value> columns);
/// What the journal says of events of before migration 4: clear and sealed content alone.
Digest old_event_digest(std::span<const Value> columns);

/// The journal's register and record for the state of a row: `row.account`, `id.version` (twelve digits, so
/// that text sorts like numbers).
std::string row_register(std::string_view table);
std::string row_record(const RowState& state);

struct RowName {
    std::string_view id;
    std::int64_t version{0};
};
/// Nothing where `record` is not what `row_record` writes.
std::optional<RowName> parse_row_record(std::string_view record);

}  // namespace neove::storage
