#pragma once
/// \file
/// Everything a use case needs, put together once by `app`. No globals: a test builds its own house.

#include <string>

#include "access/access.h"
#include "base/clock.h"
#include "service/keys.h"
#include "service/live.h"
#include "service/memory.h"
#include "storage/store.h"

namespace neove::organisation {
class Collectives;
class Kinds;
}  // namespace neove::organisation

namespace neove::service {

struct HouseOptions {
    bool demo{false};
    crypto::Strength strength{crypto::Strength::SignIn};
    std::int64_t utc_offset_micros{7 * kHour};  ///< what "today" means; data of the installation
};

struct House {
    storage::Store& store;
    const Clock& clock;
    Keys keys;
    access::Table table;
    HouseOptions options;
    Live live;
    SessionMemory sessions;
    AttemptMemory attempts;
    HashingGate hashing;
};

}  // namespace neove::service
