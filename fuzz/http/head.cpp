/// \file
/// Raw heads through the scan, the strict check, percent-decoding, cookies and the router.

#include "http/strict_request_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::http::fuzz_head({data, size});
    return 0;
}
