#include "journal/checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::journal::fuzz_checkpoint({data, size});
    return 0;
}
