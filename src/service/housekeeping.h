#pragma once
/// \file
/// What is kept for a time only, and goes when that time is over. Twice is once.

#include "service/house.h"
#include "service/jobs/jobs.h"

namespace neove::service {

/// Once an hour, by one node: forgets request keys after seven days, sessions after their longest life,
/// uploads that no event named, old rows of jobs and of mails that left or were given up.
JobKind housekeeping_job(House& house);

/// On every node: sessions that were idle for too long leave its memory.
void forget_idle_sessions(House& house);

/// Journals the rows that were not believed since the last call: `alarm.row_tag`, once a row and hour.
Result<> raise_alarms(House& house);

}  // namespace neove::service
