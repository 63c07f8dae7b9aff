#pragma once
/// \file
/// What is kept for a time only, and goes when that time is over. Run by `app` now and then; twice is once.

#include "service/house.h"

namespace neove::service {

/// Forgets idempotency rows after seven days, sessions after their longest life, uploads that no event named.
Result<> keep_house(House& house);

/// Journals the rows that were not believed since the last call: `alarm.row_tag`, once a row and hour.
Result<> raise_alarms(House& house);

}  // namespace neove::service
