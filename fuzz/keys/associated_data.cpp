#include "keyring/associated_data.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::keyring::fuzz_associated_data({data, size});
    return 0;
}
