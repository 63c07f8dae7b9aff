/// \file
/// Bodies of JSON, read and written again.

#include "json/json_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::json::fuzz_json({data, size});
    return 0;
}
