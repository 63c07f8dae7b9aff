#pragma once
/// \file
/// Which bodies have got something of a document's confirmed tasks: told by the records that point at them,
/// as far as the reader may list these, of registers with a board, by the body that the board counts them
/// for.

#include "service/registers/found_record.h"

#include <map>
#include <set>

namespace neove::service {

struct PlanReceiver {
    std::set<std::string> tasks;  ///< of the document
    bool is_asked{false};  ///< it leads or co-ordinates one: a body that is merely requested plans nothing
};
struct PlanReceivers {
    std::map<OrganisationId, PlanReceiver> bodies;
    bool more{false};  ///< than were looked at
};

/// Whoever calls has decided that its caller may open the document.
Result<PlanReceivers> receivers_of(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& document
);

/// Of these bodies the one by which an organisation has got something: itself, or the body that it is a desk
/// of.
std::optional<OrganisationId> receiver_for(
    const House& house, const PlanReceivers& receivers, const OrganisationId& organisation
);

}  // namespace neove::service
