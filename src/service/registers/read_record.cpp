#include "allotment/rule.h"
#include "service/act.h"
#include "service/registers/document_task.h"
#include "service/registers/guards.h"
#include "service/registers/known_histories.h"
#include "service/registers/list_records.h"
#include "service/registers/offered.h"
#include "service/registers/opened_record.h"
#include "service/registers/show_after.h"
#include "service/registers/state_word.h"
#include "service/registers/visit.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <tuple>

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// In the form's order, whatever order the seals were opened in.
json::Value in_order(const form::Form& form, const json::Value& answers) {
    json::Value out{json::Object{}};
    for (const form::Field& field : form.fields) {
        if (const json::Value* value = answers.find(field.id)) out.set(field.id, *value);
    }
    return out;
}

/// What a link points at, for somebody who may open it.
Result<ShownLink> shown_link(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const RecordId& from, record::Link link
) {
    ShownLink out{link_id(from, link), std::move(link), {}, {}};
    if (out.link.to_register == allotment::kDocumentTask) {
        const auto task = TRY(document_task(house, snapshot, caller, TaskId::trusted(out.link.to.text())));
        if (task) std::tie(out.number, out.words) = std::pair(task->name, task->words);
        if (!task) out.link.to = {};
        return out;
    }
    auto target = record_for(house, snapshot, caller, out.link.to_register, out.link.to, access::kOpen);
    if (target) {
        out.number = target->row.number;
        const auto desk = desk_of(house, out.link.to_register);
        const bool is_listed = desk && verdict_of(caller, *target, access::kList).allowed;
        if (is_listed) out.words = called(house, snapshot, *desk, target->row);
        return out;
    }
    // One that nothing opens any more does not close those that point at it.
    const std::string& code = target.error().code;
    if (code != "access.not_found" && code != "record.unreadable") {
        return std::unexpected(std::move(target).error());
    }
    out.link.to = {};
    return out;
}

std::vector<ShownPerson> people_of(const House& house, const Caller& caller, const FoundRecord& found) {
    const auto view = house.live.view();
    std::vector<ShownPerson> out;
    for (const RecordRelation& one : found.relations) {
        if (one.until && *one.until <= caller.now) continue;
        if (!may_see(caller, found, one)) continue;
        ShownPerson person{one, {}};
        if (!one.account.is_empty()) {
            const auto name = view->account_names.find(one.account);
            if (name != view->account_names.end()) person.name = name->second;
        } else if (const auto* body = view->directory.find(one.organisation)) {
            person.name = body->name;
        }
        out.push_back(std::move(person));
    }
    return out;
}

/// By a history that is there already: most records never hear such a question, and the database goes through
/// all of their events to say so. Of what is decided the database is asked all the same.
bool asks_nothing(House& house, const FoundRecord& found, const StoredHistory* history) {
    const auto known = history == nullptr ? known_history(house, found.row) : nullptr;
    if (history == nullptr && known == nullptr) return false;
    const StoredHistory events = history == nullptr ? stored_history(*known) : *history;
    return std::ranges::none_of(events, [](const StoredEvent* one) {
        return one->event.kind == kGuardAsked;
    });
}

/// Guards that wait for a second person; she who asked sees hers, to take it back.
Result<std::vector<ShownQuestion>> asked_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const StoredHistory* history
) {
    std::vector<ShownQuestion> out;
    if (!verdict_of(caller, found, access::kAssign).allowed || asks_nothing(house, found, history))
        return out;
    const auto view = house.live.view();
    const auto name_of = [&](const AccountId& account) {
        const auto name = view->account_names.find(account);
        return name == view->account_names.end() ? std::string() : name->second;
    };
    for (Question& one : TRY(questions_of(house, snapshot, caller, found, kGuardAsked))) {
        if (one.account == caller.account.id) continue;
        const auto* body = view->directory.find(one.organisation);
        ShownQuestion shown{{}, body == nullptr ? name_of(one.account) : body->name, name_of(one.by)};
        shown.question = std::move(one);
        out.push_back(std::move(shown));
    }
    return out;
}

/// Whether what this action is for is to extend limits that were extended as often as they may be: taken once
/// more it would count for nothing. One that leads on, or asks for an answer of its own, is for something
/// else.
bool is_used_up(
    const definition::Register& definition,
    const workflow::Action& action,
    const std::vector<deadline::Clock>& clocks
) {
    if (!action.to.empty() || !action.requires_fields.empty()) return false;
    bool extends = false;
    for (const deadline::Limit& limit : definition.limits) {
        const auto is_this = [&](const deadline::Extension& one) { return one.action == action.id; };
        if (std::ranges::none_of(limit.extensions, is_this)) continue;
        extends = true;
        int times = 0;
        for (const deadline::Extension& one : limit.extensions) times += one.times_max;
        const auto running = std::ranges::find_if(clocks, [&](const deadline::Clock& clock) {
            return clock.limit == limit.id && !clock.stopped_at;
        });
        if (running == clocks.end() || running->extended < times) return false;
    }
    return extends;
}

May may_of(const Caller& caller, const FoundRecord& found, const std::vector<deadline::Clock>& clocks) {
    May may;
    const auto allowed = [&](std::string_view action) { return verdict_of(caller, found, action).allowed; };
    for (const workflow::Action& action : found.definition->workflow.actions) {
        const bool here = std::ranges::find(action.from, found.row.state) != action.from.end();
        if (!here || action.creates || !allowed(action.id)) continue;
        if (!is_used_up(*found.definition, action, clocks)) may.actions.push_back(action.id);
    }
    may.correct = allowed(access::kCorrect);
    may.link = allowed(access::kLink);
    may.assign = allowed(access::kAssign);
    may.attach = allowed(access::kAttach);
    may.original = allowed(access::kOriginal);
    may.erase = allowed(access::kErase);
    may.lift = settles_guards(caller, found);
    return may;
}

}  // namespace

std::string sensitive_classes(access::Classes opened) {
    const auto sensitive = static_cast<access::Classes>(opened & (access::kConfidential | access::kIdentity));
    return sensitive == 0 ? std::string() : access::classes_text(sensitive);
}

Result<std::vector<record::Link>> links_of(storage::Snapshot& snapshot, const RecordId& record) {
    std::vector<record::Link> out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kLinksOfRecord, {record.text()}))) {
        out.push_back({row.text(3), row.text(4), RecordId::trusted(row.text(5)), row.text(6)});
    }
    return out;
}

namespace {

/// `history`: as far as the row goes; read where a condition asks for it and nobody brings it.
Result<OpenedRecord> shown_with(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const OpenedAnswers& opened,
    std::vector<deadline::Clock> clocks,
    const std::vector<record::Link>& links,
    const StoredHistory* history
) {
    const access::Verdict verdict = verdict_of(caller, found, access::kOpen);
    OpenedRecord out;
    out.row = found.row;
    out.definition = found.definition;
    out.pinned = found.pinned;
    out.answers = in_order(found.definition->form, opened.answers);
    out.readable = verdict.read;
    out.hidden = static_cast<access::Classes>(opened.there & ~verdict.read);
    out.needs_purpose = verdict.with_purpose != 0;
    out.etag = record_etag(house, found.row, verdict.read);
    out.word = word_of_state(found.desk, found.row.state, clocks, caller.now);
    out.clocks = std::move(clocks);
    out.people = people_of(house, caller, found);
    out.asked = TRY(asked_of(house, snapshot, caller, found, history));
    out.may = may_of(caller, found, out.clocks);
    Offered offered =
        TRY(offered_of(house, snapshot, caller, found, links, std::move(out.may.actions), history));
    out.may.actions = std::move(offered.actions);
    out.times = std::move(offered.times);
    for (const std::string& action : out.may.actions) out.write |= verdict_of(caller, found, action).write;
    if (out.may.correct) out.write |= verdict_of(caller, found, access::kCorrect).write;
    for (const record::Link& link : links) {
        out.links.push_back(TRY(shown_link(house, snapshot, caller, found.row.id, link)));
    }
    return out;
}

}  // namespace

Result<OpenedRecord> show_record(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const OpenedAnswers& opened,
    std::vector<deadline::Clock> clocks,
    const std::vector<record::Link>& links
) {
    return shown_with(house, snapshot, caller, found, opened, std::move(clocks), links, nullptr);
}

Result<OpenedRecord> show_after(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const OpenedAnswers& opened,
    std::vector<deadline::Clock> clocks,
    const std::vector<record::Link>& links,
    const StoredHistory& history
) {
    return shown_with(house, snapshot, caller, found, opened, std::move(clocks), links, &history);
}

namespace {

/// `as`: what the journal calls it.
Result<OpenedRecord> opened_as(
    House& house, const Caller& caller, std::string_view register_id, const RecordId& id, std::string_view as
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundRecord found = TRY(record_for(house, *snapshot, caller, register_id, id, access::kOpen));
    const access::Verdict verdict = verdict_of(caller, found, access::kOpen);
    const OpenedAnswers opened =
        TRY(found.seal->open_state(found.sealed, verdict.read, found.row.version, found.row.last_event));
    auto clocks = TRY(clocks_of(*snapshot, id));
    const auto links = TRY(links_of(*snapshot, id));
    OpenedRecord out = TRY(show_record(house, *snapshot, caller, found, opened, std::move(clocks), links));
    if (const std::string classes = sensitive_classes(opened.opened); !classes.empty()) {
        TRY(journal_reads(
            house,
            caller,
            {{std::string(as),
              found.row.register_name,
              id.text(),
              classes,
              house.purposes.of(visit_of(caller), id.text(), caller.now)}}
        ));
    }
    return out;
}

}  // namespace

Result<OpenedRecord> read_record(
    House& house, const Caller& caller, std::string_view register_id, const RecordId& id
) {
    return opened_as(house, caller, register_id, id, access::kOpen);
}

Result<OpenedRecord> print_record(
    House& house, const Caller& caller, std::string_view register_id, const RecordId& id
) {
    return opened_as(house, caller, register_id, id, access::kExport);
}

}  // namespace neove::service
