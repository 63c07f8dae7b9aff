#pragma once
/// \file
/// From a request to an answer: which parser reads what. Runs only in a locked child.

#include "document/protocol/protocol.h"

#include <string>

namespace neove::worker {

document::Answer handle(const document::Request& request);

/// Loads what the parsers need while files may still be read and code mapped; tells what it found, e.g.
/// `ocr=vie`.
std::string warm();

}  // namespace neove::worker
