/// \file
/// One libFuzzer target; which body it runs is told by the build (NEOVE_BODY).

#include "bodies.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::sheet::NEOVE_BODY({data, size});
    return 0;
}
