#include "service/registers/people.h"

#include "service/registers/erase_record.h"
#include "service/registers/record_change.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

constexpr std::int64_t kPeopleMax = 100;

/// A relation that only keeps from something.
bool is_guard(const Desk& desk, std::string_view kind) {
    if (kind == kLegalHold) return true;
    const auto& denies = desk.programme->rules.policy(desk.current->id).denies;
    return std::ranges::find(denies, kind, &access::Deny::relation) != denies.end();
}

bool is_word_of(const Desk& desk, std::string_view kind) {
    const std::vector<std::string> words = relation_words(desk);
    return std::ranges::find(words, kind) != words.end();
}

/// An event that changes nothing of the answers.
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

/// The pipeline that both share: `write` adds what is written beside the event.
Result<OpenedRecord> change_people(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    std::string_view kind,
    const std::string& reason,
    const std::function<Result<>(FoundRecord&, Decided&)>& write
) {
    const auto snapshot = TRY(house.store.snapshot());
    FoundRecord found =
        TRY(record_for(house, *snapshot, caller, request.register_id, request.record, access::kOpen));
    const bool allowed = verdict_of(caller, found, access::kAssign).allowed;
    const Act what{std::string(access::kAssign), {}, request.request_key, request.request_body, allowed};
    if (TRY(repeated(house, caller, *snapshot, what)))
        return read_record(house, caller, request.register_id, request.record);
    if (!request.etag.empty()) {
        const access::Classes read = verdict_of(caller, found, access::kOpen).read;
        TRY(check_record_etag(house, found.row, read, request.etag));
    }
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot& view) -> Result<Decided> {
        const auto history = TRY(events_of(view, found.row.register_name, found.row.id));
        record::Outcome outcome = event_about(caller, found, history, kind, reason);
        outcome.record.answers =
            TRY(found.seal->open_state(
                    found.sealed, access::kEveryClass, found.row.version, found.row.last_event
                ))
                .answers;
        const ChangeOf what_changes{
            *found.definition, *found.seal, found.row.id, history, outcome, &found.row};
        RecordChange change = TRY(change_of(house, caller, what_changes));
        TRY(write(found, change.decided));
        return std::move(change.decided);
    });
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(std::move(acted));
    // Who she is to the record may be what changed: what she may see now is asked anew.
    return read_record(house, caller, request.register_id, request.record);
}

Result<> check_relation(
    const House& house, const Caller& caller, const FoundRecord& found, const NewRelation& wanted
) {
    const auto wrong = [](const char* where) { return refuse(ErrorKind::Invalid, "record.relation", where); };
    if (!is_word_of(found.desk, wanted.kind)) return wrong("/relation");
    const auto view = house.live.view();
    const bool by_account = !wanted.account.is_empty();
    if (by_account == !wanted.organisation.is_empty()) return wrong("/account");
    if (by_account && !view->account_names.contains(wanted.account)) return wrong("/account");
    if (!by_account && view->directory.find(wanted.organisation) == nullptr) return wrong("/organisation");
    if (wanted.until && *wanted.until <= caller.now) return wrong("/until");
    const bool there = std::ranges::any_of(found.relations, [&](const RecordRelation& one) {
        return one.holds_at(caller.now) && one.kind == wanted.kind && one.account == wanted.account &&
               one.organisation == wanted.organisation;
    });
    if (there) return wrong("/relation");
    const auto holding = std::ranges::count_if(found.relations, [&](const RecordRelation& one) {
        return one.holds_at(caller.now);
    });
    // However many there are: whoever must not see a record can be kept from it, and a hold can be laid.
    if (holding >= kPeopleMax && !is_guard(found.desk, wanted.kind)) return wrong("/relation");
    return {};
}

}  // namespace

std::vector<std::string> relation_words(const Desk& desk) {
    const access::Rules& rules = desk.programme->rules;
    std::set<std::string, std::less<>> words;
    for (const access::Cell& cell : rules.cells()) {
        if (cell.register_name != desk.current->id) continue;
        words.insert(cell.relation);
        if (cell.condition.consent) words.emplace(access::kConsent);
    }
    for (const access::Deny& deny : rules.policy(desk.current->id).denies) {
        words.insert(deny.relation);
        words.insert(deny.unless.begin(), deny.unless.end());
    }
    // Gives nobody anything, and keeps the record from being erased.
    if (desk.current->form.persons) words.emplace(kLegalHold);
    std::erase_if(words, [](const std::string& word) {
        return access::is_derived(word) || word == access::kBreakGlass;
    });
    return {words.begin(), words.end()};
}

Result<OpenedRecord> assign(
    House& house, const Caller& caller, const RecordRequest& request, const NewRelation& wanted
) {
    const auto write = [&](FoundRecord& found, Decided& decided) -> Result<> {
        TRY(check_relation(house, caller, found, wanted));
        const RecordRelation relation{
            crypto::random_id(),
            wanted.kind,
            wanted.account,
            wanted.organisation,
            caller.now,
            wanted.until,
            caller.account.id,
            1};
        decided.commit.writes.push_back(
            insert_relation(house.keys, found.row.register_name, found.row.id, relation)
        );
        return {};
    };
    return change_people(house, caller, request, kAssigned, wanted.reason, write);
}

Result<OpenedRecord> unassign(
    House& house, const Caller& caller, const RecordRequest& request, const std::string& id
) {
    const auto write = [&](FoundRecord& found, Decided& decided) -> Result<> {
        const auto ends = std::ranges::find(found.relations, id, &RecordRelation::id);
        // A deny is lifted by those who may assign, and nobody lifts her own: she does not see the record.
        if (ends == found.relations.end() || !ends->holds_at(caller.now)) {
            return refuse(ErrorKind::NotFound, "access.not_found");
        }
        RecordRelation relation = *ends;
        relation.until = caller.now;
        decided.commit.writes.push_back(
            end_relation(house.keys, found.row.register_name, found.row.id, relation)
        );
        return {};
    };
    return change_people(house, caller, request, kUnassigned, {}, write);
}

}  // namespace neove::service
