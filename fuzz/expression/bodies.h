#pragma once
/// \file
/// Body of the fuzz target of expressions; a unit test replays the shared vectors through it.

#include "base/bytes.h"

namespace neove::expression {

/// Takes the bytes as an expression, reads it in an environment made up from the names it asks for, and
/// CHECKs what the language promises: it ends, the same text means the same, and what passes check() keeps
/// its type. Whether it parses and passes check().
bool fuzz_evaluate(ByteView bytes);

}  // namespace neove::expression
