#pragma once
/// \file
/// What a register asks of people that they could not answer: an option that hangs on a later question, an
/// answer of a class that whoever takes the action may not write. And a domain that no store has keys for.

#include "definition/register.h"

namespace neove::definition {

/// Every fault with its pointer from the register on: `definition.domain_without_keys`,
/// `definition.option_reads_later`, `definition.write_too_low`.
Diagnostics check_asked(const Register& one, const access::Rules& rules);

}  // namespace neove::definition
