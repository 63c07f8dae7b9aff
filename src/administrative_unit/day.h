#pragma once
/// \file
/// The day since which, until which or as of which a unit is so; open where there is no bound.

#include "calendar/open_date.h"

namespace neove::administrative_unit {

using Day = calendar::OpenDate;

}  // namespace neove::administrative_unit
