#include "authentication/try_pause.h"

#include <algorithm>

namespace neove::authentication {

namespace {
constexpr int kFreeTries = 5;
constexpr std::int64_t kFirstPause = 5 * kSecond;
constexpr int kDoublings = 4;
}  // namespace

Instant may_try_at(int tries, Instant last_at) {
    if (tries < kFreeTries) return last_at;
    const int doublings = std::min(tries - kFreeTries, kDoublings);
    return last_at + std::min(kFirstPause << doublings, kMinute);
}

}  // namespace neove::authentication
