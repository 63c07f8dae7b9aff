#pragma once
/// \file
/// What an act on a record would bring, before anybody carries it out (in act_on_record.cpp).

#include "service/registers/act_on_record.h"

#include <cstdint>

namespace neove::service {

enum class Tried : std::uint8_t { Would, Done };
/// What `act_on_record` would say, without writing anything: the same refusals and faults. `Done`: the same
/// request was carried out before.
Result<Tried> try_act(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const WantedAct& wanted,
    Diagnostics& faults
);

}  // namespace neove::service
