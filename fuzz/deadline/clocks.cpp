/// \file
/// The libFuzzer target of clocks.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::deadline::fuzz_clocks({data, size});
    return 0;
}
