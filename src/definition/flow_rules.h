#pragma once
/// \file
/// What a workflow says of an action that few acts ask about. Read from its part of the bundle, which the
/// loader saw to be of the shape.

#include "definition/register.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::definition {

/// Other actions whose times count as times of this one (`once_per`); whoever asks looks at both.
std::vector<std::string> once_with(const Register& one, std::string_view action);

/// Clear days that the action may not put before the day on which it is taken (`not_past`).
std::vector<std::string> not_past(const Register& one, std::string_view action);

/// Whether what the action gives by this answer (`workflow::Gift::place`) goes only to units and desks of the
/// body that takes it.
bool gives_own_units(const Register& one, std::string_view action, std::string_view field);

/// What a kind of link asks of the record that it leads to.
struct LinkRule {
    std::string who_may;  ///< only whoever may take this action over there, as it is now; empty: anybody
    std::vector<std::string> alone_in;  ///< only while no other record of these states has such a link to it
};
LinkRule link_rule(const Register& one, std::string_view link);

}  // namespace neove::definition
