/// \file
/// The libFuzzer target of a working calendar.

#include "bodies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    neove::calendar_pack::fuzz_working_calendar({data, size});
    return 0;
}
