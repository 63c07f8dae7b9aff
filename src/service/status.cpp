#include "service/status.h"

#include "storage/statements/core.h"

namespace neove::service {

Result<SystemStatus> system_status(House& house, const Caller& caller) {
    if (!access::decide(house.table, caller.actor, "status", {"system", {}, {}, false}).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    SystemStatus status;
    if (house.machine_facts) static_cast<MachineFacts&>(status) = house.machine_facts();
    const auto snapshot = TRY(house.store.snapshot());
    const auto rows = TRY(snapshot->read(storage::statements::kJournalHead));
    if (!rows.empty()) {
        status.journal_seq = rows[0].number(0);
        status.journal_head = to_hex(rows[0].bytes(2));
    }
    status.outlook = TRY(read_outlook(*snapshot, house.clock.now()));
    const auto view = house.live.view();
    status.organisations = static_cast<std::int64_t>(view->directory.all().size());
    status.accounts = static_cast<std::int64_t>(view->account_names.size());
    return status;
}

}  // namespace neove::service
