/// \file
/// The libFuzzer target of answers to a form.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::form::fuzz_answers({data, size});
    return 0;
}
