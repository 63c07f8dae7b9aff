#include "service/registers/act_on_record.h"

#include "form/asks.h"
#include "record/history.h"
#include "service/registers/beside.h"
#include "service/registers/correction_right.h"
#include "service/registers/derive_next.h"
#include "service/registers/drafts.h"
#include "service/registers/guards.h"
#include "service/registers/known_histories.h"
#include "service/registers/link_targets.h"
#include "service/registers/open_change.h"
#include "service/registers/own_units.h"
#include "service/registers/show_after.h"
#include "service/registers/store_epochs.h"
#include "service/registers/successions.h"
#include "service/registers/try_act.h"
#include "service/registers/visit.h"
#include "storage/statements/records.h"
#include "workflow/workflow.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace neove::service {

namespace {

constexpr int kNumberTries = 5;
auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

/// Which right of the table an act asks for.
std::string permission_of(const WantedAct& wanted) {
    if (wanted.action == record::kCorrected) return std::string(access::kCorrect);
    if (wanted.action == record::kLinked || wanted.action == record::kUnlinked) {
        return std::string(access::kLink);
    }
    return wanted.action;
}

Result<> check_step_up(
    const Caller& caller, const definition::Register& definition, std::string_view action_id
) {
    const workflow::Action* action = definition.workflow.find(action_id);
    if (action == nullptr || !action->needs_step_up) return {};
    return require_step_up(caller);
}

/// The action that is taken, or that a correction mends.
std::string mended_action(const WantedAct& wanted, const std::vector<StoredEvent>& history) {
    if (wanted.action != record::kCorrected) return wanted.action;
    for (const StoredEvent& one : history) {
        if (one.event.id == wanted.corrects) return one.event.kind;
    }
    return wanted.action;
}

/// What stood in the record when the action was taken that a correction mends: of the columns, as they were
/// corrected so far. Of anything else what stands in it now.
json::Value answers_before(
    const WantedAct& wanted, const json::Value& now, const std::vector<StoredEvent>& history
) {
    if (wanted.action != record::kCorrected) return now;
    record::History events;
    for (const StoredEvent& one : history) events.push_back(&one.event);
    const record::Corrected effective(events);
    json::Value before{json::Object{}};
    for (const record::Event& one : effective.events()) {
        if (one.id == wanted.corrects) break;
        before = one.columns;
    }
    return before;
}

Result<> check_correction(
    const Caller& caller,
    const FoundRecord& found,
    const WantedAct& wanted,
    const std::vector<StoredEvent>& history
) {
    if (wanted.action != record::kCorrected) return {};
    const auto wrong = std::ranges::find_if(history, [&](const StoredEvent& one) {
        return one.event.id == wanted.corrects;
    });
    // What is not there, or no action, is refused with its own word.
    if (wrong == history.end() || record::is_reserved(wrong->event.kind)) return {};
    const std::string before = wrong == history.begin() ? std::string() : std::prev(wrong)->event.state;
    if (may_mend(caller, found, wrong->event, before)) return {};
    return refuse(ErrorKind::Forbidden, "record.correct_not_hers", "/event");
}

/// Nobody takes away what another body linked: work may be given by it.
Result<> check_unlink(
    const Caller& caller, const WantedAct& wanted, const std::vector<StoredEvent>& history
) {
    if (wanted.action != record::kUnlinked) return {};
    for (const record::Link& link : wanted.links) {
        OrganisationId by;
        for (const StoredEvent& one : history) {
            const bool adds = one.event.kind != record::kUnlinked;
            if (adds && std::ranges::find(one.event.links, link) != one.event.links.end()) {
                by = one.event.acting_org;
            }
        }
        if (by.is_empty() || by == caller.actor.organisation || caller.actor.below.contains(by)) continue;
        return refuse(ErrorKind::Forbidden, "record.unlink_not_hers");
    }
    return {};
}

/// A body that was asked and has acted is not shut out by a word that somebody mends afterwards: what it
/// decided stays before its eyes.
KeepsRow kept_by(
    const House& house,
    const FoundRecord& found,
    const WantedAct& wanted,
    const std::vector<StoredEvent>& history
) {
    if (wanted.action != record::kCorrected) return {};
    std::set<OrganisationId> acted;
    for (const StoredEvent& one : history) acted.insert(one.event.acting_org);
    acted.erase(found.row.owner);
    return [view = house.live.view(), acted = std::move(acted)](const RecordRelation& row) {
        return std::ranges::any_of(acted, [&](const OrganisationId& body) {
            return body == row.organisation || view->directory.is_below(body, row.organisation);
        });
    };
}

/// An opened record before and after.
struct Work {
    FoundRecord found;
    KnownHistories::History history{std::make_shared<const std::vector<StoredEvent>>()};
    OpenedAnswers after;
    RecordChange change;
};

/// The record's links. Their rows bear no tag, and an act follows them to other records: they count only
/// where the history says the same.
Result<std::vector<record::Link>> links_as_told(
    storage::Snapshot& snapshot, const RecordId& id, const std::vector<StoredEvent>& history
) {
    std::vector<record::Link> told;
    for (const StoredEvent& one : history) {
        for (const record::Link& link : one.event.links) {
            std::erase(told, link);
            if (one.event.kind != record::kUnlinked) told.push_back(link);
        }
    }
    std::vector<record::Link> rows = TRY(links_of(snapshot, id));
    std::vector<record::Link> sorted = rows;
    std::ranges::sort(sorted);
    std::ranges::sort(told);
    if (sorted != told) return refuse(ErrorKind::Internal, "record.unreadable", {}, "links");
    return rows;
}

Result<record::Record> whole_record(
    storage::Snapshot& snapshot,
    const FoundRecord& found,
    const json::Value& answers,
    const std::vector<StoredEvent>& history
) {
    record::Record out;
    out.id = found.row.id;
    out.number = found.row.number;
    out.version = found.row.version;
    out.state = found.row.state;
    out.answers = answers;
    out.links = TRY(links_as_told(snapshot, found.row.id, history));
    out.opened_at = found.row.opened_at;
    out.changed_at = found.row.changed_at;
    return out;
}

/// Every answer that was ever given: what a correction needs.
Result<std::vector<record::Event>> opened_history(
    const FoundRecord& found, const std::vector<StoredEvent>& history
) {
    std::vector<record::Event> out;
    out.reserve(history.size());
    for (const StoredEvent& one : history) {
        out.push_back(one.event);
        const OpenedAnswers opened =
            TRY(found.seal->open_event(one.sealed, access::kEveryClass, false, one.event.id));
        for (const auto& [field, value] : *opened.answers.object()) out.back().answers.set(field, value);
    }
    return out;
}

/// A correction needs all of it; all else what lies in the clear, where it stands.
Result<record::Outcome> decide_event(
    const FoundRecord& found,
    const record::Record& before,
    const std::vector<StoredEvent>& history,
    const record::Command& command,
    const record::Context& context,
    Diagnostics& faults
) {
    const definition::Register& definition = *found.definition;
    if (command.action == record::kCorrected) {
        const auto opened = TRY(opened_history(found, history));
        return record::decide(definition, before, record::history_of(opened), command, context, faults);
    }
    const record::History events = told_history(stored_history(history));
    return record::decide(definition, before, events, command, context, faults);
}

/// What the reply may show of the answers afterwards.
OpenedAnswers readable(const form::Form& form, const json::Value& answers, access::Classes read) {
    OpenedAnswers out;
    out.there = classes_in(form, answers);
    out.opened = static_cast<access::Classes>(out.there & read);
    out.answers = of_classes(form, answers, out.opened);
    return out;
}

/// Who then stands to it, for the reply.
void keep_rows(const RowsHanded& rows, std::vector<RecordRelation>& relations) {
    for (const RecordRelation& ended : rows.ended) {
        const auto row = std::ranges::find(relations, ended.id, &RecordRelation::id);
        if (row != relations.end()) row->until = ended.until;
    }
    relations.insert(relations.end(), rows.begun.begin(), rows.begun.end());
}

/// The record as it then stands to her: a state may have closed it.
void take_over(const House& house, const Caller& caller, Work& work, const json::Value& answers) {
    work.found.row = work.change.row;
    work.found.standing = standing_of(house, caller, work.found.row, work.found.relations);
    const access::Classes read = verdict_of(caller, work.found, access::kOpen).read;
    work.after = readable(work.found.definition->form, answers, read);
    work.change.decided.classes = sensitive_classes(work.after.opened);
    work.change.decided.purpose = house.purposes.of(visit_of(caller), work.found.row.id.text(), caller.now);
}

/// What the form asks of others, with the files that this act may name.
form::References references_with(const House& house, const Caller& caller, const NamedFiles& files) {
    form::References out = references_of(house, caller.now);
    out.attachment = [&files](std::string_view id) { return files.knows(id); };
    return out;
}

/// A new file is taken in only where she may attach. Before there is a record no state says so: then it is
/// asked whether her role ever may.
Result<> check_attach(const Caller& caller, const FoundRecord& found, const NamedFiles& files) {
    if (!files.brings_any()) return {};
    const bool is_new = found.row.id.is_empty();
    const bool may =
        is_new
            ? found.desk.programme->rules.may_ever(caller.actor.role, found.desk.current->id, access::kAttach)
            : verdict_of(caller, found, access::kAttach).allowed;
    if (!may) return refuse(ErrorKind::Forbidden, "attachment.not_here", "/answers");
    return {};
}

record::Context context_of(const House& house, const Caller& caller, const form::References& references) {
    return {caller.now, house.options.utc_offset_micros, house.programmes.calendar(), references};
}

void forget_draft(
    const Caller& caller,
    const std::string& register_name,
    const std::string& key,
    const std::string& form,
    Decided& decided
) {
    decided.commit.writes.push_back(
        {&storage::statements::kDeleteDraft, {caller.account.id.text(), register_name, key, form}}
    );
}

/// Of a new record: the draft about each record that it is linked to, and nobody else's; the one that was
/// begun about none where it is linked to none.
void forget_drafts_of_new(
    const Caller& caller, const std::string& register_name, const WantedAct& wanted, Decided& decided
) {
    if (wanted.links.empty()) forget_draft(caller, register_name, "new", wanted.action, decided);
    for (const record::Link& link : wanted.links) {
        const std::string about = link.to_register + "/" + link.to.text();
        forget_draft(caller, register_name, "new", draft_form(wanted.action, about), decided);
    }
}

Result<Decided> decide_act(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const WantedAct& wanted,
    Work& work,
    Diagnostics& faults
);

/// Its refusal, told at the form of the act it is a part of: a fault at the question whose answer it got.
Error told_here(
    Error error,
    const workflow::Also& also,
    const std::string& number,
    const Diagnostics& slips,
    Diagnostics& faults
) {
    if (error.kind == ErrorKind::Internal || error.kind == ErrorKind::Unavailable ||
        error.code == "session.step_up" || error.code == "workflow.not_later" ||
        error.code == "record.out_of_order") {
        return error;
    }
    const std::string head = "/answers/";
    Diagnostics here;
    for (const Error& slip : slips) {
        const auto with = std::ranges::find_if(also.with, [&](const auto& one) {
            return slip.where == head + one.first || slip.where.starts_with(head + one.first + "/");
        });
        if (with == also.with.end()) break;
        here.push_back(slip);
        here.back().where = head + with->second;
    }
    if (error.code == "record.many_faults" && !here.empty() && here.size() == slips.size()) {
        faults = std::move(here);
        return error;
    }
    const bool is_class = error.code == "record.class";
    return {
        is_class ? ErrorKind::Forbidden : ErrorKind::Conflict,
        is_class ? "record.also_refused" : "record.also_not_now",
        {},
        number};
}

/// Words that she keeps here she keeps in the answers over there that repeat them.
std::vector<std::string> kept_there(const workflow::Also& also, const std::vector<std::string>& kept) {
    std::vector<std::string> out;
    for (const auto& [field, from] : also.with) {
        const auto theirs = form::kept_as(kept, "/answers/" + from, "/answers/" + field);
        out.insert(out.end(), theirs.begin(), theirs.end());
    }
    return out;
}

/// The second record, and what is written of it.
struct ActBeside {
    record::Beside record;
    Decided decided;
};

/// The act on the second record: the same person, the same time, under the same rules as if she took it
/// there.
Result<ActBeside> decide_beside(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const WantedAct& wanted,
    const FoundRecord& found,
    const record::Outcome& outcome,
    Diagnostics& faults
) {
    const workflow::Also& also = *found.definition->workflow.find(wanted.action)->also;
    Work second;
    second.found = TRY(beside_of(house, snapshot, caller, also, outcome.record.id, outcome.record.links));
    WantedAct theirs;
    theirs.action = also.action;
    theirs.occurred_at = wanted.occurred_at;
    theirs.precision = wanted.precision;
    theirs.beside = {found.row.register_name, found.row.id};
    for (const auto& [field, from] : also.with) {
        if (const json::Value* answer = outcome.record.answers.find(from)) theirs.answers.set(field, *answer);
    }
    theirs.kept_words = kept_there(also, wanted.kept_words);
    if (!also.reason.empty()) theirs.reason = outcome.record.answers.text_or(also.reason);
    Diagnostics slips;
    auto decided = decide_act(house, snapshot, caller, theirs, second, slips);
    if (!decided) {
        return std::unexpected(told_here(decided.error(), also, second.found.row.number, slips, faults));
    }
    return ActBeside{{second.found.row.register_name, second.found.row.id}, *std::move(decided)};
}

/// Who looked by the same turn meanwhile is refused.
void expect(Decided& decided, const Turns& turns) {
    decided.commit.expected.insert(decided.commit.expected.end(), turns.begin(), turns.end());
}

/// Both acts or neither.
void join(Decided& first, Decided second) {
    storage::Commit& to = first.commit;
    storage::Commit& from = second.commit;
    std::ranges::move(from.expected, std::back_inserter(to.expected));
    std::ranges::move(from.events, std::back_inserter(to.events));
    std::ranges::move(from.writes, std::back_inserter(to.writes));
}

Result<Decided> decide_act(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const WantedAct& wanted,
    Work& work,
    Diagnostics& faults
) {
    FoundRecord& found = work.found;
    const access::Verdict verdict = verdict_of(caller, found, permission_of(wanted));
    TRY(check_classes(found.definition->form, wanted.answers, verdict.write));
    const Turns turns = TRY(check_targets(house, snapshot, caller, *found.definition, found.row.id, wanted));
    work.history = TRY(history_of(house, snapshot, found.row));
    const std::vector<StoredEvent>& history = *work.history;
    TRY(check_history(found.row, history));
    TRY(check_correction(caller, found, wanted, history));
    TRY(check_unlink(caller, wanted, history));
    TRY(check_step_up(caller, *found.definition, mended_action(wanted, history)));
    const OpenedAnswers all =
        TRY(found.seal->open_state(found.sealed, access::kEveryClass, found.row.version, found.row.last_event)
        );
    const std::string taken = mended_action(wanted, history);
    TRY(check_heir(
        house, caller, *found.definition, taken, answers_before(wanted, all.answers, history), wanted.answers
    ));
    TRY(check_heir_let_in(house, found, taken, wanted.answers, caller.now));
    const record::Record before = TRY(whole_record(snapshot, found, all.answers, history));
    const NamedFiles files = TRY(
        NamedFiles::find(house, snapshot, caller, found.desk, found.definition->form, history, wanted.answers)
    );
    TRY(check_attach(caller, found, files));
    const form::References references = references_with(house, caller, files);
    const bool consent = found.standing.relations.contains(access::kConsent);
    record::Outcome outcome = TRY(decide_event(
        found,
        before,
        history,
        command_of(caller, wanted, consent),
        context_of(house, caller, references),
        faults
    ));
    TRY(check_own_units(house, caller, *found.definition, outcome, history));
    const workflow::Action* action = found.definition->workflow.find(wanted.action);
    Decided second;
    outcome.event.beside = wanted.beside;
    if (action != nullptr && action->also) {
        ActBeside other = TRY(decide_beside(house, snapshot, caller, wanted, found, outcome, faults));
        outcome.event.beside = std::move(other.record);
        second = std::move(other.decided);
    }
    ChangeOf what{*found.definition, *found.seal, found.row.id, history, outcome};
    what.before = &found.row;
    what.files = files.taken(found.definition->form, outcome.event.answers);
    what.rows = rows_handed(
        found.desk.programme->rules,
        found.register_name(),
        caller,
        outcome.handed,
        history,
        found.relations,
        kept_by(house, found, wanted, history)
    );
    keep_rows(what.rows, found.relations);
    work.change = TRY(change_of(house, caller, what));
    const std::string form = draft_form(wanted.action, wanted.corrects.text());
    forget_draft(caller, found.row.register_name, found.row.id.text(), form, work.change.decided);
    take_over(house, caller, work, outcome.record.answers);
    expect(work.change.decided, turns);
    join(work.change.decided, std::move(second));
    return std::move(work.change.decided);
}

Result<OpenedRecord> shown(House& house, storage::Snapshot& snapshot, const Caller& caller, Work& work) {
    StoredHistory history = stored_history(*work.history);
    history.push_back(&work.change.happened);
    return show_after(
        house,
        snapshot,
        caller,
        work.found,
        work.after,
        std::move(work.change.clocks),
        work.change.links,
        history
    );
}

/// Nothing was written: the same request did it before, or beside this one.
Result<OpenedRecord> as_before(
    House& house, const Caller& caller, const RecordRequest& request, const RecordId& id
) {
    OpenedRecord out = TRY(read_record(house, caller, request.register_id, id));
    out.repeated = true;
    return out;
}

/// A record that is about to be: its key, its number, its definition as it is today.
Result<Decided> decide_opening(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const WantedAct& wanted,
    Work& work,
    Diagnostics& faults
) {
    FoundRecord& found = work.found;
    const definition::Register& definition = *found.definition;
    const access::Verdict verdict = access::decide(
        found.desk.programme->rules,
        caller.actor,
        definition.id,
        wanted.action,
        access::standing_before(caller.now)
    );
    TRY(check_step_up(caller, definition, wanted.action));
    const Turns turns = TRY(check_targets(house, snapshot, caller, definition, RecordId(), wanted));
    const NamedFiles files =
        TRY(NamedFiles::find(house, snapshot, caller, found.desk, definition.form, {}, wanted.answers));
    TRY(check_attach(caller, found, files));
    const form::References references = references_with(house, caller, files);
    const record::Outcome outcome =
        TRY(decide_new(house, caller, definition, wanted, verdict.write, references, faults));
    NewRecord fresh = TRY(change_of_new(
        house,
        snapshot,
        caller,
        found.desk,
        wanted,
        outcome,
        {files.taken(definition.form, outcome.event.answers), {}, {}}
    ));
    found.seal.emplace(std::move(fresh.seal));
    found.relations = std::move(fresh.relations);
    work.change = std::move(fresh.change);
    work.change.decided.status = 201;
    expect(work.change.decided, turns);
    forget_drafts_of_new(caller, definition.id, wanted, work.change.decided);
    take_over(house, caller, work, outcome.record.answers);
    return std::move(work.change.decided);
}

}  // namespace

Result<OpenedRecord> open_record(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const WantedAct& wanted,
    Diagnostics& faults
) {
    const Desk desk = TRY(desk_of(house, request.register_id));
    const workflow::Action* action = desk.current->workflow.find(wanted.action);
    const bool allowed = action != nullptr && action->creates &&
                         access::decide(
                             desk.programme->rules,
                             caller.actor,
                             desk.current->id,
                             wanted.action,
                             access::standing_before(caller.now)
                         )
                             .allowed;
    const Act write{wanted.action, {}, request.request_key, request.request_body, allowed};
    for (int tries = 1;; ++tries) {
        const auto snapshot = TRY(house.store.snapshot());
        Work work;
        work.found.desk = desk;
        work.found.pinned = desk.programme->bundle;
        work.found.definition = desk.current;
        auto acted = act(house, caller, *snapshot, write, [&](storage::Snapshot& view) {
            faults.clear();
            return decide_opening(house, view, caller, wanted, work, faults);
        });
        // Its number can be somebody else's already, its key be laid under an epoch that is gone, or another
        // record point by now where this one must be alone: then it is refused when it is looked at again.
        if (!acted && acted.error().code == "storage.conflict") {
            const auto now = TRY(house.store.snapshot());
            TRY(check_epochs(*now, *house.keys.records));
            if (tries < kNumberTries) continue;
        }
        const Acted done = TRY(std::move(acted));
        if (done.repeated) return as_before(house, caller, request, RecordId::trusted(done.resource_id));
        return shown(house, *snapshot, caller, work);
    }
}

Result<OpenedRecord> act_on_record(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const WantedAct& wanted,
    Diagnostics& faults
) {
    const auto snapshot = TRY(house.store.snapshot());
    Work work;
    work.found = TRY(find_record(house, *snapshot, caller, request.register_id, request.record));
    const std::string permission = permission_of(wanted);
    const access::Verdict open = verdict_of(caller, work.found, access::kOpen);
    const bool allowed = verdict_of(caller, work.found, permission).allowed;
    const Act write{permission, {}, request.request_key, request.request_body, allowed};
    if (open.allowed) {
        // What she did already may have led to a state in which it cannot be done again; and whoever may open
        // it is told that somebody changed it, not that her action is gone.
        if (TRY(repeated(house, caller, *snapshot, write))) {
            return as_before(house, caller, request, request.record);
        }
        if (!request.etag.empty()) TRY(check_record_etag(house, work.found.row, open.read, request.etag));
    }
    auto acted = act(house, caller, *snapshot, write, [&](storage::Snapshot& view) {
        return decide_act(house, view, caller, wanted, work, faults);
    });
    // Somebody else's change came between our look and our commit.
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    const Acted done = TRY(std::move(acted));
    if (done.repeated) return as_before(house, caller, request, request.record);
    return shown(house, *snapshot, caller, work);
}

Result<Tried> try_act(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const WantedAct& wanted,
    Diagnostics& faults
) {
    const auto snapshot = TRY(house.store.snapshot());
    Work work;
    work.found = TRY(find_record(house, *snapshot, caller, request.register_id, request.record));
    const std::string permission = permission_of(wanted);
    const access::Verdict open = verdict_of(caller, work.found, access::kOpen);
    if (!open.allowed) return not_found();
    const bool allowed = verdict_of(caller, work.found, permission).allowed;
    const Act write{permission, {}, request.request_key, request.request_body, allowed};
    if (TRY(repeated(house, caller, *snapshot, write))) return Tried::Done;
    if (!request.etag.empty()) TRY(check_record_etag(house, work.found.row, open.read, request.etag));
    if (!allowed) return not_found();
    TRY(decide_act(house, *snapshot, caller, wanted, work, faults));
    return Tried::Would;
}

Result<OpenedRecord> unlink_record(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const std::string& link,
    Diagnostics& faults
) {
    const auto snapshot = TRY(house.store.snapshot());
    const FoundRecord found =
        TRY(record_for(house, *snapshot, caller, request.register_id, request.record, access::kLink));
    WantedAct wanted;
    wanted.action = record::kUnlinked;
    for (const record::Link& one : TRY(links_of(*snapshot, request.record))) {
        if (link_id(found.row.id, one) == link) wanted.links.push_back(one);
    }
    if (wanted.links.empty()) return not_found();
    return act_on_record(house, caller, request, wanted, faults);
}

}  // namespace neove::service
