#pragma once
/// \file
/// How long an account waits after wrong tries: growing pauses up to a minute, never a lock-out by strangers.

#include "base/clock.h"

namespace neove::authentication {

/// When the next try may happen after `tries` wrong ones in a row, the last of them at `last_at`. The first
/// five cost nothing; then 5, 10, 20, 40 and from there on 60 seconds. A try made before that instant is
/// refused unseen and does not count.
Instant may_try_at(int tries, Instant last_at);

}  // namespace neove::authentication
