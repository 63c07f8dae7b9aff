#include "service/registers/offered.h"

#include "record/clear.h"
#include "workflow/workflow.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

/// Actions that a condition of the register counts.
std::set<std::string> counted(const definition::Register& definition) {
    std::set<std::string> out;
    for (const workflow::Action& action : definition.workflow.actions) {
        if (!action.when) continue;
        for (const std::string& name : expression::names_of(*action.when)) {
            const bool is_column = definition.find_column(name) != nullptr;
            if (!is_column && definition.workflow.find(name) != nullptr) out.insert(name);
        }
    }
    return out;
}

/// The history up to the row as it is shown: an answer to an act is older than what others did since.
Result<std::vector<StoredEvent>> history_of(
    House& house, storage::Snapshot& snapshot, const FoundRecord& found
) {
    const RecordRow& row = found.row;
    auto events = TRY(events_of(snapshot, row.register_name, row.id));
    if (events.empty() || events.back().event.version < row.version) {
        const auto now = TRY(house.store.snapshot());
        events = TRY(events_of(*now, row.register_name, row.id));
    }
    std::erase_if(events, [&](const StoredEvent& one) { return one.event.version > row.version; });
    return events;
}

}  // namespace

Result<Offered> offered_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    std::vector<std::string> allowed,
    const std::vector<StoredEvent>* known
) {
    const definition::Register& definition = *found.definition;
    Offered out{std::move(allowed), {}};
    const std::set<std::string> names = counted(definition);
    const bool asks = std::ranges::any_of(out.actions, [&](const std::string& id) {
        return definition.workflow.find(id)->when.has_value();
    });
    if (names.empty() && !asks) return out;
    std::vector<StoredEvent> read_back;
    if (known == nullptr) read_back = TRY(history_of(house, snapshot, found));
    const std::vector<StoredEvent>& history = known == nullptr ? read_back : *known;
    std::vector<record::Event> events;
    Concerns concerns(definition);
    const access::Classes read = verdict_of(caller, found, access::kOpen).read;
    events.reserve(history.size());
    for (const std::string& name : names) out.times[name] = 0;
    for (const StoredEvent& one : history) {
        events.push_back(one.event);
        const access::Classes concern = concerns.next(one);
        const auto times = out.times.find(one.event.kind);
        if (times != out.times.end() && (concern == 0 || (concern & read) != 0)) ++times->second;
    }
    const std::int64_t offset = house.options.utc_offset_micros;
    const record::Clear clear =
        record::clear_now(definition, events, found.row.state, calendar::date_of(caller.now, offset), offset);
    std::erase_if(out.actions, [&](const std::string& id) {
        const workflow::Action& action = *definition.workflow.find(id);
        return action.when && !expression::holds(*action.when, clear.environment());
    });
    return out;
}

}  // namespace neove::service
