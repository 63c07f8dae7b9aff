#include "settings/settings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::settings::fuzz_settings({data, size});
    return 0;
}
