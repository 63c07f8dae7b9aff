#pragma once
/// \file
/// Mails to whoever wants them: once a day that so many matters are late or soon will be, and soon after
/// somebody broke the glass that it waits to be judged. A mail carries counts and nothing else.

#include "service/house.h"
#include "service/jobs/jobs.h"

namespace neove::service {

/// Every hour; what was sent is not sent again that day.
JobKind reminder_job(House& house);

}  // namespace neove::service
