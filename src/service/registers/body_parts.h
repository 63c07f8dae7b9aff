#pragma once
/// \file
/// What a body that is no more was to records beside being named by an answer: the body whose records they
/// are, and whom rows of relations name. Passed on to a successor in the tree by whoever may `succeed`,
/// record by record, as one event that names the paper (ADR 88).

#include "service/registers/bulk_act.h"

#include <string>
#include <vector>

namespace neove::service {

/// The event. No action may take such a name.
inline constexpr std::string_view kSucceeded = "succeeded";

struct BodyPart {
    bool is_owner{false};
    std::vector<std::string> relations{};  ///< that it stands in, by rows that no answer gave
    bool is_any() const { return is_owner || !relations.empty(); }
};
struct PartRecord {
    FoundRecord found;
    BodyPart part;
};

/// Whether her role may ever do it here, for menus. Never in a register of persons.
bool may_succeed(const Caller& caller, const Desk& desk);

/// Records of the register to which the body stands so, that she may list and pass on now. A record that is
/// over goes with its owner and keeps its other rows: what was decided then stays (ADR 57). Refuses
/// `board.too_many`.
Result<> visit_parts(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const OrganisationId& body,
    const std::function<void(PartRecord)>& take
);

struct SucceedBody {
    std::string register_id;
    OrganisationId former;
    OrganisationId heir;
    std::string paper;  ///< that says so
    std::vector<BulkTarget> targets;
    std::string request_key;
    std::string request_body;
};
/// Each record by itself: all that the body is to it goes to the heir in one Commit. Refuses as a whole
/// `access.not_found`, `succession.heir`, `workflow.reason_missing` (no paper), those of `check_targets`; of
/// one record `version.stale`, and `succession.other_body` where the body is nothing to it by now.
Result<std::vector<BulkResult>> succeed_body(House& house, const Caller& caller, const SucceedBody& wanted);

}  // namespace neove::service
