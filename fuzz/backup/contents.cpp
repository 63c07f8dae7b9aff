#include "backup/contents.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::backup::fuzz_contents({data, size});
    return 0;
}
