/// \file
/// libFuzzer entry; the body is in bodies.h.

#include "bodies.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::fuzz::try_yaml({reinterpret_cast<const char*>(data), size});
    return 0;
}
