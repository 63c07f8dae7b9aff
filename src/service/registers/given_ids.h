#pragma once
/// \file
/// What a record that was given out of a document is known by (ADR 59, 63): so it is found where no link
/// leads to it, because reports have none or because somebody took it away.

#include "service/document_record.h"
#include "service/registers/found_record.h"

#include <set>
#include <string>

namespace neove::service {

/// Folded records of one group and body that there may be, one after the other.
inline constexpr std::uint64_t kGivenOrdinals = 4;

/// Keyed: whoever knows a task and a body cannot work out the address of their record.
RecordId given_id(const Keys& keys, const std::string& key);

/// The bodies, and those that they succeeded, but for those that ended before `ended_since` (empty: all).
std::set<OrganisationId> with_predecessors(
    const organisation::Directory& directory,
    std::set<OrganisationId> bodies,
    const std::string& ended_since = {}
);

/// Those that are there of all that the document's tasks and orders to report, as they stand, may have been
/// given under in a register, to any body that they name today or that such a body succeeded.
Result<std::set<RecordId>> given_by_id(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const DocumentRecord& document
);

}  // namespace neove::service
