#include "base/readable.h"
#include "form/asks.h"
#include "form/form.h"
#include "json/json.h"
#include "record/clear.h"
#include "record/history.h"
#include "record/once.h"
#include "record/order.h"
#include "record/taken.h"
#include "workflow/workflow.h"

#include <algorithm>
#include <set>

namespace neove::record {

namespace {

constexpr std::int64_t kClockDrift = kMinute;

/// A decision in the making: what the record is, what is wanted, and the rules both stand under.
struct Matter {
    const definition::Register& definition;
    const Record& record;
    const History& history;
    const Command& command;
    const Context& context;
    Diagnostics asks{};               ///< about words of hers that look like a person's data
    std::vector<std::string> kept{};  ///< where she was asked and keeps them
    calendar::Date today() const { return calendar::date_of(context.now, context.utc_offset_micros); }
};

std::vector<std::string> touched_by(const json::Value& patch) {
    std::vector<std::string> fields;
    if (patch.object() == nullptr) return fields;
    for (const auto& [field, value] : *patch.object()) fields.push_back(field);
    return fields;
}

json::Value with(const json::Value& answers, const json::Value& patch) {
    json::Value changed = answers.is_null() ? json::Value(json::Object{}) : answers;
    if (patch.object() == nullptr) return changed;
    for (const auto& [field, value] : *patch.object()) changed.set(field, value);
    std::erase_if(*changed.object(), [](const json::Member& member) { return member.second.is_null(); });
    return changed;
}

bool is_in(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// The patch with what the action clears, and what it asks anew and was not answered.
json::Value emptied(const json::Value& patch, const workflow::Action& action) {
    json::Value out = patch.object() == nullptr ? json::Value(json::Object{}) : patch;
    for (const std::string& field : action.clears) out.set(field, nullptr);
    for (const std::string& field : action.anew) {
        if (out.find(field) == nullptr) out.set(field, nullptr);
    }
    return out;
}

/// What the event says: what changed, and all that it clears or asks anew, also where it reads as before. A
/// later correction of an earlier event must not fill it in, or change it, behind this step.
json::Value said_by(const workflow::Action& action, json::Value changed, const json::Value& after) {
    for (const std::string& field : action.anew) {
        const json::Value* answer = after.find(field);
        changed.set(field, answer == nullptr ? json::Value() : *answer);
    }
    return emptied(changed, action);
}

/// Field by field what `after` says otherwise than `before`: what the event really changed, hidden answers
/// that fell away included. Computed answers follow by themselves.
json::Value difference(const form::Form& form, const json::Value& before, const json::Value& after) {
    json::Value patch{json::Object{}};
    for (const form::Field& field : form.fields) {
        if (field.type == form::Type::Computed) continue;
        const json::Value* was = before.find(field.id);
        const json::Value* is = after.find(field.id);
        if (is != nullptr && (was == nullptr || *was != *is)) patch.set(field.id, *is);
        if (is == nullptr && was != nullptr) patch.set(field.id, nullptr);
    }
    return patch;
}

std::string field_of(const std::string& pointer) {
    return pointer.substr(1, pointer.find('/', 1) - 1);
}

/// Nobody takes an answer away by writing its mark.
Diagnostics marks_brought(const Matter& matter) {
    Diagnostics faults;
    if (matter.command.answers.object() == nullptr) return faults;
    static const json::Value nothing;
    const workflow::Action* action = matter.definition.workflow.find(matter.command.action);
    for (const auto& [field, given] : *matter.command.answers.object()) {
        const bool is_known =
            matter.record.answers.object() != nullptr && (action == nullptr || !is_in(action->anew, field));
        const json::Value* before = is_known ? matter.record.answers.find(field) : nullptr;
        if (form::brings_no_mark(before == nullptr ? nothing : *before, given)) continue;
        faults.push_back({ErrorKind::Invalid, "form.type", "/answers/" + field, {}});
    }
    return faults;
}

/// A fault counts where somebody can do something about it now: in what this event touches, or in what an
/// action up to this one was to answer. A body that was abolished since does not stop the next step.
Diagnostics of_concern(
    const Matter& matter, const std::vector<const workflow::Action*>& taken, Diagnostics faults
) {
    const std::vector<std::string> list = touched_by(matter.command.answers);
    const std::set<std::string> touched(list.begin(), list.end());
    std::set<std::string> asked;
    for (const workflow::Action* action : taken) {
        asked.insert(action->fields.begin(), action->fields.end());
        asked.insert(action->requires_fields.begin(), action->requires_fields.end());
    }
    std::erase_if(faults, [&](const Error& fault) {
        const std::string field = field_of(fault.where);
        return !touched.contains(field) && !(fault.code == "form.required" && asked.contains(field));
    });
    for (Error& fault : faults) fault.where = "/answers" + fault.where;
    faults.insert(faults.end(), matter.asks.begin(), matter.asks.end());
    return faults;
}

/// What she is asked about her words, and what she keeps of that.
void ask(Matter& matter) {
    const Command& command = matter.command;
    for (Error& one : form::asks_of(
             matter.definition.form, command.answers, matter.record.answers, matter.context.references
         )) {
        one.where = "/answers" + one.where;
        if (!form::is_kept(command.kept_words, one.where)) {
            matter.asks.push_back(std::move(one));
        } else if (!is_in(matter.kept, one.where)) {
            matter.kept.push_back(one.where);
        }
    }
}

/// Faults that the correction made in answers it does not touch, where their rules read one that it does: a
/// day may not come before another that was mended. What was wrong before is not held against it.
Diagnostics made_elsewhere(const Matter& matter, Diagnostics faults) {
    const form::Form& form = matter.definition.form;
    const Diagnostics before =
        form::check_answers(form, matter.record.answers, {}, matter.context.references);
    const std::vector<std::string> touched = touched_by(matter.command.answers);
    std::erase_if(faults, [&](const Error& fault) {
        const auto is_same = [&](const Error& one) {
            return one.code == fault.code && one.where == fault.where;
        };
        // A question that only opens now is asked by an action of its own.
        return fault.code == "form.required" || is_in(touched, field_of(fault.where)) ||
               std::ranges::any_of(before, is_same);
    });
    for (Error& fault : faults) fault.where = "/answers" + fault.where;
    return faults;
}

std::vector<const workflow::Action*> actions_taken(const Matter& matter) {
    std::vector<const workflow::Action*> taken;
    for (const Event* event : matter.history) {
        if (const workflow::Action* action = matter.definition.workflow.find(event->kind))
            taken.push_back(action);
    }
    return taken;
}

Result<> check_time(const Matter& matter) {
    const Instant at = *matter.command.occurred_at;
    if (at > matter.context.now + kClockDrift) {
        return refuse(ErrorKind::Invalid, "record.in_the_future", "/occurred_at");
    }
    const Told told{at, matter.command.precision};
    const std::int64_t offset = matter.context.utc_offset_micros;
    TRY(check_exact(matter.history, matter.command.corrects, told, offset));
    if (matter.command.corrects.is_empty()) {
        return check_order(matter.history, told, offset);
    }
    return check_moved(matter.history, matter.command.corrects, told, offset);
}

bool is_allowed(const workflow::LinkKind& kind, const Link& link) {
    if (link.to_register != kind.to_register) return false;
    if (kind.roles.empty()) return link.role.empty();
    return std::ranges::find(kind.roles, link.role) != kind.roles.end();
}

/// The links afterwards.
Result<std::vector<Link>> decide_links(const Matter& matter) {
    std::vector<Link> links = matter.record.links;
    const bool takes_away = matter.command.action == kUnlinked;
    for (std::size_t i = 0; i < matter.command.links.size(); ++i) {
        const Link& link = matter.command.links[i];
        const std::string where = "/links/" + std::to_string(i);
        const workflow::LinkKind* kind = matter.definition.workflow.find_link(link.kind);
        if (kind == nullptr || !is_allowed(*kind, link))
            return refuse(ErrorKind::Invalid, "record.link", where);
        const bool is_there = std::ranges::find(links, link) != links.end();
        if (is_there != takes_away) return refuse(ErrorKind::Invalid, "record.link", where);
        std::erase(links, link);
        if (!takes_away) links.push_back(link);
        const auto of_kind = std::ranges::count(links, link.kind, &Link::kind);
        if (kind->max && of_kind > *kind->max) return refuse(ErrorKind::Invalid, "record.link", where);
    }
    for (const workflow::LinkKind& kind : matter.definition.workflow.links) {
        if (kind.required && std::ranges::find(links, kind.id, &Link::kind) == links.end()) {
            return refuse(ErrorKind::Invalid, "record.link", "/links", kind.id);
        }
    }
    return links;
}

Event event_of(const Matter& matter, std::string state) {
    Event event;
    event.kind = matter.command.action;
    event.actor = matter.command.actor;
    event.acting_org = matter.command.acting_org;
    event.occurred_at = *matter.command.occurred_at;
    event.precision = matter.command.precision;
    event.recorded_at = matter.context.now;
    event.version = matter.record.version + 1;
    event.state = std::move(state);
    event.corrects = matter.command.corrects;
    event.reason = matter.command.reason;
    event.links = matter.command.links;
    event.kept_words = matter.kept;
    return event;
}

/// Dimensions of answers; one that reads what was redacted keeps the code it had: it lies in the clear, and
/// what was counted stays counted.
json::Value dimensions_after(
    const definition::Register& definition,
    const json::Value& answers,
    calendar::Date today,
    const json::Value& before
) {
    json::Value out = dimensions_of(definition, answers, today);
    if (!form::has_redacted(answers)) return out;
    for (const fact::Dimension& dimension : definition.dimensions) {
        if (!form::reads_redacted(definition.form, answers, dimension.code, today)) continue;
        const json::Value* was = before.object() == nullptr ? nullptr : before.find(dimension.id);
        std::erase_if(*out.object(), [&](const json::Member& one) { return one.first == dimension.id; });
        if (was != nullptr) out.set(dimension.id, *was);
    }
    return out;
}

/// The record afterwards, and everything that follows from it.
Outcome outcome_of(const Matter& matter, Event event, json::Value answers, std::vector<Link> links) {
    Outcome outcome;
    outcome.record = matter.record;
    outcome.record.version = event.version;
    outcome.record.state = event.state;
    outcome.record.answers = std::move(answers);
    outcome.record.links = std::move(links);
    outcome.record.changed_at = matter.context.now;
    if (matter.history.empty()) outcome.record.opened_at = event.occurred_at;
    event.columns = columns_of(matter.definition, outcome.record.answers, matter.today());
    const json::Value before = matter.history.empty() ? json::Value() : matter.history.back()->dimensions;
    event.dimensions = dimensions_after(matter.definition, outcome.record.answers, matter.today(), before);
    outcome.event = std::move(event);
    return outcome;
}

/// The command with its time: a correction that tells none leaves the event's own time where it stands.
Command with_time(const History& history, Command command, Instant now) {
    if (command.occurred_at) return command;
    command.occurred_at = now;
    command.precision = "instant";
    if (command.action != kCorrected) return command;
    const Corrected before(history);
    for (const Event& stands : before.events()) {
        if (stands.id != command.corrects) continue;
        command.occurred_at = stands.occurred_at;
        command.precision = stands.precision;
        break;
    }
    return command;
}

Result<Outcome> decide_links_only(const Matter& matter) {
    if (matter.history.empty()) return refuse(ErrorKind::Invalid, "workflow.unknown_action", "/action");
    if (matter.command.links.empty()) return refuse(ErrorKind::Invalid, "record.nothing_new");
    std::vector<Link> links = TRY(decide_links(matter));
    return outcome_of(matter, event_of(matter, matter.record.state), matter.record.answers, std::move(links));
}

/// A day that the action may only move on, seen from the event before it.
Result<> check_later(const workflow::Action& action, const json::Value& before, const json::Value& after) {
    for (const std::string& column : action.only_later) {
        const std::string was = before.text_or(column);
        if (was.empty() || was < after.text_or(column)) continue;
        const auto day = calendar::Date::parse_iso(was);
        return refuse(ErrorKind::Conflict, "workflow.not_later", {}, day ? day->typed() : was);
    }
    return {};
}

/// A day that the action sets for something that is to come.
Result<> check_not_past(const Matter& matter, const Event& event) {
    const workflow::Action* action = matter.definition.workflow.find(event.kind);
    if (action == nullptr) return {};
    const std::string on = day_of(event, matter.context.utc_offset_micros).iso();
    for (const std::string& column : action->not_past) {
        const std::string day = event.columns.text_or(column);
        if (day.empty() || day >= on) continue;
        return refuse(ErrorKind::Invalid, "workflow.day_is_past", "/answers/" + column);
    }
    return {};
}

/// As the mended action's days read once the correction holds.
Result<> check_later_still(const workflow::Action& action, const History& history, const EventId& mended) {
    if (action.only_later.empty()) return {};
    const Corrected events(history);
    for (std::size_t i = 1; i < events.size(); ++i) {
        if (events[i].id == mended) return check_later(action, events[i - 1].columns, events[i].columns);
    }
    return {};
}

Result<Outcome> decide_action(const Matter& matter, Diagnostics& faults) {
    const Clear clear = clear_now(
        matter.definition,
        matter.history,
        matter.record.state,
        matter.today(),
        matter.context.utc_offset_micros
    );
    const Command& command = matter.command;
    std::string state = TRY(workflow::decide_action(
        matter.definition.workflow,
        {command.action,
         command.actor.text(),
         matter.record.state,
         touched_by(command.answers),
         !command.reason.empty(),
         command.has_consent},
        taken_in(matter.history),
        clear.environment()
    ));
    TRY(check_time(matter));
    std::vector<Link> links = TRY(decide_links(matter));
    const workflow::Action& action = *matter.definition.workflow.find(command.action);
    json::Value answers = form::settle(
        matter.definition.form,
        with(matter.record.answers, emptied(command.answers, action)),
        matter.context.references
    );
    std::vector<const workflow::Action*> taken = actions_taken(matter);
    taken.push_back(&action);
    faults = of_concern(
        matter,
        taken,
        form::check_answers(
            matter.definition.form, answers, action.requires_fields, matter.context.references
        )
    );
    if (!faults.empty()) return refuse(ErrorKind::Invalid, "record.many_faults");
    Event event = event_of(matter, std::move(state));
    event.answers =
        said_by(action, difference(matter.definition.form, matter.record.answers, answers), answers);
    const bool enters = event.state != matter.record.state;
    Outcome outcome = outcome_of(matter, std::move(event), std::move(answers), std::move(links));
    TRY(check_once(matter.definition, matter.history, outcome.event, matter.context.utc_offset_micros));
    TRY(check_not_past(matter, outcome.event));
    if (!matter.history.empty())
        TRY(check_later(action, matter.history.back()->columns, outcome.event.columns));
    const calendar::Date on = day_of(outcome.event, matter.context.utc_offset_micros);
    const Clear after(
        matter.definition, outcome.event.columns, outcome.event.dimensions, outcome.event.state, on
    );
    outcome.facts = fact::derive_facts(
        matter.definition.dimensions,
        matter.definition.facts,
        {command.action, enters ? outcome.event.state : std::string{}, on},
        after.environment(),
        matter.definition.form.persons
    );
    return outcome;
}

/// The clear parts of events as they read once the correction holds, where that is otherwise than before.
std::vector<Recast> recast(const Matter& matter, const Event& correction) {
    History replayed = matter.history;
    replayed.push_back(&correction);
    const Corrected before(matter.history);
    const Corrected after(replayed);
    std::vector<Recast> changed;
    Replay replay(matter.definition, matter.context.references, matter.context.utc_offset_micros);
    for (std::size_t i = 0; i < after.size(); ++i) {
        replay.take(after[i]);
        const json::Value& answers = replay.record().answers;
        const calendar::Date on = calendar::date_of(after[i].recorded_at, matter.context.utc_offset_micros);
        const Event& was = before[i];
        Recast now{
            after[i].id,
            columns_of(matter.definition, answers, on),
            dimensions_after(matter.definition, answers, on, was.dimensions)};
        if (now.columns != was.columns || now.dimensions != was.dimensions) changed.push_back(std::move(now));
    }
    return changed;
}

/// What somebody may not do she may not mend either: a correction says what was done under another's name.
/// Nor may she mend what she looked at as the second person: then nobody else would have seen it.
Result<> check_other_eyes(const Matter& matter, const workflow::Action& mended) {
    const auto keeps_from = [](const workflow::Action& action, const std::string& done) {
        return std::ranges::find(action.not_by_who_did, done) != action.not_by_who_did.end();
    };
    for (const Event* event : matter.history) {
        if (event->actor != matter.command.actor) continue;
        const std::string& done = done_by(matter.history, *event);
        const workflow::Action* hers = matter.definition.workflow.find(done);
        if (keeps_from(mended, done) || (hers != nullptr && keeps_from(*hers, mended.id))) {
            return refuse(ErrorKind::Conflict, "workflow.other_person");
        }
    }
    return {};
}

/// What a second person has looked at stands as she saw it: whoever did it, or mended it until then, does not
/// say something else behind her back. Somebody else may.
Result<> check_not_seen_since(
    const Matter& matter, const workflow::Action& mended, History::const_iterator wrong
) {
    bool is_hers = false;
    for (auto event = matter.history.begin(); event != matter.history.end(); ++event) {
        const std::string& done = done_by(matter.history, **event);
        const workflow::Action* looks = matter.definition.workflow.find((*event)->kind);
        if (is_hers && event > wrong && looks != nullptr && is_in(looks->not_by_who_did, mended.id)) {
            return refuse(ErrorKind::Conflict, "workflow.other_person");
        }
        is_hers = is_hers || ((*event)->actor == matter.command.actor && done == mended.id);
    }
    return {};
}

/// What must be answered after the mended action, as far as it still can be: what a later one cleared is
/// gone, and its own answer stands in the history. It cannot be taken out there.
std::vector<std::string> still_required(
    const Matter& matter, const workflow::Action& mended, History::const_iterator wrong
) {
    const json::Value& given = matter.command.answers;
    const auto is_cleared = [&](const std::string& field) {
        const json::Value* said = given.object() == nullptr ? nullptr : given.find(field);
        if (said != nullptr && said->is_null()) return false;
        return std::any_of(wrong, matter.history.end(), [&](const Event* later) {
            const workflow::Action* action = matter.definition.workflow.find(later->kind);
            if (action == nullptr || later->id == (*wrong)->id) return false;
            if (is_in(action->clears, field)) return true;
            const json::Value* left = is_in(action->anew, field) ? later->answers.find(field) : nullptr;
            return left != nullptr && left->is_null();
        });
    };
    std::vector<std::string> out = mended.requires_fields;
    std::erase_if(out, is_cleared);
    return out;
}

Result<Outcome> decide_correction(const Matter& matter, Diagnostics& faults) {
    const auto wrong = std::ranges::find(matter.history, matter.command.corrects, &Event::id);
    if (wrong == matter.history.end() || is_reserved((*wrong)->kind)) {
        return refuse(ErrorKind::Invalid, "record.nothing_to_correct", "/event");
    }
    if (matter.command.reason.empty())
        return refuse(ErrorKind::Invalid, "workflow.reason_missing", "/reason");
    const workflow::Action* action = matter.definition.workflow.find((*wrong)->kind);
    if (action == nullptr) return refuse(ErrorKind::Invalid, "record.nothing_to_correct", "/event");
    for (const std::string& field : touched_by(matter.command.answers)) {
        if (!is_in(action->fields, field)) {
            return refuse(ErrorKind::Invalid, "workflow.field_not_of_action", "/answers/" + field);
        }
    }
    TRY(check_other_eyes(matter, *action));
    TRY(check_not_seen_since(matter, *action, wrong));
    TRY(check_time(matter));
    Event event = event_of(matter, matter.record.state);
    event.links.clear();
    event.answers = matter.command.answers.is_null() ? json::Value(json::Object{}) : matter.command.answers;
    const Corrected before(matter.history);
    const auto stands_as_told = [&](const Event& stands) {
        return stands.id == matter.command.corrects && stands.occurred_at == event.occurred_at;
    };
    if (event.answers.object()->empty() && std::ranges::any_of(before.events(), stands_as_told)) {
        return refuse(ErrorKind::Invalid, "record.nothing_new");
    }
    event.recast = recast(matter, event);
    std::vector<Event> history;
    history.reserve(matter.history.size() + 1);
    for (const Event* one : matter.history) history.push_back(*one);
    history.push_back(event);
    const Record after =
        derive(matter.definition, history, matter.context.references, matter.context.utc_offset_micros);
    const Diagnostics all = form::check_answers(
        matter.definition.form,
        after.answers,
        still_required(matter, *action, wrong),
        matter.context.references
    );
    faults = of_concern(matter, actions_taken(matter), all);
    std::ranges::move(made_elsewhere(matter, all), std::back_inserter(faults));
    if (!faults.empty()) return refuse(ErrorKind::Invalid, "record.many_faults");
    Outcome outcome = outcome_of(matter, std::move(event), after.answers, matter.record.links);
    TRY(check_once(matter.definition, matter.history, outcome.event, matter.context.utc_offset_micros));
    outcome.record.opened_at = after.opened_at;
    history.back() = outcome.event;
    TRY(check_later_still(*action, history_of(history), outcome.event.corrects));
    outcome.facts = derive_facts(matter.definition, history_of(history), matter.context.utc_offset_micros);
    outcome.replaces_facts = true;
    return outcome;
}

}  // namespace

namespace {

Result<Outcome> decide_matter(const Matter& matter, Diagnostics& faults) {
    const std::string& action = matter.command.action;
    if (action == kCorrected) return decide_correction(matter, faults);
    if (action == kLinked || action == kUnlinked) return decide_links_only(matter);
    return decide_action(matter, faults);
}

}  // namespace

Result<Outcome> decide(
    const definition::Register& definition,
    const Record& record,
    const History& history,
    const Command& command,
    const Context& context,
    Diagnostics& faults
) {
    const Command timed = with_time(history, command, context.now);
    Matter matter{definition, record, history, timed, context};
    faults = marks_brought(matter);
    if (!faults.empty()) return refuse(ErrorKind::Invalid, "record.many_faults");
    ask(matter);
    // Sealed or not: somebody is to read it one day.
    if (!command.reason.empty() && !text::is_readable(command.reason, true)) {
        return refuse(ErrorKind::Invalid, "form.control_character", "/reason");
    }
    Outcome outcome = TRY(decide_matter(matter, faults));
    outcome.handed =
        handed_by(definition.workflow, history, command.action, record.answers, outcome.record.answers);
    return outcome;
}

Result<Outcome> decide(
    const definition::Register& definition,
    const Record& record,
    const std::vector<Event>& history,
    const Command& command,
    const Context& context,
    Diagnostics& faults
) {
    History all = history_of(history);
    Outcome outcome = TRY(decide(definition, record, all, command, context, faults));
    all.push_back(&outcome.event);
    outcome.clocks = derive_clocks(definition, all, context.calendar, context.utc_offset_micros);
    return outcome;
}

}  // namespace neove::record
