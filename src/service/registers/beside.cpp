#include "service/registers/beside.h"

#include "workflow/workflow.h"

#include <algorithm>

namespace neove::service {

Result<FoundRecord> beside_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const workflow::Also& also,
    const RecordId& of,
    const std::vector<record::Link>& links
) {
    const auto link = std::ranges::find(links, also.link, &record::Link::kind);
    if (link == links.end() || link->to == of) {
        return refuse(ErrorKind::Conflict, "record.also_missing");
    }
    auto found = record_for(house, snapshot, caller, link->to_register, link->to, access::kOpen);
    if (!found && found.error().code == "access.not_found") {
        return refuse(ErrorKind::Forbidden, "record.also_closed");
    }
    FoundRecord other = TRY(std::move(found));
    const workflow::Action* theirs = other.definition->workflow.find(also.action);
    const bool is_here =
        theirs != nullptr && std::ranges::find(theirs->from, other.row.state) != theirs->from.end();
    if (!is_here) return refuse(ErrorKind::Conflict, "record.also_not_now", {}, other.row.number);
    if (verdict_of(caller, other, also.action).allowed) return other;
    return refuse(ErrorKind::Forbidden, "record.also_refused", {}, other.row.number);
}

}  // namespace neove::service
