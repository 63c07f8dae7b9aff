/// \file
/// The libFuzzer target of forms as they stand in a bundle.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::form::fuzz_definition({data, size});
    return 0;
}
