#pragma once
/// \file
/// Bodies of the organisation fuzz targets; a unit test replays a small corpus through them.

#include "base/bytes.h"

namespace neove::organisation {

/// Reads the bytes as lines of tab-separated cells, plans the import, and CHECKs what must hold of any plan.
void fuzz_import(ByteView bytes);

/// Takes the bytes as a body's name: resolving ends, and what it answers exists.
void fuzz_resolve(ByteView bytes);

}  // namespace neove::organisation
