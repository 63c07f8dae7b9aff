#include "mail/texts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::mail::fuzz_texts({data, size});
    return 0;
}
