#pragma once
/// \file
/// The body of the import's fuzz target; a unit test replays a small corpus through it.

#include "base/bytes.h"

namespace neove::organisation {

/// Reads the bytes as lines of tab-separated cells, plans the import, and CHECKs what must hold of any plan.
void fuzz_import(ByteView bytes);

}  // namespace neove::organisation
