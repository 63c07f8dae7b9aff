#pragma once
/// \file
/// What the fuzz targets of the service do with their input; a unit test replays a small corpus over them.

#include "base/bytes.h"

namespace neove::service {

/// Whatever is read comes back from what is packed of it.
void fuzz_resealed(ByteView input);

}  // namespace neove::service
