#pragma once
/// \file
/// Bodies of the fuzz targets of time limits; a unit test replays a small corpus through them.

#include "base/bytes.h"

namespace neove::deadline {

/// Reads the bytes as a file of phrases and CHECKs what must hold of any that was taken.
void fuzz_phrases(ByteView bytes);

/// Makes a limit and a history of the bytes and CHECKs what must hold of the clocks of any that `check_limit`
/// takes.
void fuzz_clocks(ByteView bytes);

}  // namespace neove::deadline
