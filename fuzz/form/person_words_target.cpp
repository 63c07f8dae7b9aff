/// \file
/// The libFuzzer target of words that may name people.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::form::fuzz_person_words({data, size});
    return 0;
}
