#include "keyring/keyring_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::keyring::fuzz_keyring_file({data, size});
    return 0;
}
