/// \file
/// The placeholders of migrations: whatever the text, the answer holds no placeholder, or it is a refusal.

#include "storage/expand_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::storage::fuzz_expand({data, size});
    return 0;
}
