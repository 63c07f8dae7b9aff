#pragma once
/// \file
/// Body of the fuzz target of working calendars; a unit test replays a small corpus through it.

#include "base/bytes.h"

namespace neove::calendar_pack {

/// Reads the bytes as a working calendar and CHECKs what must hold of any that was taken.
void fuzz_working_calendar(ByteView bytes);

}  // namespace neove::calendar_pack
