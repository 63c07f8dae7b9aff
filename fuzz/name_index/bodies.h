#pragma once
/// \file
/// Bodies of the name index's fuzz targets; a unit test replays a small corpus through them.

#include "base/bytes.h"

namespace neove::name_index {

/// Takes the bytes as a name and CHECKs what holds of the keys of any text.
void fuzz_fold(ByteView bytes);

/// Takes the first line as a query and the rest as cards, a name a line: all records and the list of all
/// records give the same answer, and what is removed is not found.
void fuzz_query(ByteView bytes);

}  // namespace neove::name_index
