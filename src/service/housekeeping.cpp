#include "service/housekeeping.h"

#include "service/agenda_feed.h"
#include "service/blob.h"
#include "service/caller.h"
#include "service/proposals.h"
#include "service/registers/drafts.h"
#include "service/registers/export_records.h"
#include "service/registers/file_seal.h"
#include "storage/statements/accounts.h"
#include "storage/statements/core.h"
#include "storage/statements/jobs.h"
#include "storage/statements/records.h"

namespace neove::service {

namespace {

constexpr std::int64_t kRequestKeysKept = 7 * kDay;
constexpr std::int64_t kJobsKept = 40 * kDay;
constexpr std::int64_t kMailsKept = 90 * kDay;

Result<Finished> sweep(House& house, Instant now) {
    Finished finished;
    finished.result = TRY(sweep_orphan_blobs(house));
    finished.result += TRY(sweep_waiting_files(house));
    TRY(expire_proposals(house));
    finished.commit.writes = TRY(sweep_exports(house, now));
    for (storage::Write& write : TRY(sweep_feeds(house, now))) {
        finished.commit.writes.push_back(std::move(write));
    }
    for (const auto& [statement, kept] :
         {std::pair(&storage::statements::kForgetIdempotency, kRequestKeysKept),
          std::pair(&storage::statements::kDeleteSessionsBefore, kSessionMax),
          std::pair(&storage::statements::kForgetJobs, kJobsKept),
          std::pair(&storage::statements::kForgetMails, kMailsKept),
          std::pair(&storage::statements::kForgetDrafts, kDraftKept)}) {
        finished.commit.writes.push_back({statement, {now.micros - kept}});
    }
    return finished;
}

}  // namespace

JobKind housekeeping_job(House& house) {
    return {"housekeeping", kHour, [&house](const Turn& turn) { return sweep(house, turn.now); }};
}

void forget_idle_sessions(House& house) {
    const Instant now = house.clock.now();
    house.sessions.forget_idle(now, kIdleMax);
    house.halves.forget_old(now);
    house.keys.rows->forget_sessions({now.micros - kSessionMax - kHour});
}

Result<> raise_alarms(House& house) {
    storage::Commit commit;
    const auto alarms = house.keys.rows->take_alarms(house.clock.now());
    for (const RowAlarm& alarm : alarms) {
        const bool is_id = !alarm.id.empty() && alarm.id.size() <= 64 && parse_hex(alarm.id).has_value();
        storage::JournalDraft draft;
        draft.actor = "system";
        draft.action = "alarm.row_tag";
        draft.register_name = table_of(alarm.kind);
        draft.record_id = is_id ? alarm.id : "unreadable";  // whoever wrote the row chose it
        commit.journal.push_back(std::move(draft));
    }
    if (commit.journal.empty()) return {};
    const auto done = house.store.commit(std::move(commit));
    if (done) return {};
    house.keys.rows->put_back(alarms);
    return std::unexpected(done.error());
}

}  // namespace neove::service
