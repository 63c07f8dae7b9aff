#pragma once
/// \file
/// What stands on the papers of an organisation: read and changed with the organisation, by the same right.
/// It gives no power.

#include "service/act.h"

#include <string>

namespace neove::service {

/// Empty parts follow from the tree.
struct Letterhead {
    std::string above;       ///< line of the body over it
    std::string own;         ///< its own line
    std::string place;       ///< before the day
    std::string symbol;      ///< after the number: `UBND-VX`
    std::string signatures;  ///< who signs how: lines, an empty one between two forms
    std::string recipients;  ///< who gets a copy: one a line
    bool operator==(const Letterhead&) const = default;
};

/// Empty where none was written.
Result<Letterhead> letterhead_of(storage::Snapshot& snapshot, const OrganisationId& organisation);

/// Refuses `access.not_found`.
Result<Letterhead> open_letterhead(House& house, const Caller& caller, const OrganisationId& organisation);

/// A change of the organisation: its version goes on. Refuses `access.not_found`, `version.stale`; faults
/// with pointers, all at once.
Result<> change_letterhead(
    House& house,
    const Caller& caller,
    const OrganisationId& organisation,
    std::int64_t version,
    const Letterhead& wanted,
    Diagnostics& faults
);

}  // namespace neove::service
