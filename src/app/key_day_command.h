#pragma once
/// \file
/// `neove key day`: what was erased becomes unreadable in every copy.

#include "app/installation.h"

namespace neove::app {

/// With the server stopped: it needs the signing line for itself. Says which copy of the keyring is missing,
/// and at the end what may be certified. Status 3: it waits for a copy.
int run_key_day(const Place& place);

}  // namespace neove::app
