#include "service/withdraw_document.h"

#include "base/text.h"
#include "review/confirm.h"
#include "service/confirmed_task.h"
#include "service/own_plan.h"
#include "service/registers/open_given.h"

namespace neove::service {

namespace {

/// How many records given out of it run on, as late as may be before the commit: whoever gives meanwhile
/// changes nothing of the document itself.
Result<std::size_t> count_open(House& house, const Caller& caller, const DocumentRecord& record) {
    const auto now = TRY(house.store.snapshot());
    return TRY(open_given(house, *now, caller, record, ThereBy::Database)).size();
}

/// Whoever may only record own plans takes back one that nobody has confirmed anything of.
Result<std::string> permission_for(House& house, const Caller& caller, const DocumentId& id) {
    const auto snapshot = TRY(house.store.snapshot());
    const FoundDocument found = TRY(find_document(house, *snapshot, caller, id));
    const bool withdraws = access::decide(house.table, caller.actor, "withdraw", found.object).allowed;
    return std::string(withdraws ? "withdraw" : "record_plan");
}

}  // namespace

Result<DocumentRecord> withdraw_document(
    House& house, const Caller& caller, const ReviewRequest& request, const WithdrawalRequest& withdrawal
) {
    const std::string permission = TRY(permission_for(house, caller, request.document));
    return change_review(
        house,
        caller,
        permission,
        request,
        [&](DocumentRecord& record) -> Result<ReviewChange> {
            if (permission != "withdraw" && !is_untouched_plan(record)) {
                return refuse(ErrorKind::NotFound, "access.not_found");
            }
            const std::string reason = text::to_nfc(text::repair_utf8(withdrawal.reason));
            if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
                return refuse(ErrorKind::Invalid, "document.reason_empty", "/reason");
            }
            const std::size_t open =
                withdrawal.leave_open ? std::size_t{0} : TRY(count_open(house, caller, record));
            ReviewChange change;
            change.kind = "withdrawn";
            change.touched = review::withdraw_confirmations(record.review);
            if (!change.touched.empty() && !withdrawal.with_tasks) {
                return refuse(ErrorKind::Conflict, "document.has_confirmed");
            }
            if (open > 0) {
                return refuse(ErrorKind::Conflict, "document.has_open", {}, std::to_string(open));
            }
            json::Array withdrawn;
            for (const TaskId& id : change.touched) {
                withdrawn.emplace_back(id.text());
                for (storage::Write& write : delete_confirmed(id, record.row.version + 1)) {
                    change.writes.push_back(std::move(write));
                }
            }
            change.clear.set("withdrawn", std::move(withdrawn));
            change.sealed.set("reason", reason);
            record.withdrawal = Withdrawal{reason, caller.account.id, caller.now};
            return change;
        }
    );
}

}  // namespace neove::service
