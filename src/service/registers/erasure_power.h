#pragma once
/// \file
/// What erasing a record and redacting one have in common: who may, what stands against it, how it is asked
/// for and refused, and when it is beyond recovery.

#include "service/act.h"
#include "service/registers/erase_record.h"

#include <string>
#include <utility>
#include <vector>

namespace neove::service {

/// Refuses `erase.held` while somebody demands that the record stays as it is.
Result<> check_not_held(const FoundRecord& found, Instant now);

/// How the caller stands to a record that is gone, or not yet: by its row as it stands and the state it was
/// erased in.
Result<bool> may_erase(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk, const Erasure& erasure
);

/// When key days of a domain ended everywhere, by the epoch that holds since.
using KeyDays = std::vector<std::pair<std::string, Instant>>;
Result<KeyDays> key_days_done(const House& house, storage::Snapshot& snapshot);

ErasureView erasure_view(const House& house, const Caller& caller, Erasure erasure, const KeyDays& days);

/// As it is about to be asked for, of this record by this caller.
Erasure new_erasure(const Caller& caller, const FoundRecord& found, const NewErasure& wanted);

/// Writes what is asked for; of a record there is one at a time. Refuses `erase.waiting_already`. `word`: in
/// the journal and for a repeated request.
Result<Acted> ask_for_erasure(
    House& house,
    const Caller& caller,
    storage::Snapshot& snapshot,
    const RecordRequest& request,
    const Erasure& erasure,
    const std::string& word
);

/// Writes that it is not done. Refuses `erase.over` where somebody decided meanwhile.
Result<> write_refusal(
    House& house,
    const Caller& caller,
    storage::Snapshot& snapshot,
    Erasure erasure,
    const std::string& reason,
    const std::string& word
);

}  // namespace neove::service
