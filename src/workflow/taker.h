#pragma once
/// \file
/// Who may take an action, before she answers anything.

#include "workflow/workflow.h"

#include <string_view>
#include <vector>

namespace neove::workflow {

/// What may stand against an action whatever is answered: `workflow.other_person` (four eyes),
/// `workflow.consent_missing`, `workflow.condition`. Pages ask it before they offer one.
Result<> check_taker(
    const Action& action,
    std::string_view actor,
    bool has_consent,
    const std::vector<Taken>& earlier,
    const expression::Environment& clear
);

}  // namespace neove::workflow
