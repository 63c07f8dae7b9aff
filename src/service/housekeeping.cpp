#include "service/housekeeping.h"

#include "service/blob.h"
#include "service/caller.h"
#include "service/proposals.h"
#include "storage/statements/accounts.h"
#include "storage/statements/core.h"

namespace neove::service {

namespace {
constexpr std::int64_t kRequestKeysKept = 7 * kDay;
}  // namespace

Result<> keep_house(House& house) {
    const std::int64_t now = house.clock.now().micros;
    storage::Commit commit;
    commit.writes.push_back({&storage::statements::kForgetIdempotency, {now - kRequestKeysKept}});
    commit.writes.push_back({&storage::statements::kDeleteSessionsBefore, {now - kSessionMax}});
    TRY(house.store.commit(std::move(commit)));
    house.sessions.forget_idle({now}, kIdleMax);
    TRY(expire_proposals(house));
    TRY(sweep_orphan_blobs(house));
    return {};
}

}  // namespace neove::service
