#pragma once
/// \file
/// Organisations as rows of power: who stands above a body and whose desk it is opens records. A row with its
/// other names, successors, members and unit is one state: tagged, versioned, named by the journal. One that
/// is not believed is as if absent.

#include "organisation/organisation.h"
#include "service/keys.h"

#include <vector>

namespace neove::service {

/// As the database holds it, believed or not.
struct StoredOrganisation {
    organisation::Organisation value;
    Bytes tag;  ///< empty: from before organisations were tagged
    /// All its rows, without the tag: what the tag covers.
    storage::Parameters content;
    /// Children whose organisation is not there: nobody's.
    bool is_orphan{false};

    storage::RowState state() const;  ///< what the journal must say of it
};

/// All of them, in the order of their ids, orphans last.
Result<std::vector<StoredOrganisation>> stored_organisations(storage::Snapshot& snapshot);

/// Those that are ours, whole and newest. Each other one is an alarm.
Result<std::vector<organisation::Organisation>> believed_organisations(
    storage::Snapshot& snapshot, const Keys& keys
);

/// Writes of one organisation with all its rows, new or changed; for services that write many at once.
std::vector<storage::Write> organisation_rows(
    const Keys& keys, const organisation::Organisation& one, bool is_new
);

/// Tags and names a row of before, as it stands; refused where it went on meanwhile.
storage::Write tag_organisation(const Keys& keys, StoredOrganisation stored);

}  // namespace neove::service
