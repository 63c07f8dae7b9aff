/// \file
/// The libFuzzer target of what a redaction left of events.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::service::fuzz_resealed({data, size});
    return 0;
}
