#pragma once
/// \file
/// A spreadsheet of organisations: tried dry, every fault listed, then written whole or not at all.

#include "document/pool.h"
#include "organisation/changes.h"
#include "service/proposal.h"

#include <string>
#include <vector>

namespace neove::service {

struct ImportFaultView {
    std::int64_t row{0};
    std::string column;
    std::string code;
};

/// One body that is there already, and what becomes of it.
struct ImportChangeView {
    OrganisationId id;
    std::string name;  ///< as it is called now
    std::vector<organisation::FieldChange> fields;
};

inline constexpr std::size_t kMostChangesTold = 500;  ///< `to_change` counts them all

struct ImportReport {
    std::int64_t rows{0};
    std::int64_t to_create{0};
    std::int64_t to_change{0};
    std::int64_t to_move{0};  ///< of those to change: bodies that come to stand elsewhere
    std::int64_t unchanged{0};
    std::vector<ImportFaultView> faults;
    std::vector<ImportChangeView> changes;  ///< at most kMostChangesTold
    bool done{false};
    bool needs_second{false};  ///< the whole of it is a proposal (ADR 73)
    ProposalId proposal;       ///< that waits now; empty where nothing does
};

/// The file is read in the worker. With faults, or dry, nothing is written. Refuses like `ask_for` where it
/// needs a second person.
Result<ImportReport> import_organisations(
    House& house, const Caller& caller, ByteView file, bool dry_run, const std::string& reason = {}
);

}  // namespace neove::service
