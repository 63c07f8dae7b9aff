#include "http/routes/register_views.h"

#include "access/disclosure.h"
#include "access/rules.h"
#include "allotment/rule.h"
#include "definition/at_once.h"
#include "definition/board.h"
#include "definition/register.h"
#include "form/form.h"
#include "http/routes/export_table.h"
#include "http/routes/views.h"
#include "record/record.h"
#include "record/redact.h"
#include "service/registers/body_parts.h"
#include "service/registers/document_task.h"
#include "service/registers/fill_in.h"
#include "service/registers/given_from.h"
#include "service/registers/guards.h"
#include "service/registers/import_records.h"
#include "service/registers/papers.h"
#include "service/registers/people.h"
#include "service/registers/successions.h"
#include "workflow/workflow.h"

#include <algorithm>
#include <array>

namespace neove::http {

using deadline::Clock;
using deadline::Standing;

namespace {

bool english(const Exchange& exchange) {
    return exchange.language == service::Language::En;
}

json::Value instant(const std::optional<Instant>& at) {
    return at ? json::Value(to_iso(*at)) : json::Value();
}

json::Value or_null(const std::string& text) {
    return text.empty() ? json::Value() : json::Value(text);
}

json::Array classes_view(access::Classes classes) {
    json::Array out;
    for (const form::Class one :
         {form::Class::Public, form::Class::Internal, form::Class::Confidential, form::Class::Identity}) {
        if ((service::bit_of(one) & classes) != 0) out.emplace_back(form::name_of(one));
    }
    return out;
}

/// What an office calls a state and its clocks together; null where the register has no word for it.
json::Value state_word(
    const definition::Bundle& bundle,
    const std::string& register_name,
    const std::string& state,
    const std::string& word,
    const Exchange& exchange
) {
    if (word.empty()) return {};
    const std::string key = "states." + state + "." + word;
    return json::Object{{"standing", word}, {"label", bundle.label(register_name, key, english(exchange))}};
}

/// One word for what a person has to know of a limit.
const char* standing_word(const Clock& clock, Instant now) {
    switch (deadline::standing(clock, now)) {
        case Standing::Running: return deadline::is_due_soon(clock, now) ? "due_soon" : "running";
        case Standing::Overdue: return "overdue";
        case Standing::Met: return "met";
        case Standing::MetLate: return "met_late";
        case Standing::Suspended: return "suspended";
        case Standing::Unknown: break;
    }
    // The limit is known well enough; it is the record that says no day yet.
    return clock.unit == deadline::Unit::NamedDay && !clock.due_at ? "unnamed" : "unknown";
}

json::Value clock_view(
    const Api& api, const Exchange& exchange, const service::OpenedRecord& record, const Clock& clock
) {
    const Instant now = exchange.who().now;
    std::string explanation;
    if (api.deadline_phrases != nullptr) {
        explanation = deadline::explain(
            clock,
            api.house.programmes.calendar(),
            api.house.options.utc_offset_micros,
            *api.deadline_phrases,
            english(exchange)
        );
    }
    const auto current = api.house.programmes.current();
    return json::Object{
        {"limit", clock.limit},
        {"label",
         current->bundle->label(record.row.register_name, "limits." + clock.limit, english(exchange))},
        {"standing", standing_word(clock, now)},
        {"started_at", to_iso(clock.started_at)},
        {"due_at", instant(clock.due_at)},
        {"stopped_at", instant(clock.stopped_at)},
        {"elapsed_days", deadline::elapsed(clock, now) / kDay},
        {"explanation", std::move(explanation)},
        {"citation", clock.citation},
        {"confirmed", clock.is_confirmed}};
}

/// Where the task of a document stands that a link points at; empty of other links and for whoever may not
/// open it.
DocumentId document_of(const Api& api, const Exchange& exchange, const service::ShownLink& link) {
    if (link.link.to_register != allotment::kDocumentTask || link.number.empty()) return {};
    const service::Caller& who = exchange.who();
    const auto snapshot = service::snapshot_of(api.house, who);
    if (!snapshot) return {};
    const TaskId task = TaskId::trusted(link.link.to.text());
    const auto found = service::document_task(api.house, **snapshot, who, task);
    return found && *found ? (*found)->document : DocumentId();
}

json::Value link_view(const Api& api, const Exchange& exchange, const service::ShownLink& link) {
    const DocumentId document = document_of(api, exchange, link);
    return json::Object{
        {"id", link.id},
        {"kind", link.link.kind},
        {"role", or_null(link.link.role)},
        {"to_register", link.link.to_register},
        {"to", or_null(link.link.to.text())},
        {"number", or_null(link.number)},
        {"words", or_null(link.words)},
        {"document", or_null(document.text())}};
}

json::Value person_view(const service::ShownPerson& person) {
    const service::RecordRelation& one = person.relation;
    return json::Object{
        {"id", one.id},
        {"relation", one.kind},
        {"account", or_null(one.account.text())},
        {"organisation", or_null(one.organisation.text())},
        {"name", person.name},
        {"from", to_iso(one.from)},
        {"until", instant(one.until)}};
}

json::Value question_view(const Exchange& exchange, const service::ShownQuestion& shown) {
    const service::Question& one = shown.question;
    return json::Object{
        {"id", one.id},
        {"relation", one.kind},
        {"account", or_null(one.account.text())},
        {"organisation", or_null(one.organisation.text())},
        {"name", shown.name},
        {"until", or_null(one.until)},
        {"by", shown.by},
        {"at", to_iso(one.at)},
        {"is_mine", one.by == exchange.who().account.id}};
}

json::Value may_view(const service::May& may) {
    json::Array actions;
    for (const std::string& action : may.actions) actions.emplace_back(action);
    return json::Object{
        {"actions", std::move(actions)},
        {"correct", may.correct},
        {"link", may.link},
        {"assign", may.assign},
        {"attach", may.attach},
        {"original", may.original},
        {"erase", may.erase},
        {"lift", may.lift}};
}

json::Value due_view(std::int64_t due_at) {
    return service::is_day(due_at) ? json::Value(to_iso({due_at})) : json::Value();
}

json::Value copy_of(const json::Value& from, const char* name) {
    const json::Value* found = from.find(name);
    return found == nullptr ? json::Value() : *found;
}

json::Value labels_view(const definition::Register& definition, bool in_english) {
    const json::Value* labels = definition.source.find("labels");
    if (labels == nullptr) return json::Object{};
    return copy_of(*labels, in_english ? "en" : "vi");
}

/// Columns with what a list needs to draw them.
json::Value list_part(
    const Exchange& exchange,
    const service::Desk& desk,
    const definition::Bundle& bundle,
    const definition::Register& definition
) {
    json::Array columns;
    for (const definition::Column& column : definition.list.columns) {
        if (!access::list_shows(desk.programme->rules, definition.id, column.id)) continue;
        columns.push_back(json::Object{
            {"id", column.id},
            {"type", form::name_of(column.type)},
            {"label", bundle.label(definition.id, "fields." + column.id, english(exchange))}});
    }
    const json::Value source = copy_of(definition.source, "list");
    return json::Object{
        {"columns", std::move(columns)},
        {"filters", copy_of(source, "filters")},
        {"sort", definition.list.sort},
        {"board", copy_of(source, "board")},
        {"fill_in", copy_of(source, "fill_in")},
        {"at_once", copy_of(source, "at_once")}};
}

json::Value limits_part(const definition::Register& definition) {
    json::Array out;
    for (const deadline::Limit& limit : definition.limits) {
        out.push_back(json::Object{{"id", limit.id}, {"warn_before_days", limit.warn_before_days}});
    }
    return out;
}

json::Value texts(const std::vector<std::string>& all) {
    json::Array out;
    for (const std::string& one : all) out.emplace_back(one);
    return out;
}

}  // namespace

std::vector<std::string> opening_actions(const Exchange& exchange, const service::Desk& desk) {
    std::vector<std::string> out;
    const auto standing = access::standing_before(exchange.who().now);
    for (const workflow::Action& action : desk.current->workflow.actions) {
        if (!action.creates) continue;
        const auto verdict = access::decide(
            desk.programme->rules, exchange.who().actor, desk.current->id, action.id, standing
        );
        if (verdict.allowed) out.push_back(action.id);
    }
    return out;
}

namespace {

/// Classes of answers that she may write when she opens a record: what else a form asks is not for her.
json::Value classes_of_opening(const Exchange& exchange, const service::Desk& desk) {
    access::Classes write{0};
    const auto standing = access::standing_before(exchange.who().now);
    for (const std::string& action : opening_actions(exchange, desk)) {
        write |=
            access::decide(desk.programme->rules, exchange.who().actor, desk.current->id, action, standing)
                .write;
    }
    return classes_view(write);
}

/// What whoever may assign can choose from.
json::Value relations_to_give(const Exchange& exchange, const service::Desk& desk) {
    const std::string& role = exchange.who().actor.role;
    if (!desk.programme->rules.may_ever(role, desk.current->id, access::kAssign)) return json::Array{};
    return texts(service::relation_words(desk));
}

/// What her role may come to do here, for menus.
json::Value may_do(const Exchange& exchange, const service::Desk& desk) {
    const definition::Register& definition = *desk.current;
    json::Array may;
    const std::string& role = exchange.who().actor.role;
    if (desk.programme->rules.may_ever(role, definition.id, access::kList)) may.emplace_back("list");
    if (definition::board_rule(definition) &&
        desk.programme->rules.may_ever(role, definition.id, access::kList)) {
        may.emplace_back("board");
    }
    const auto board = definition::board_rule(definition);
    if (board && !board->act.empty() && desk.programme->rules.may_ever(role, definition.id, board->act)) {
        may.emplace_back("act_on_late");
    }
    const auto at_once = definition::at_once_rule(definition);
    if (at_once && desk.programme->rules.may_ever(role, definition.id, at_once->action)) {
        may.emplace_back("answer_at_once");
    }
    if (service::may_pass_on(exchange.who(), desk)) may.emplace_back("pass_on");
    if (!opening_actions(exchange, desk).empty()) may.emplace_back("create");
    if (service::may_import(exchange.who(), desk)) may.emplace_back("import");
    if (service::may_fill_in(exchange.who(), desk)) may.emplace_back("fill_in");
    const bool erases =
        definition.form.persons && desk.programme->rules.may_ever(role, definition.id, access::kErase);
    if (erases) may.emplace_back("erase");
    if (access::is_exporter(desk.programme->rules, role, definition.id)) may.emplace_back("export");
    const auto& glass = desk.programme->rules.policy(definition.id).break_glass.roles;
    if (std::ranges::find(glass, role) != glass.end()) may.emplace_back("break_glass");
    if (access::may_hear_of_break_glass(desk.programme->rules, role, definition.id)) {
        may.emplace_back("review_glass");
    }
    if (access::hears_of_matches(desk.programme->rules, role, definition.id)) may.emplace_back("compare");
    const auto drafts = [&](bool of_record) {
        const auto papers = service::papers_of(exchange.who(), desk, of_record);
        return papers && !papers->empty();
    };
    if (drafts(false)) may.emplace_back("draft");
    if (drafts(true)) may.emplace_back("draft_record");
    return may;
}

}  // namespace

json::Value register_row_view(const Exchange& exchange, const service::Desk& desk) {
    const definition::Register& definition = *desk.current;
    const definition::Bundle& bundle = *desk.programme->bundle;
    json::Array about;
    for (const workflow::LinkKind& kind : definition.workflow.links) {
        if (!kind.required) continue;
        const json::Array who_may(kind.who_may.begin(), kind.who_may.end());
        about.push_back(json::Object{
            {"link", kind.id}, {"to_register", kind.to_register}, {"who_may", who_may}});
    }
    return json::Object{
        {"id", definition.id},
        {"title", bundle.label(definition.id, "title", english(exchange))},
        {"title_many", bundle.label(definition.id, "title_many", english(exchange))},
        {"persons", definition.form.persons},
        {"may", may_do(exchange, desk)},
        {"about", std::move(about)}};
}

json::Value register_view(
    const Exchange& exchange,
    const service::Desk& desk,
    const definition::Bundle& bundle,
    const definition::Register& definition
) {
    const json::Value form = copy_of(definition.source, "form");
    return json::Object{
        {"id", definition.id},
        {"digest", bundle.digest},
        {"persons", definition.form.persons},
        {"domain", definition.domain},
        {"title", bundle.label(definition.id, "title", english(exchange))},
        {"title_many", bundle.label(definition.id, "title_many", english(exchange))},
        {"form", json::Object{{"fields", copy_of(form, "fields")}, {"steps", copy_of(form, "steps")}}},
        {"workflow", copy_of(definition.source, "workflow")},
        {"limits", limits_part(definition)},
        {"list", list_part(exchange, desk, bundle, definition)},
        {"labels", labels_view(definition, english(exchange))},
        {"create", texts(opening_actions(exchange, desk))},
        {"export", access::is_exporter(desk.programme->rules, exchange.who().actor.role, definition.id)},
        {"write", classes_of_opening(exchange, desk)},
        {"may", may_do(exchange, desk)},
        {"relations", relations_to_give(exchange, desk)}};
}

/// The document that a record was given out of which points at no task; null where it does, and where there
/// is none.
json::Value given_from_view(const Api& api, const Exchange& exchange, const service::OpenedRecord& record) {
    const auto points = [](const service::ShownLink& one) {
        return one.link.to_register == allotment::kDocumentTask;
    };
    if (std::ranges::any_of(record.links, points)) return {};
    const auto desk = service::desk_of(api.house, record.row.register_name);
    if (!desk) return {};
    const auto found = service::given_from(api.house, exchange.who(), *desk, record.row.id, record.answers);
    if (!found || !*found) return {};
    return json::Object{{"id", (*found)->id.text()}, {"title", (*found)->number}};
}

json::Value record_view(const Api& api, const Exchange& exchange, const service::OpenedRecord& record) {
    json::Array clocks;
    for (const Clock& clock : record.clocks) clocks.push_back(clock_view(api, exchange, record, clock));
    json::Array links;
    for (const service::ShownLink& link : record.links) links.push_back(link_view(api, exchange, link));
    json::Array people;
    for (const service::ShownPerson& person : record.people) people.push_back(person_view(person));
    json::Array asked;
    for (const service::ShownQuestion& one : record.asked) asked.push_back(question_view(exchange, one));
    json::Object times;
    for (const auto& [action, n] : record.times) times.emplace_back(action, n);
    const service::SeenVersion seen = service::seen_version(record.row, record.readable);
    return json::Object{
        {"id", record.row.id.text()},
        {"register", record.row.register_name},
        {"number", record.row.number},
        {"digest", record.row.bundle},
        {"version", seen.version},
        {"etag", record.etag},
        {"state", record.row.state},
        {"state_word",
         state_word(
             *api.house.programmes.current()->bundle,
             record.row.register_name,
             record.row.state,
             record.word,
             exchange
         )},
        {"answers", record.answers},
        {"hidden", classes_view(record.hidden)},
        {"owner", desk_ref(api, record.row.owner)},
        {"opened_at", to_iso(record.row.opened_at)},
        {"changed_at", to_iso(seen.changed_at)},
        {"clocks", std::move(clocks)},
        {"links", std::move(links)},
        {"given_from", given_from_view(api, exchange, record)},
        {"people", std::move(people)},
        {"asked", std::move(asked)},
        {"may", may_view(record.may)},
        {"times", std::move(times)},
        {"write", classes_view(record.write)},
        {"needs_purpose", record.needs_purpose}};
}

json::Value listed_view(const Api& api, const Exchange& exchange, const service::ListedRecord& record) {
    const service::RecordRow& row = record.row;
    const bool late = row.due_at < exchange.who().now.micros;
    return json::Object{
        {"id", row.id.text()},
        {"number", row.number},
        {"state", row.state},
        {"state_word",
         state_word(
             *api.house.programmes.current()->bundle, row.register_name, row.state, record.word, exchange
         )},
        {"columns", record.columns},
        {"name", or_null(record.name)},
        {"due_at", due_view(row.due_at)},
        {"standing",
         !service::is_day(row.due_at) ? "none"
         : late                       ? "overdue"
                                      : "running"},
        {"owner", desk_ref(api, row.owner)},
        {"changed_at", to_iso(row.changed_at)}};
}

namespace {

/// The record that was acted on in the same step; its members are null for whoever may not open it.
json::Value beside_view(const service::ShownBeside& beside) {
    if (!beside.is_there) return {};
    return json::Object{
        {"to_register", or_null(beside.record.register_name)},
        {"to", or_null(beside.record.record.text())},
        {"number", or_null(beside.number)}};
}

/// Which relation an event gave or ended; whose it is, the list of people says.
json::Value relation_view(const json::Value& relation) {
    if (relation.object() == nullptr) return {};
    return json::Object{{"id", relation.text_or("id")}, {"kind", relation.text_or("kind")}};
}

/// Relations that began or ended with an event: of answers that she may read, and those that a body left to
/// its successor.
json::Array given_view(
    const Api& api, const service::OpenedRecord& record, const service::StoredEvent& event
) {
    const form::Form& form = record.definition->form;
    const bool is_succeeded = event.event.kind == service::kSucceeded;
    json::Array out;
    for (const service::GivenRow& one : event.given) {
        const form::Field* field = form.find(one.field);
        if (field == nullptr && !is_succeeded) continue;
        const auto bit = field == nullptr ? 0U : 1U << static_cast<unsigned>(form::class_of(form, *field));
        if (field != nullptr && (record.readable & bit) == 0) continue;
        out.push_back(json::Object{
            {"relation", one.kind}, {"organisation", desk_ref(api, one.organisation)}, {"ends", one.ends}});
    }
    // Of a guard that another person still has to lay: it stands in no list that says whose it is.
    if (event.event.kind == service::kGuardAsked && !event.relation.text_or("organisation").empty()) {
        const auto body = OrganisationId::trusted(event.relation.text_or("organisation"));
        out.push_back(json::Object{
            {"relation", event.relation.text_or("kind")},
            {"organisation", desk_ref(api, body)},
            {"ends", false}});
    }
    return out;
}

/// Answers that she may read and that were kept though they look like a person's data.
json::Array kept_view(const service::OpenedRecord& record, const record::Event& event) {
    const form::Form& form = record.definition->form;
    constexpr std::string_view kAnswers = "/answers/";
    json::Array out;
    for (const std::string& where : event.kept_words) {
        if (!where.starts_with(kAnswers)) continue;
        const std::string_view path = std::string_view(where).substr(kAnswers.size());
        const form::Field* field = form.find(path.substr(0, path.find('/')));
        if (field == nullptr || (record.readable & service::bit_of(form::class_of(form, *field))) == 0)
            continue;
        out.emplace_back(where);
    }
    return out;
}

json::Array events_view(
    const Api& api, const service::OpenedRecord& record, const std::vector<service::TimelineEntry>& entries
) {
    json::Array events;
    for (const service::TimelineEntry& entry : entries) {
        const record::Event& event = entry.stored.event;
        json::Array links;
        for (const record::Link& link : event.links) {
            links.push_back(json::Object{
                {"kind", link.kind},
                {"to_register", link.to_register},
                {"to", or_null(link.to.text())},
                {"role", or_null(link.role)}});
        }
        const auto reason_went = record::reason_redacted_on(entry.reason);
        events.push_back(json::Object{
            {"id", event.id.text()},
            {"kind", event.kind},
            {"actor", json::Object{{"id", event.actor.text()}, {"name", entry.actor_name}}},
            {"organisation", desk_ref(api, event.acting_org)},
            {"occurred_at", to_iso(event.occurred_at)},
            {"precision", event.precision},
            {"recorded_at", to_iso(entry.stored.recorded_at)},
            {"version", entry.version},
            {"state", event.state},
            {"answers", entry.answers},
            {"corrects", or_null(event.corrects.text())},
            {"corrected_by", or_null(entry.corrected_by.text())},
            {"may_correct", entry.may_mend},
            {"links", std::move(links)},
            {"relation", relation_view(entry.stored.relation)},
            {"beside", beside_view(entry.beside)},
            {"given", given_view(api, record, entry.stored)},
            {"owner", desk_ref(api, entry.stored.owner)},
            {"kept_words", kept_view(record, event)},
            {"reason", or_null(reason_went ? std::string() : entry.reason)},
            {"reason_redacted_on", or_null(reason_went ? reason_went->iso() : std::string())}});
    }
    return events;
}

}  // namespace

json::Value timeline_view(const Api& api, const Exchange&, const service::Timeline& timeline) {
    return json::Object{
        {"events", events_view(api, timeline.record, timeline.events)},
        {"mended", events_view(api, timeline.record, timeline.mended)},
        {"next", or_null(timeline.next)}};
}

namespace {

json::Array occasions_view(const Exchange& exchange, const service::Occasions& occasions) {
    json::Array out;
    for (const service::Occasion& one : occasions.all) {
        const std::string& id = one.desk.current->id;
        json::Array says;
        for (const std::string& word : one.says) says.emplace_back(word);
        out.push_back(json::Object{
            {"register", id},
            {"title", one.desk.programme->bundle->label(id, "title", english(exchange))},
            {"record", one.row.id.text()},
            {"number", one.row.number},
            {"state", one.row.state},
            {"on", one.on},
            {"at", one.at},
            {"says", std::move(says)}});
    }
    return out;
}

std::string label_of(const service::AgendaItem& item, const std::string& key, bool in_english) {
    return item.desk.programme->bundle->label(item.desk.current->id, key, in_english);
}

json::Value returned_view(
    const Exchange& exchange, const service::AgendaItem& item, const service::SentBack& returned
) {
    const std::string key = "actions." + returned.action + ".done";
    return json::Object{
        {"label", label_of(item, key, english(exchange))},
        {"reason", or_null(returned.reason)},
        {"organisation", or_null(returned.organisation_name)},
        {"at", to_iso(returned.at)}};
}

json::Value reminded_view(
    const Api& api, const Exchange& exchange, const service::AgendaItem& item, const service::Reminded& told
) {
    json::Array says;
    for (const auto& [id, value] : told.says) {
        const form::Field* field = item.desk.current->form.find(id);
        if (field == nullptr) continue;
        says.emplace_back(answer_text(api, exchange, item.desk, *field, value, exchange.language));
    }
    const std::string key = "actions." + told.action + ".done";
    return json::Object{
        {"label", label_of(item, key, english(exchange))},
        {"times", told.times},
        {"at", to_iso(told.at)},
        {"says", std::move(says)}};
}

/// Documents of which what was given out comes to its end.
json::Value givings_view(const Exchange& exchange, const std::vector<service::DueGiving>& givings) {
    json::Array out;
    for (const service::DueGiving& one : givings) {
        const std::string& id = one.desk.current->id;
        out.push_back(json::Object{
            {"register", id},
            {"title", one.desk.programme->bundle->label(id, "title_many", english(exchange))},
            {"document", one.document.id.text()},
            {"number", one.document.number},
            {"called", one.document.title},
            {"from", one.next.from},
            {"until", one.next.until},
            {"rhythms", one.next.rhythms}});
    }
    return out;
}

}  // namespace

json::Value agenda_view(
    const Api& api,
    const Exchange& exchange,
    const service::Agenda& agenda,
    const std::vector<std::optional<service::SentBack>>& returned,
    const std::vector<std::optional<service::Reminded>>& reminded,
    const service::Occasions& occasions,
    const std::vector<service::DueGiving>& givings
) {
    json::Array items;
    for (std::size_t place = 0; place < agenda.items.size(); ++place) {
        const service::AgendaItem& item = agenda.items[place];
        const auto& back = returned[place];
        const auto& told = reminded[place];
        const definition::Bundle& bundle = *item.desk.programme->bundle;
        const std::string& id = item.desk.current->id;
        items.push_back(json::Object{
            {"register", id},
            {"title", bundle.label(id, "title", english(exchange))},
            {"record", item.row.id.text()},
            {"number", item.row.number},
            {"state", item.row.state},
            {"state_word", state_word(bundle, id, item.row.state, item.word, exchange)},
            {"about", or_null(item.about)},
            {"owner", desk_ref(api, item.row.owner)},
            {"since", to_iso(item.clock.started_at)},
            {"limit", item.clock.limit},
            {"label", bundle.label(id, "limits." + item.clock.limit, english(exchange))},
            {"due_at", instant(item.clock.due_at)},
            {"standing", standing_word(item.clock, exchange.who().now)},
            {"returned", back ? returned_view(exchange, item, *back) : json::Value(nullptr)},
            {"reminded", told ? reminded_view(api, exchange, item, *told) : json::Value(nullptr)}});
    }
    json::Array reviews;
    for (const service::AgendaReview& one : agenda.reviews) {
        const std::string& id = one.desk.current->id;
        reviews.push_back(json::Object{
            {"register", id},
            {"title", one.desk.programme->bundle->label(id, "title_many", english(exchange))},
            {"id", one.glass.id.text()},
            {"number", one.glass.number},
            {"due_at", to_iso(one.glass.review_due_at)},
            {"overdue", exchange.who().now >= one.glass.review_due_at}});
    }
    json::Array matches;
    for (const service::AgendaMatch& one : agenda.matches) {
        const std::string& id = one.desk.current->id;
        json::Array numbers;
        for (const service::ComparedRecord& record : one.match.records) {
            numbers.emplace_back(record.row.number);
        }
        matches.push_back(json::Object{
            {"register", id},
            {"title", one.desk.programme->bundle->label(id, "title_many", english(exchange))},
            {"id", one.match.pair.id.text()},
            {"numbers", std::move(numbers)},
            {"noticed_at", to_iso(one.match.pair.noticed_at)}});
    }
    return json::Object{
        {"items", std::move(items)},
        {"occasions", occasions_view(exchange, occasions)},
        {"reviews", std::move(reviews)},
        {"matches", std::move(matches)},
        {"givings", givings_view(exchange, givings)},
        {"more", agenda.more || occasions.more}};
}

}  // namespace neove::http
