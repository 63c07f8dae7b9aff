#pragma once
/// \file
/// A long document is read by several children: each stops in good time and says where it got to.

#include <ctime>

namespace neove::worker {

/// Whether this child has used more than half of the 20 seconds of processor time it may use.
inline bool budget_is_spent() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    constexpr time_t kSeconds = 10;
    return used.tv_sec >= kSeconds;
}

}  // namespace neove::worker
