#include "service/withdraw_document.h"

#include "base/text.h"
#include "review/confirm.h"
#include "service/confirmed_task.h"
#include "service/registers/open_given.h"

namespace neove::service {

namespace {

/// How many records given out of it run on; none of a document that is not hers, of which the step below says
/// what is to be said.
Result<std::size_t> count_open(House& house, const Caller& caller, const DocumentId& id) {
    const auto snapshot = TRY(house.store.snapshot());
    const auto record = document_for(house, *snapshot, caller, id, "withdraw");
    if (!record) return 0;
    return TRY(open_given(house, *snapshot, caller, record->review)).size();
}

}  // namespace

Result<DocumentRecord> withdraw_document(
    House& house, const Caller& caller, const ReviewRequest& request, const WithdrawalRequest& withdrawal
) {
    const std::size_t open = TRY(count_open(house, caller, request.document));
    return change_review(
        house,
        caller,
        "withdraw",
        request,
        [&](DocumentRecord& record) -> Result<ReviewChange> {
            const std::string reason = text::to_nfc(text::repair_utf8(withdrawal.reason));
            if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
                return refuse(ErrorKind::Invalid, "document.reason_empty", "/reason");
            }
            ReviewChange change;
            change.kind = "withdrawn";
            change.touched = review::withdraw_confirmations(record.review);
            if (!change.touched.empty() && !withdrawal.with_tasks) {
                return refuse(ErrorKind::Conflict, "document.has_confirmed");
            }
            if (open > 0 && !withdrawal.leave_open) {
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
