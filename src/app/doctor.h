#pragma once
/// \file
/// `neove doctor`: what an installer must know, in words he can act on.

#include "app/installation.h"

namespace neove::app {

/// 0 when nothing is red, 1 otherwise, 2 when the store cannot be opened.
int run_doctor(const Place& place);

}  // namespace neove::app
