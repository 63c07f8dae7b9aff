#include "service/registers/reminded.h"

#include "definition/reminded.h"
#include "service/registers/known_histories.h"
#include "service/registers/timeline.h"

#include <algorithm>
#include <map>
#include <ranges>

namespace neove::service {

namespace {

/// What an entry said of a field, or the newest correction of it that says something.
json::Value said_of(const Timeline& timeline, const TimelineEntry& entry, const std::string& field) {
    const json::Value* said = entry.answers.find(field);
    for (const TimelineEntry& one : timeline.events) {
        if (one.stored.event.corrects != entry.stored.event.id) continue;
        if (const json::Value* mended = one.answers.find(field)) said = mended;
    }
    return said == nullptr ? json::Value() : *said;
}

Result<std::optional<Reminded>> reminded(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const AgendaItem& item
) {
    const auto rule = definition::reminded_rule(*item.desk.current);
    const workflow::Action* act = rule ? item.desk.current->workflow.find(rule->action) : nullptr;
    // Of what is done or decided nobody is reminded any more.
    const bool waits = act != nullptr && std::ranges::find(act->from, item.row.state) != act->from.end();
    if (!waits || item.row.version < 2) return std::nullopt;
    const auto history = TRY(history_of(house, snapshot, item.row));
    const auto times =
        std::ranges::count_if(*history, [&](const StoredEvent& one) { return one.event.kind == act->id; });
    if (times == 0) return std::nullopt;
    const auto timeline = read_timeline(house, caller, item.desk.current->id, item.row.id);
    if (!timeline && timeline.error().code == "access.not_found") return std::nullopt;
    if (!timeline) return std::unexpected(timeline.error());
    for (const TimelineEntry& entry : std::views::reverse(timeline->events)) {
        if (entry.stored.event.kind != act->id) continue;
        Reminded out{act->id, static_cast<int>(times), entry.stored.event.occurred_at};
        for (const std::string& field : rule->says) {
            json::Value said = said_of(*timeline, entry, field);
            if (!said.is_null()) out.says.emplace_back(field, std::move(said));
        }
        return out;
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<std::optional<Reminded>>> reminded_among(
    House& house, const Caller& caller, const std::vector<AgendaItem>& items
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    // Several limits of one record are several items.
    std::map<std::string, std::optional<Reminded>> known;
    std::vector<std::optional<Reminded>> out;
    for (const AgendaItem& item : items) {
        const std::string& id = item.row.id.text();
        auto found = known.find(id);
        if (found == known.end()) {
            found = known.emplace(id, TRY(reminded(house, *snapshot, caller, item))).first;
        }
        out.push_back(found->second);
    }
    return out;
}

}  // namespace neove::service
