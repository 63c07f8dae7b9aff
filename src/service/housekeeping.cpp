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
    house.keys.rows->forget_sessions({now - kSessionMax - kHour});
    TRY(sweep_orphan_blobs(house));
    return {};
}

Result<> raise_alarms(House& house) {
    storage::Commit commit;
    for (const RowAlarm& alarm : house.keys.rows->take_alarms(house.clock.now())) {
        const bool is_id = !alarm.id.empty() && alarm.id.size() <= 64 && parse_hex(alarm.id).has_value();
        storage::JournalDraft draft;
        draft.actor = "system";
        draft.action = "alarm.row_tag";
        draft.register_name = table_of(alarm.kind);
        draft.record_id = is_id ? alarm.id : "unreadable";  // whoever wrote the row chose it
        commit.journal.push_back(std::move(draft));
    }
    if (commit.journal.empty()) return {};
    TRY(house.store.commit(std::move(commit)));
    return {};
}

}  // namespace neove::service
