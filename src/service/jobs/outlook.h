#pragma once
/// \file
/// How jobs, mails and anchors stand: for the status page, /metrics and `neove doctor`. Counts and times
/// alone.

#include "base/clock.h"
#include "storage/store.h"

#include <string>
#include <vector>

namespace neove::service {

struct JobLine {
    std::string kind;
    bool is_failing{false};  ///< tried and not done
    std::int64_t tries{0};
    std::string code;  ///< stable code of the last failure
    Instant done_at;   ///< zero: never yet
};

struct Outlook {
    std::vector<JobLine> jobs;
    std::int64_t mails_waiting{0};
    std::int64_t mails_failed{0};
    Instant mail_failed_at;
    std::string mail_code;  ///< why the newest one did not leave; empty: all left
    Instant mail_sent_at;
    std::int64_t anchor_number{0};  ///< newest that left by mail or file; 0: none
    Instant anchor_at;
    bool anchored{false};  ///< one left within the last days
};

Result<Outlook> read_outlook(storage::Snapshot& snapshot, Instant now);

}  // namespace neove::service
