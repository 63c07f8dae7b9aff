#pragma once
/// \file
/// What holds of an action that clears answers or asks them anew, happens once for each period, or acts on a
/// second record.

#include "definition/register.h"

namespace neove::definition {

/// Every fault, its place told from the action on: `definition.not_when_opening`,
/// `definition.clears_required`, `definition.clears_and_asks`, `definition.computed_by_action`,
/// `definition.anew_not_asked`, `definition.also_anew`, `definition.later_of_no_date`,
/// `definition.not_in_the_clear`, `definition.unknown_field`, and of a second record `definition.also_link`,
/// `definition.also_action`, `definition.also_field`, `definition.also_type`, `definition.also_class`,
/// `definition.also_reason`, `definition.also_step_up`.
Diagnostics check_flow(const Bundle& bundle, const Register& one, const workflow::Action& action);

}  // namespace neove::definition
