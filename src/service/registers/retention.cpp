#include "service/registers/retention.h"

#include "service/registers/erase_record.h"
#include "service/registers/record_stream.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kScanMax = 20'000;

/// States that end the work, of the register in force: how long something is kept follows today's rule.
std::vector<std::string> final_states(const definition::Register& definition) {
    std::vector<std::string> out;
    for (const workflow::State& state : definition.workflow.states) {
        if (state.is_final) out.push_back(state.id);
    }
    return out;
}

/// When the record came into its state the last time; a record that was opened again begins anew.
Instant closed_at(const std::vector<StoredEvent>& history, const RecordRow& row) {
    Instant at = row.opened_at;
    for (const StoredEvent& one : history) {
        if (one.event.state == row.state && one.from != row.state) at = one.event.recorded_at;
    }
    return at;
}

/// What of a request's work is the same for every row.
struct Search {
    House& house;
    storage::Snapshot& snapshot;
    const Caller& caller;
    const Desk& desk;
    calendar::Date today;

    bool is_over(Instant closed, calendar::Date& kept_until) const {
        const auto day = calendar::date_of(closed, house.options.utc_offset_micros);
        kept_until = day.plus_months(desk.current->retention.months);
        return kept_until < today;
    }

    /// Nothing for a row that is not hers to erase, or whose time is not over.
    Result<std::optional<OverdueErasure>> looked_at(const RecordRow& row) const {
        std::optional<OverdueErasure> none;
        calendar::Date kept_until;
        // Cheap and never wrong: what was opened too lately cannot have been closed long ago.
        if (!is_over(row.opened_at, kept_until)) return none;
        auto found = find_record(house, snapshot, caller, desk.current->id, row.id);
        if (!found && found.error().kind == ErrorKind::NotFound) return none;
        const FoundRecord record = TRY(std::move(found));
        if (!verdict_of(caller, record, access::kErase).allowed) return none;
        const auto history = TRY(events_of(snapshot, record.row.register_name, record.row.id));
        // An altered history opens nothing either; the verifiers name it.
        if (!check_history(record.row, history)) return none;
        OverdueErasure out{record.row, closed_at(history, record.row), {}, false, false};
        if (!is_over(out.closed_at, out.kept_until)) return none;
        out.is_held = std::ranges::any_of(record.relations, [&](const RecordRelation& one) {
            return one.kind == kLegalHold && one.holds_at(caller.now);
        });
        const auto asked = TRY(erasures_of_record(snapshot, house.keys, record.row.id));
        out.has_been_asked = std::ranges::any_of(asked, [&](const Erasure& one) {
            return !one.is_redaction() && one.waits_at(caller.now);
        });
        return std::optional(std::move(out));
    }
};

}  // namespace

Result<RetentionList> list_retention(House& house, const Caller& caller, const std::string& register_id) {
    RetentionList out;
    out.desk = TRY(desk_of(house, register_id));
    const auto scope =
        access::scope_of(out.desk.programme->rules, caller.actor, register_id, access::Channel::Erase);
    if (scope.is_empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    StreamQuery query;
    query.register_name = register_id;
    query.states = final_states(*out.desk.current);
    if (out.desk.current->retention.months == 0 || query.states.empty()) return out;
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto today = calendar::date_of(caller.now, house.options.utc_offset_micros);
    const Search search{house, *snapshot, caller, out.desk, today};
    RecordStream stream(*snapshot, house.keys, caller.actor, query, stream_scope(scope));
    while (auto row = TRY(stream.next())) {
        out.more = stream.scanned() > kScanMax || out.records.size() == kOverdueShown;
        if (out.more) break;
        if (auto one = TRY(search.looked_at(*row))) out.records.push_back(std::move(*one));
    }
    return out;
}

}  // namespace neove::service
