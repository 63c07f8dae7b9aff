#include "service/status.h"

#include "storage/statements/core.h"

namespace neove::service {

Result<RowAlarms> row_alarms(storage::Snapshot& snapshot, Instant now) {
    const auto rows = TRY(snapshot.read(storage::statements::kAlarmsSince, {now.micros - kAlarmsShown}));
    return RowAlarms{rows.at(0).number(0), {rows[0].number_or(1, 0)}};
}

Result<SystemStatus> system_status(House& house, const Caller& caller) {
    if (!access::decide(house.table, caller.actor, "status", {"system", {}, {}, false}).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    SystemStatus status;
    if (house.machine_facts) static_cast<MachineFacts&>(status) = house.machine_facts();
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto rows = TRY(snapshot->read(storage::statements::kJournalHead));
    if (!rows.empty()) {
        status.journal_seq = rows[0].number(0);
        status.journal_head = to_hex(rows[0].bytes(2));
    }
    status.outlook = TRY(read_outlook(*snapshot, house.clock.now()));
    const RowAlarms alarms = TRY(row_alarms(*snapshot, caller.now));
    status.row_alarms = alarms.count;
    status.row_alarm_at = alarms.at;
    status.programme = house.programmes.current();
    const auto view = house.live.view();
    status.organisations = static_cast<std::int64_t>(view->directory.all().size());
    status.accounts = static_cast<std::int64_t>(view->account_names.size());
    return status;
}

}  // namespace neove::service
