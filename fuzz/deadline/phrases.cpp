/// \file
/// The libFuzzer target of phrases of time limits.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::deadline::fuzz_phrases({data, size});
    return 0;
}
