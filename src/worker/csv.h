#pragma once
/// \file
/// Comma-, semicolon- or tab-separated values, already in UTF-8, into cells.

#include "base/result.h"
#include "document/protocol/protocol.h"

#include <string_view>

namespace neove::worker {

/// Quoted fields may hold separators, line ends and doubled quotes. The separator is the one that parts the
/// first line most. Empty cells are left out; more than kMaxCells refuse. A quote that is never closed gives
/// the notice `document.quote_open`, and what it swallowed stands as the last cell, its row the line it
/// opened in.
Result<document::Answer> read_csv(std::string_view text);

}  // namespace neove::worker
