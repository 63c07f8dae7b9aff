#include "definition/definition_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::definition::fuzz_folder({data, size});
    return 0;
}
