/// \file
/// The libFuzzer target of expressions.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::expression::fuzz_evaluate({data, size});
    return 0;
}
