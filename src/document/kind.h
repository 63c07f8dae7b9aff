#pragma once
/// \file
/// What kind of document some bytes are. Decided by content, never by a name or a claimed media type.

#include "base/bytes.h"
#include "document/protocol/protocol.h"

namespace neove::document {

/// Pure and total: any bytes give an answer, in time linear in their number.
Kind detect_kind(ByteView bytes);

}  // namespace neove::document
