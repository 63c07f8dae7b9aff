#include "keyring/syllables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::keyring::fuzz_syllables({data, size});
    return 0;
}
