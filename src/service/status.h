#pragma once
/// \file
/// What an administrator or auditor sees of the machine: nothing of any record's content.

#include "service/caller.h"
#include "service/jobs/outlook.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace neove::service {

struct KeyLine {
    std::string domain;
    std::string what;
    std::string state;
    std::int64_t age_days{0};
};

/// How files can be read on this machine.
struct ReaderFacts {
    bool available{false};
    bool landlock{false};
    bool scans{false};     ///< pictures of text
    std::string old_word;  ///< .doc files: ready, no_office, no_bubblewrap, no_sandbox
};

/// What only `app` knows: it put the parts together.
struct MachineFacts {
    std::string version;
    std::string store_kind;  ///< sqlite, postgres
    std::int64_t checkpoint_number{0};
    Instant checkpoint_at;
    std::int64_t anchor_number{0};  ///< newest checkpoint that another body is known to keep; 0: none
    std::vector<KeyLine> keys;
    bool recovery_confirmed{false};  ///< of every domain: somebody read the printed keys back
    ReaderFacts readers;
    std::string keyring_fault;  ///< code: the keyring on the disk is no longer ours; empty when it is
};

struct SystemStatus : MachineFacts {
    std::int64_t journal_seq{0};
    std::string journal_head;
    std::int64_t row_alarms{0};  ///< entries `alarm.row_tag` of the last thirty days
    Instant row_alarm_at;        ///< the newest of them
    std::int64_t organisations{0};
    std::int64_t accounts{0};
    Outlook outlook;
    std::shared_ptr<const Programme> programme;  ///< what runs, and what a start brought
};

/// Rows that were not believed: how often lately, and when last.
struct RowAlarms {
    std::int64_t count{0};
    Instant at;
};
constexpr std::int64_t kAlarmsShown = 30 * kDay;
Result<RowAlarms> row_alarms(storage::Snapshot& snapshot, Instant now);

Result<SystemStatus> system_status(House& house, const Caller& caller);

}  // namespace neove::service
