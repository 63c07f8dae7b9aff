#pragma once
/// \file
/// For the abuse tests only, and only in neove-worker-probe: requests that do what a child under attack would
/// do.

#include "document/protocol/protocol.h"

namespace neove::worker {

/// Numbers of the requests, from Job::FirstProbe on.
enum class Probe : std::uint8_t {
    Socket = 100,
    Execute = 101,
    CreateFile = 102,
    Trace = 103,
    MapCode = 104,
    Fork = 105,
    Crash = 106,
    Spin = 107,
    Sleep = 108,
    EndlessOutput = 109,
    WrongAnswer = 110,
    ReadSecret = 111,  ///< answers with the text of /etc/passwd if it could be read
    EatMemory = 112,
    OpenDescriptors = 113,  ///< answers with the numbers of all open descriptors
    Environment = 114,      ///< answers with the environment
};

document::Answer handle_probe(const document::Request& request);

}  // namespace neove::worker
