#include "service/registers/offered.h"

#include "record/clear.h"
#include "record/taken.h"
#include "service/registers/beside.h"
#include "service/registers/known_histories.h"
#include "service/registers/successions.h"
#include "workflow/taker.h"

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
Result<KnownHistories::History> history_as_shown(
    House& house, storage::Snapshot& snapshot, const FoundRecord& found
) {
    const RecordRow& row = found.row;
    auto history = TRY(history_of(house, snapshot, row));
    if (!history->empty() && history->back().event.version == row.version) return history;
    if (history->empty() || history->back().event.version < row.version) {
        const auto now = TRY(house.store.snapshot());
        history = TRY(history_of(house, *now, row));
    }
    std::vector<StoredEvent> events = *history;
    std::erase_if(events, [&](const StoredEvent& one) { return one.event.version > row.version; });
    return std::make_shared<const std::vector<StoredEvent>>(std::move(events));
}

/// Whether only what happened before can say if she may take it.
bool asks_history(const workflow::Action& action) {
    return action.when.has_value() || !action.not_by_who_did.empty();
}

/// Who would take an action on a record, as it stands.
class Taker {
public:
    Taker(House& house, const Caller& caller, const FoundRecord& found, const StoredHistory& history)
        : caller_(caller), found_(found) {
        const record::History events = told_history(history);
        const std::int64_t offset = house.options.utc_offset_micros;
        const calendar::Date today = calendar::date_of(caller.now, offset);
        earlier_ = record::taken_in(events);
        clear_.emplace(record::clear_now(*found.definition, events, found.row.state, today, offset));
    }

    bool may(const std::string& action) const {
        return workflow::check_taker(
                   *found_.definition->workflow.find(action),
                   caller_.account.id.text(),
                   found_.standing.relations.contains(access::kConsent),
                   earlier_,
                   clear_->environment()
        )
            .has_value();
    }

private:
    const Caller& caller_;
    const FoundRecord& found_;
    std::vector<workflow::Taken> earlier_;
    std::optional<record::Clear> clear_;
};

/// How often these happened, as far as somebody hears of it who reads these classes.
std::map<std::string, std::int64_t> times_of(
    const std::set<std::string>& names,
    const definition::Register& definition,
    const StoredHistory& history,
    access::Classes read
) {
    std::map<std::string, std::int64_t> out;
    for (const std::string& name : names) out[name] = 0;
    Concerns concerns(definition);
    for (const StoredEvent* one : history) {
        const access::Classes concern = concerns.next(*one);
        const auto times = out.find(one->event.kind);
        if (times != out.end() && (concern == 0 || (concern & read) != 0)) ++times->second;
    }
    return out;
}

/// Whether the second record of an action would take its part of it.
Result<bool> may_beside(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const workflow::Also& also,
    const RecordId& of,
    const std::vector<record::Link>& links
) {
    const auto other = beside_of(house, snapshot, caller, also, of, links);
    if (!other) {
        // A record that nothing opens any more does not close the one that points at it.
        const std::string& code = other.error().code;
        if (code.starts_with("record.also_") || code == "record.unreadable") return false;
        return std::unexpected(other.error());
    }
    auto history = std::make_shared<const std::vector<StoredEvent>>();
    if (asks_history(*other->definition->workflow.find(also.action))) {
        history = TRY(history_as_shown(house, snapshot, *other));
    }
    return Taker(house, caller, *other, stored_history(*history)).may(also.action);
}

/// Those of `actions` that act on one record alone, or that the second one would take too.
Result<std::vector<std::string>> taken_beside(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const std::vector<record::Link>& links,
    std::vector<std::string> actions,
    bool is_after
) {
    std::vector<std::string> out;
    std::unique_ptr<storage::Snapshot> now;
    for (std::string& id : actions) {
        const workflow::Action& action = *found.definition->workflow.find(id);
        if (action.also) {
            // An act may have changed the second record since its own snapshot.
            if (is_after && now == nullptr) now = TRY(house.store.snapshot());
            storage::Snapshot& view = now == nullptr ? snapshot : *now;
            if (!TRY(may_beside(house, view, caller, *action.also, found.row.id, links))) continue;
        }
        out.push_back(std::move(id));
    }
    return out;
}

}  // namespace

Result<Offered> offered_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const std::vector<record::Link>& links,
    std::vector<std::string> allowed,
    const StoredHistory* known
) {
    const definition::Register& definition = *found.definition;
    Offered out;
    const std::set<std::string> names = counted(definition);
    const bool asks = std::ranges::any_of(allowed, [&](const std::string& id) {
        return asks_history(*definition.workflow.find(id));
    });
    KnownHistories::History read_back;
    StoredHistory history;
    if (known != nullptr && (asks || !names.empty())) {
        history = *known;
    } else if (asks || !names.empty()) {
        read_back = TRY(history_as_shown(house, snapshot, found));
        history = stored_history(*read_back);
    }
    if (!names.empty())
        out.times = times_of(names, definition, history, verdict_of(caller, found, access::kOpen).read);
    const Taker taker(house, caller, found, history);
    const std::string in_vain = passed_on_to_nobody(house, caller, found);
    std::erase_if(allowed, [&](const std::string& id) { return id == in_vain || !taker.may(id); });
    out.actions =
        TRY(taken_beside(house, snapshot, caller, found, links, std::move(allowed), known != nullptr));
    return out;
}

}  // namespace neove::service
