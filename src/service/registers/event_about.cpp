#include "service/registers/event_about.h"

namespace neove::service {

record::Outcome event_about(
    const Caller& caller,
    const FoundRecord& found,
    const std::vector<StoredEvent>& history,
    std::string_view kind,
    const std::string& reason
) {
    record::Outcome out;
    out.event.kind = kind;
    out.event.actor = caller.account.id;
    out.event.acting_org = caller.acting.organisation;
    out.event.occurred_at = caller.now;
    out.event.precision = "instant";
    out.event.recorded_at = caller.now;
    out.event.version = found.row.version + 1;
    out.event.state = found.row.state;
    out.event.answers = json::Object{};
    out.event.reason = reason;
    out.event.columns = history.back().event.columns;
    out.event.dimensions = history.back().event.dimensions;
    return out;
}

}  // namespace neove::service
