#pragma once
/// \file
/// Body of the fuzz target of sheets; a unit test replays a small corpus through it.

#include "base/bytes.h"

namespace neove::sheet {

/// Takes the bytes as a table (a row a line, cells between tabs) for a form with every type, and CHECKs that
/// each fault and each row lies in the table, and that a second reading is the same.
void fuzz_sheet(ByteView bytes);

}  // namespace neove::sheet
