#pragma once
/// \file
/// Whether a record may point where somebody wants it to: she opens the other one, and what the kind of link
/// asks of it (`workflow::LinkKind`) holds now.

#include "service/registers/act_on_record.h"

namespace neove::service {

using Turns = std::vector<storage::ExpectedVersion>;

/// Refuses `record.link` for what she cannot open, like what is not there; `record.link_not_hers` (`detail`:
/// what she had to be able to do there), `record.link_waits` (`detail`: the number of the other one, where
/// she may open it). `linker` is empty for a record that is about to be. The commit must expect the turns:
/// two that look at one moment cannot both be alone.
Result<Turns> check_targets(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const definition::Register& definition,
    const RecordId& linker,
    const WantedAct& wanted
);

}  // namespace neove::service
