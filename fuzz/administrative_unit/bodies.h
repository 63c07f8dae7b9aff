#pragma once
/// \file
/// Body of the fuzz target of administrative units; a unit test replays a small corpus through it.

#include "base/bytes.h"

namespace neove::administrative_unit {

/// Reads the bytes as a list in CSV, plans its import, and CHECKs what must hold of any plan and of every
/// question asked of the units it would add.
void fuzz_list(ByteView bytes);

}  // namespace neove::administrative_unit
