#pragma once
/// \file
/// What a record that was given out of a document is known by (ADR 59, 63): so it is found where no link
/// leads to it, because reports have none or because somebody took it away.

#include "service/document_record.h"
#include "service/registers/found_record.h"
#include "service/registers/given_memory.h"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace neove::service {

struct BodyView;

/// Folded records of one group and body that there may be, one after the other.
inline constexpr std::uint64_t kGivenOrdinals = 4;

/// Keyed: whoever knows a task and a body cannot work out the address of their record.
RecordId given_id(const Keys& keys, const std::string& key);

/// Whoever a name stands for today, with whoever carries her work on.
void add_named(const BodyView& view, std::set<OrganisationId>& out);

/// The bodies, and those that they succeeded, but for those that ended before `ended_since` (empty: all).
std::set<OrganisationId> with_predecessors(
    const organisation::Directory& directory,
    std::set<OrganisationId> bodies,
    const std::string& ended_since = {}
);

/// What records of a register may be known by that were given out of a document, out of memory.
GivenMemory::Names names_given(
    House& house, const Caller& caller, const Desk& desk, const DocumentRecord& document
);

/// Who says which records need not be looked for. This node's memory is for what is shown alone: a row that
/// was put back behind it is not in it, and whatever is written follows from what is there.
enum class ThereBy : std::uint8_t { Memory, Database };

/// Those that may be there, by the board's memory where the register has one; else all of them, to be looked
/// for.
Result<std::vector<RecordId>> maybe_there(
    House& house, storage::Snapshot& snapshot, const Desk& desk, std::span<const RecordId> ids
);
Result<std::vector<RecordId>> maybe_there(
    House& house, storage::Snapshot& snapshot, const Desk& desk, const GivenMemory::Names& names
);

/// Those of these that are there.
Result<std::set<RecordId>> those_there(
    House& house, storage::Snapshot& snapshot, const Desk& desk, std::span<const RecordId> ids, ThereBy by
);

/// Those that are there of all that the document's tasks and orders to report, as they stand, may have been
/// given under in a register, to any body that they name today or that such a body succeeded.
Result<std::set<RecordId>> given_by_id(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const DocumentRecord& document,
    ThereBy by
);

}  // namespace neove::service
