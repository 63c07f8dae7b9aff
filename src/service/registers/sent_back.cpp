#include "service/registers/sent_back.h"

#include "service/act.h"
#include "service/registers/known_histories.h"
#include "service/registers/timeline.h"
#include "storage/statements/record_events.h"

#include <algorithm>
#include <map>
#include <ranges>

namespace neove::service {

namespace {

/// Opened, taken on, sent back: with less than that nothing came back.
constexpr std::int64_t kEventsLeast = 3;

const workflow::Action* action_of(const Desk& desk, std::string_view id) {
    const auto& actions = desk.current->workflow.actions;
    const auto found = std::ranges::find(actions, id, &workflow::Action::id);
    return found == actions.end() ? nullptr : &*found;
}

/// Whether an act of this kind may send a record back into the state.
bool may_send_to(const workflow::Action& action, std::string_view state) {
    return !action.creates && action.needs_reason && action.to == state;
}

/// Without a look at its history: most matters of an agenda are in no such state, or new.
bool may_be_sent_back(const Desk& desk, const RecordRow& row) {
    return row.version >= kEventsLeast &&
           std::ranges::any_of(desk.current->workflow.actions, [&](const workflow::Action& action) {
               return may_send_to(action, row.state);
           });
}

/// Whether its last act is one that may have sent it back: of most records that is told by their newest
/// events, and the rest of a long history need not be read.
Result<bool> may_have_come_back(storage::Snapshot& snapshot, const Desk& desk, const RecordRow& row) {
    constexpr std::int64_t kNewest = 2;
    const auto rows = TRY(snapshot.read(
        storage::statements::kEventsOfRecordAfter, {row.register_name, row.id.text(), row.version - kNewest}
    ));
    for (const storage::Row& one : std::views::reverse(rows)) {
        const workflow::Action* action = action_of(desk, TRY(stored_event(one)).event.kind);
        if (action != nullptr) return may_send_to(*action, row.state);
    }
    return true;
}

/// The act that sent it back, of a history from the oldest on.
const record::Event* sending(
    const Desk& desk, const RecordRow& row, const std::vector<StoredEvent>& history
) {
    std::vector<const record::Event*> acts;
    for (const StoredEvent& one : history) {
        if (action_of(desk, one.event.kind) != nullptr) acts.push_back(&one.event);
    }
    if (acts.size() < static_cast<std::size_t>(kEventsLeast)) return nullptr;
    const record::Event* newest = acts.back();
    acts.pop_back();
    if (!may_send_to(*action_of(desk, newest->kind), row.state)) return nullptr;
    const bool had_left = acts.back()->state != row.state;
    const bool was_there =
        std::ranges::any_of(acts, [&](const record::Event* one) { return one->state == row.state; });
    return had_left && was_there ? newest : nullptr;
}

/// As she may read it; nothing of an act that does not concern her.
Result<std::optional<SentBack>> told(
    House& house, const Caller& caller, const AgendaItem& item, const EventId& act
) {
    const auto timeline = read_timeline(house, caller, item.desk.current->id, item.row.id);
    if (!timeline && timeline.error().code == "access.not_found") return std::nullopt;
    if (!timeline) return std::unexpected(timeline.error());
    for (const TimelineEntry& entry : timeline->events) {
        const record::Event& event = entry.stored.event;
        if (event.id != act) continue;
        return SentBack{event.kind, entry.reason, entry.organisation_name, event.occurred_at};
    }
    return std::nullopt;
}

Result<std::optional<SentBack>> sent_back(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const AgendaItem& item
) {
    if (!may_be_sent_back(item.desk, item.row)) return std::nullopt;
    if (!TRY(may_have_come_back(snapshot, item.desk, item.row))) return std::nullopt;
    const auto history = TRY(history_of(house, snapshot, item.row));
    const record::Event* act = sending(item.desk, item.row, *history);
    if (act == nullptr) return std::nullopt;
    // An agenda says nothing of what a person's record holds.
    if (item.desk.current->form.persons) return SentBack{act->kind, {}, {}, act->occurred_at};
    return told(house, caller, item, act->id);
}

}  // namespace

Result<std::vector<std::optional<SentBack>>> sent_back_among(
    House& house, const Caller& caller, const std::vector<AgendaItem>& items
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    // Several limits of one record are several items.
    std::map<std::string, std::optional<SentBack>> known;
    std::vector<std::optional<SentBack>> out;
    for (const AgendaItem& item : items) {
        const std::string& id = item.row.id.text();
        auto found = known.find(id);
        if (found == known.end()) {
            found = known.emplace(id, TRY(sent_back(house, *snapshot, caller, item))).first;
        }
        out.push_back(found->second);
    }
    return out;
}

}  // namespace neove::service
