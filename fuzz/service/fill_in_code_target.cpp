/// \file
/// The libFuzzer target of codes of fill-in sheets.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::service::fuzz_fill_in_code({data, size});
    return 0;
}
