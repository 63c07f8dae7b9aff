#pragma once
/// \file
/// What stands on the papers of an organisation: read and changed with the organisation, by the same right. A
/// row of power (ADR 78): whoever reads an official paper believes its head. One that is not ours, or not the
/// newest, is refused where it is read.

#include "service/act.h"

#include <optional>
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

inline constexpr const char* kLetterheadTable = "organisation_letterhead";

/// Empty where none was written. Refuses `organisation.letterhead_untrue`, with an alarm about the
/// organisation.
Result<Letterhead> letterhead_of(
    storage::Snapshot& snapshot, const Keys& keys, const OrganisationId& organisation
);

/// A row of before, as `kSaveLetterhead` reads it: tagged and named as it stands. Nothing where it has a tag.
std::optional<storage::Write> tag_letterhead(const Keys& keys, const storage::Row& row);

/// Refuses `access.not_found`, `organisation.letterhead_untrue`.
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
