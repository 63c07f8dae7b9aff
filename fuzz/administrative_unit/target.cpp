/// \file
/// The libFuzzer target of a list of units.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::administrative_unit::fuzz_list({data, size});
    return 0;
}
