#pragma once
/// \file
/// The process that the server starts: warms libraries up once, then forks one locked child per document. It
/// never sees a byte of a document: the pipes pass through it as descriptors only.

#include "document/protocol/protocol.h"

namespace neove::worker {

using Handler = document::Answer (*)(const document::Request& request);

/// Serves until the server closes its end; returns the exit status. `warm` runs once, before the locks, and
/// tells in one word or two what it found (for the report).
int run_zygote(std::string (*warm)(), Handler handler);

}  // namespace neove::worker
