#pragma once
/// \file
/// Which epoch of a domain's keys the store's records lie under. A node whose keyring came from before a key
/// day would find every record unreadable, and what it opened itself would be lost with its old epoch: it
/// must do neither, and say why.

#include "keyring/domain.h"
#include "service/registers/record_keyring.h"
#include "storage/store.h"

#include <vector>

namespace neove::service {

/// Says that the keys of this domain's records lie under this epoch from now on. What still wants to lay one
/// under an older epoch is refused as a conflict (`kInsertRecordKey`).
storage::Write store_epoch(keyring::Domain domain, std::uint64_t epoch);

/// The same for a keyring that holds this epoch, with a proof of which keyring that was. Nothing happens
/// where another node moved the store meanwhile: two that begin a key day at the same moment make two keys of
/// one number, and the keys of records must lie under one of them. Refuses what `check_epochs` does.
Result<std::vector<storage::Write>> move_store_to(
    storage::Snapshot& snapshot, const RecordKeyring& keys, keyring::Domain domain, std::uint64_t epoch
);

/// Whether this epoch is newer than any that this node has of the record's domain.
bool is_behind(const RecordKeyring& keys, const RecordName& record, std::uint64_t epoch);

/// Refuses `keyring.behind` where the store went past an epoch that this node takes for the current one, or
/// was moved to an epoch of that number by another keyring.
Result<> check_epochs(storage::Snapshot& snapshot, const RecordKeyring& keys);

}  // namespace neove::service
