#pragma once
/// \file
/// Whom work may be handed on to where a register says: only to the body's own units and desks.

#include "service/registers/found_record.h"

#include <vector>

namespace neove::service {

/// What goes to own units alone (`among: own_units` of a gift) goes to a unit below, or a desk of, the body
/// for which the action was taken, be it now or before its answer was changed. Refuses `record.not_own_unit`.
Result<> check_own_units(
    const House& house,
    const Caller& caller,
    const definition::Register& definition,
    const record::Outcome& outcome,
    const std::vector<StoredEvent>& history
);

}  // namespace neove::service
