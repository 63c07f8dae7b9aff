#include "mail/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::mail::fuzz_compose({data, size});
    return 0;
}
