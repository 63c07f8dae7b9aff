#pragma once
/// \file
/// How a camera was held, as a jpeg says it: without this a telephone's pictures lie on their side.

#include "base/bytes.h"

namespace neove::worker {

/// 1 to 8 as EXIF numbers them; 1, upright, for anything else. Pure and total.
int orientation_of(ByteView file);

}  // namespace neove::worker
