#pragma once
/// \file
/// What the fuzz targets of the service do with their input; a unit test replays a small corpus over them.

#include "base/bytes.h"

namespace neove::service {

/// A code of a fill-in sheet that is read is written as it was read, and is nobody's who has not the key.
void fuzz_fill_in_code(ByteView input);

/// Whatever is read comes back from what is packed of it.
void fuzz_resealed(ByteView input);

}  // namespace neove::service
