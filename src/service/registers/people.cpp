#include "service/registers/people.h"

#include "access/succeed.h"
#include "service/registers/assignable.h"
#include "service/registers/erase_record.h"
#include "service/registers/event_about.h"
#include "service/registers/guards.h"
#include "service/registers/handed_rows.h"
#include "service/registers/keep_away.h"
#include "service/registers/record_change.h"

#include <algorithm>
#include <functional>
#include <set>

namespace neove::service {

namespace {

constexpr std::int64_t kPeopleMax = 100;

bool is_word_of(const Desk& desk, std::string_view kind) {
    const std::vector<std::string> words = relation_words(desk);
    return std::ranges::find(words, kind) != words.end();
}

/// What happens to a relation, and what is written beside the event.
struct PeopleChange {
    std::string_view kind;
    RecordRelation relation;
    std::vector<storage::Write> writes;
    RowsHanded rows{};  ///< that begin or end besides
};
using History = std::vector<StoredEvent>;
using DecideChange =
    std::function<Result<PeopleChange>(storage::Snapshot&, const FoundRecord&, const History&)>;

/// As an event says it in the clear: which relation, of what kind, to whom.
json::Value said_of(const RecordRelation& relation) {
    return json::Object{
        {"id", relation.id},
        {"kind", relation.kind},
        {"account", relation.account.text()},
        {"organisation", relation.organisation.text()}};
}

std::string until_text(const RecordRelation& relation) {
    return relation.until ? to_iso(*relation.until) : std::string();
}

/// Who she is to the record may be what changed: what she may see now is asked anew. Nothing of it where her
/// own word was the second that keeps her away, too.
Result<OpenedRecord> seen_after(House& house, const Caller& caller, const RecordRequest& request) {
    auto record = read_record(house, caller, request.register_id, request.record);
    if (!record && record.error().code == "access.not_found") return OpenedRecord{};
    return record;
}

/// The pipeline that all share.
Result<OpenedRecord> change_people(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const std::string& reason,
    const DecideChange& decide,
    std::string_view right = access::kAssign
) {
    const auto snapshot = TRY(house.store.snapshot());
    FoundRecord found =
        TRY(record_for(house, *snapshot, caller, request.register_id, request.record, access::kOpen));
    const bool allowed = verdict_of(caller, found, right).allowed;
    const Act what{std::string(right), {}, request.request_key, request.request_body, allowed};
    if (TRY(repeated(house, caller, *snapshot, what))) return seen_after(house, caller, request);
    if (!request.etag.empty()) {
        const access::Classes read = verdict_of(caller, found, access::kOpen).read;
        TRY(check_record_etag(house, found.row, read, request.etag));
    }
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot& view) -> Result<Decided> {
        const History history = TRY(events_of(view, found.row.register_name, found.row.id));
        TRY(check_history(found.row, history));
        PeopleChange wanted = TRY(decide(view, found, history));
        record::Outcome outcome = event_about(caller, found, history, wanted.kind, reason);
        outcome.record.answers =
            TRY(found.seal->open_state(
                    found.sealed, access::kEveryClass, found.row.version, found.row.last_event
                ))
                .answers;
        ChangeOf what_changes{*found.definition, *found.seal, found.row.id, history, outcome};
        what_changes.before = &found.row;
        what_changes.rows = std::move(wanted.rows);
        what_changes.relation = said_of(wanted.relation);
        if (wanted.kind == kGuardAsked) what_changes.relation.set("until", until_text(wanted.relation));
        RecordChange change = TRY(change_of(house, caller, what_changes));
        std::ranges::move(wanted.writes, std::back_inserter(change.decided.commit.writes));
        return std::move(change.decided);
    });
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(std::move(acted));
    return seen_after(house, caller, request);
}

/// By how many words somebody is kept away.
Result<Word> word_on(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const NewRelation& wanted
) {
    if (wanted.kind == kLegalHold) return Word::One;
    if (wanted.account.is_empty()) return word_on_body(house, snapshot, caller, found, wanted.organisation);
    return word_on_person(house, snapshot, caller, found, wanted.account);
}

/// Whether she may give this by hand to them. A person is one of her own body or below it, as the search for
/// people shows them. Whoever stands to the record only because an answer names her body gives herself
/// nothing that outlasts the answer.
Result<bool> may_give(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const NewRelation& wanted
) {
    const bool by_account = !wanted.account.is_empty();
    const bool is_near =
        by_account && TRY(is_assignable(house, snapshot, caller, found.desk, wanted.kind, wanted.account));
    if (by_account && !is_near) return false;
    const auto& relations = found.standing.relations;
    if (relations.contains(access::kOwn) || relations.contains(access::kAbove)) return true;
    return wanted.account != caller.account.id && wanted.organisation != caller.actor.organisation;
}

/// Whether an answer gave this row and names that body still: it is the newest of its slot. One that stayed
/// when the answer went on to another body is no answer's any more. What came with the record itself (her
/// consent to the body that opened it) is none either: it is withdrawn by hand, and given to others beside
/// it.
bool is_by_answer(
    const History& history,
    const std::map<std::string, GivenRow>& told,
    const RecordRelation& row,
    Instant now
) {
    const auto given = told.find(row.id);
    if (!row.holds_at(now) || given == told.end()) return false;
    const GivenRow& one = given->second;
    return !one.field.empty() && !one.ends && row_of_slot(history, one.kind, one.field) == row.id;
}

/// Whether the answer that gave a row was taken out of the record: it names nobody, and nobody can correct
/// it.
Result<bool> is_answer_gone(
    const FoundRecord& found, const std::map<std::string, GivenRow>& told, const RecordRelation& row
) {
    const auto given = told.find(row.id);
    if (given == told.end()) return false;
    const OpenedAnswers opened =
        TRY(found.seal->open_state(found.sealed, access::kEveryClass, found.row.version, found.row.last_event)
        );
    const std::string& slot = given->second.field;
    const json::Value* answer = opened.answers.find(slot.substr(0, slot.find('.')));
    return answer != nullptr && form::is_redacted(*answer);
}

/// Who stands in this relation is what one answer of the record says: a second one beside it would make two
/// of what the form knows as one. Rows of an answer may have others beside them.
bool says_an_answer(
    const History& history, const FoundRecord& found, const std::string& relation, Instant now
) {
    const auto told = rows_told(history);
    return std::ranges::any_of(found.relations, [&](const RecordRelation& one) {
        return one.kind == relation && is_by_answer(history, told, one, now) &&
               !told.at(one.id).field.contains('.');
    });
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
    // A guard that ends bars none that lasts longer: whoever is kept away till tomorrow may be kept away.
    const bool is_guarding = is_guard(found.desk, wanted.kind);
    const auto lasts = [&](const RecordRelation& one) {
        return !one.until || (wanted.until && *one.until >= *wanted.until);
    };
    const bool there = std::ranges::any_of(found.relations, [&](const RecordRelation& one) {
        return one.holds_at(caller.now) && one.kind == wanted.kind && one.account == wanted.account &&
               one.organisation == wanted.organisation && (!is_guarding || lasts(one));
    });
    if (there) return wrong("/relation");
    const auto holding = std::ranges::count_if(found.relations, [&](const RecordRelation& one) {
        return one.holds_at(caller.now);
    });
    // However many there are: whoever must not see a record can be kept from it, and a hold can be laid.
    if (holding >= kPeopleMax && !is_guarding) return wrong("/relation");
    return {};
}

/// What becomes of a guard that takes two: it is asked for, or laid as another person asked for it, to the
/// same day.
Result<PeopleChange> laid_by_two(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const RecordRelation& relation
) {
    TRY(require_step_up(caller));
    const auto asked = TRY(questions_of(house, snapshot, caller, found, kGuardAsked));
    const auto is_it = [&](const Question& one) {
        return one.kind == relation.kind && one.account == relation.account &&
               one.organisation == relation.organisation && one.until == until_text(relation);
    };
    const bool by_other = std::ranges::any_of(asked, [&](const Question& one) {
        return is_it(one) && one.by != caller.account.id;
    });
    if (by_other) {
        return PeopleChange{kAssigned, relation, {}, no_longer_meanwhile(caller, found, asked, relation)};
    }
    if (std::ranges::any_of(asked, is_it)) {
        return refuse(ErrorKind::Conflict, "record.guard_own", "/relation");
    }
    RowsHanded meanwhile = TRY(kept_meanwhile(house, snapshot, caller, found, relation));
    return PeopleChange{kGuardAsked, relation, {}, std::move(meanwhile)};
}

}  // namespace

std::vector<std::string> relation_words(const Desk& desk) {
    const access::Rules& rules = desk.programme->rules;
    std::set<std::string, std::less<>> words;
    for (const access::Cell& cell : rules.cells()) {
        if (cell.register_name != desk.current->id) continue;
        words.emplace(access::row_word(cell.relation));
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
    const auto decide = [&](storage::Snapshot& view, const FoundRecord& found, const History& history
                        ) -> Result<PeopleChange> {
        TRY(check_relation(house, caller, found, wanted));
        const bool is_guarding = is_guard(found.desk, wanted.kind);
        const Word word = is_guarding ? TRY(word_on(house, view, caller, found, wanted)) : Word::One;
        const bool may = is_guarding || TRY(may_give(house, view, caller, found, wanted));
        if (!may || word == Word::Nobodys) {
            const char* where = wanted.account.is_empty() ? "/organisation" : "/account";
            return refuse(ErrorKind::Forbidden, "record.relation_not_hers", where);
        }
        if (says_an_answer(history, found, wanted.kind, caller.now)) {
            return refuse(ErrorKind::Conflict, "record.relation_by_answer", "/relation");
        }
        PeopleChange out{
            kAssigned,
            {crypto::random_id(),
             wanted.kind,
             wanted.account,
             wanted.organisation,
             caller.now,
             wanted.until,
             caller.account.id,
             1},
            {}};
        if (word == Word::Two) {
            out = TRY(laid_by_two(house, view, caller, found, RecordRelation(out.relation)));
            if (out.kind == kGuardAsked) return out;
        }
        out.writes.push_back(insert_relation(house.keys, found.row.register_name, found.row.id, out.relation)
        );
        return out;
    };
    return change_people(house, caller, request, wanted.reason, decide);
}

namespace {

/// A guard that she asked for and that nobody laid yet, as it would have begun.
Result<std::optional<RecordRelation>> own_question(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const std::string& id
) {
    for (const Question& one : TRY(questions_of(house, snapshot, caller, found, kGuardAsked))) {
        if (one.id != id || one.by != caller.account.id) continue;
        return RecordRelation{one.id, one.kind, one.account, one.organisation, one.at, {}, one.by, 1};
    }
    return std::optional<RecordRelation>();
}

/// By which right she ends a relation. Whoever may pass the record on may carry out a lift, too, that
/// somebody who may assign asked for: where a body is no more and its heir is kept away few others are left.
Result<std::string_view> right_to_end(
    House& house, const Caller& caller, const RecordRequest& request, const std::string& id
) {
    const auto snapshot = TRY(house.store.snapshot());
    const FoundRecord found =
        TRY(record_for(house, *snapshot, caller, request.register_id, request.record, access::kOpen));
    const auto row = std::ranges::find(found.relations, id, &RecordRelation::id);
    const bool is_guarding = row != found.relations.end() && keeps_away(found.desk, row->kind);
    const bool may_assign = verdict_of(caller, found, access::kAssign).allowed;
    return is_guarding && !may_assign ? access::kSucceed : access::kAssign;
}

/// What is done to a relation that only keeps from something: asked for, or carried out by another person.
Result<PeopleChange> lift(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const RecordRelation& relation
) {
    TRY(require_step_up(caller));
    auto asked = TRY(questions_of(house, snapshot, caller, found, kLiftAsked));
    std::erase_if(asked, [&](const Question& one) { return one.id != relation.id; });
    const bool by_other =
        std::ranges::any_of(asked, [&](const Question& one) { return one.by != caller.account.id; });
    if (by_other) return PeopleChange{kUnassigned, relation, {}};
    if (!asked.empty()) return refuse(ErrorKind::Conflict, "record.lift_own");
    return PeopleChange{kLiftAsked, relation, {}};
}

}  // namespace

Result<OpenedRecord> unassign(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const std::string& id,
    const std::string& reason
) {
    const auto decide = [&](storage::Snapshot& view, const FoundRecord& found, const History& history
                        ) -> Result<PeopleChange> {
        const auto own = TRY(own_question(house, view, caller, found, id));
        const auto ends = std::ranges::find(found.relations, id, &RecordRelation::id);
        const bool is_there = ends != found.relations.end() && ends->holds_at(caller.now);
        // Nobody has a say in what keeps herself away, also where another relation lets her in.
        const bool is_hers =
            is_there && keeps_away(found.desk, ends->kind) && ends->account == caller.account.id;
        if (!own && (!is_there || is_hers)) return refuse(ErrorKind::NotFound, "access.not_found");
        if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
            return refuse(ErrorKind::Invalid, "workflow.reason_missing", "/reason");
        }
        if (own) return PeopleChange{kGuardDropped, *own, {}};
        const auto told = rows_told(history);
        if (is_by_answer(history, told, *ends, caller.now) && !TRY(is_answer_gone(found, told, *ends))) {
            return refuse(ErrorKind::Conflict, "record.relation_by_answer");
        }
        PeopleChange out{kUnassigned, *ends, {}};
        if (is_guard(found.desk, ends->kind)) out = TRY(lift(house, view, caller, found, *ends));
        if (out.kind != kUnassigned) return out;
        out.relation.until = caller.now;
        out.writes.push_back(end_relation(house.keys, found.row.register_name, found.row.id, out.relation));
        return out;
    };
    const std::string_view right = TRY(right_to_end(house, caller, request, id));
    return change_people(house, caller, request, reason, decide, right);
}

}  // namespace neove::service
