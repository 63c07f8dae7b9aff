#pragma once
/// \file
/// A document that came in by mistake leaves the register: its file stays sealed, the journal and those who
/// may know who looked at it keep it, everybody else has it no more.

#include "service/change_review.h"

namespace neove::service {

struct WithdrawalRequest {
    std::string reason;
    bool with_tasks{false};  ///< confirmed tasks are taken back with it
    bool leave_open{false};  ///< she was told that what was given out of it stays, for her to withdraw
};
constexpr std::size_t kReasonMax = 2'000;

/// Refusals besides those of `change_review`: `document.reason_empty`, `document.has_confirmed` where tasks
/// of it are confirmed and she did not say that they go too; `document.has_open` where records given out of
/// it (as far as she may list them) still run, which nothing but an act on each of them ends.
Result<DocumentRecord> withdraw_document(
    House& house, const Caller& caller, const ReviewRequest& request, const WithdrawalRequest& withdrawal
);

}  // namespace neove::service
