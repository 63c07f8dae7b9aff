#include "service/housekeeping.h"

#include "service/blob.h"
#include "service/caller.h"
#include "storage/statements/accounts.h"
#include "storage/statements/core.h"
#include "storage/statements/jobs.h"

namespace neove::service {

namespace {

constexpr std::int64_t kRequestKeysKept = 7 * kDay;
constexpr std::int64_t kJobsKept = 40 * kDay;
constexpr std::int64_t kMailsKept = 90 * kDay;

Result<Finished> sweep(House& house, Instant now) {
    Finished finished;
    finished.result = TRY(sweep_orphan_blobs(house));
    for (const auto& [statement, kept] :
         {std::pair(&storage::statements::kForgetIdempotency, kRequestKeysKept),
          std::pair(&storage::statements::kDeleteSessionsBefore, kSessionMax),
          std::pair(&storage::statements::kForgetJobs, kJobsKept),
          std::pair(&storage::statements::kForgetMails, kMailsKept)}) {
        finished.commit.writes.push_back({statement, {now.micros - kept}});
    }
    return finished;
}

}  // namespace

JobKind housekeeping_job(House& house) {
    return {"housekeeping", kHour, [&house](const Turn& turn) { return sweep(house, turn.now); }};
}

void forget_idle_sessions(House& house) {
    house.sessions.forget_idle(house.clock.now(), kIdleMax);
}

}  // namespace neove::service
