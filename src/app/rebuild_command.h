#pragma once
/// \file
/// `neove rebuild [--apply]`: what records say in the clear, derived again from their events and compared.

#include "app/installation.h"

namespace neove::app {

/// 0: nothing differs; 1: something does, each named. With `apply` it is put right, and no server may run.
int run_rebuild(const Place& place, bool apply);

}  // namespace neove::app
