#include "access/access_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::access::fuzz_table({data, size});
    return 0;
}
