/// \file
/// Events as rows: their clear part written and read, and what follows from it alone.

#include "base/check.h"
#include "record/history.h"
#include "service/registers/derive_next.h"
#include "service/registers/resealed_events.h"
#include "service/registers/stored_record.h"
#include "storage/row_digest.h"
#include "storage/statements/core.h"
#include "storage/statements/persons.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;
using record::Event;
using record::Link;
using record::Recast;

namespace {

constexpr json::Limits kClearLimits{.bytes = 4U << 20U, .depth = 32};
/// Of what is written from now on: a history is read whole by every act.
constexpr std::size_t kClearMax = 512U << 10U;
static_assert(kClearMax <= kClearLimits.bytes);

json::Value links_form(const std::vector<Link>& links) {
    json::Array out;
    for (const Link& link : links) {
        out.push_back(json::Object{
            {"kind", link.kind}, {"register", link.to_register}, {"to", link.to.text()}, {"role", link.role}}
        );
    }
    return out;
}

json::Value recast_form(const std::vector<Recast>& recasts) {
    json::Array out;
    for (const Recast& one : recasts) {
        out.push_back(json::Object{
            {"event", one.event.text()}, {"columns", one.columns}, {"dimensions", one.dimensions}});
    }
    return out;
}

json::Value files_form(const std::vector<EventFile>& files) {
    json::Array out;
    for (const EventFile& one : files) {
        out.push_back(json::Object{{"id", one.id.text()}, {"digest", to_hex(one.digest)}});
    }
    return out;
}

void read_files(const json::Value& clear, std::vector<EventFile>& files) {
    const json::Value* all = clear.find("files");
    if (all == nullptr || all->array() == nullptr) return;
    for (const json::Value& one : *all->array()) {
        EventFile file{BlobId::trusted(one.text_or("id")), {}};
        const auto digest = parse_hex(one.text_or("digest"));
        if (digest && digest->size() == file.digest.size()) std::ranges::copy(*digest, file.digest.begin());
        files.push_back(std::move(file));
    }
}

Digest digest_in(const json::Value& text) {
    Digest out{};
    const auto bytes = text.string() == nullptr ? std::nullopt : parse_hex(*text.string());
    if (bytes && bytes->size() == out.size()) std::ranges::copy(*bytes, out.begin());
    return out;
}

void read_redaction(const json::Value& clear, StoredEvent& event) {
    const json::Value* resealed = clear.find("resealed");
    if (resealed != nullptr && resealed->string() != nullptr) {
        event.resealed.whole = digest_in(*resealed);
    }
    if (resealed != nullptr && resealed->array() != nullptr) {
        for (const json::Value& one : *resealed->array()) {
            const json::Array* three = one.array();
            if (three == nullptr || three->size() != 3 || three->at(0).string() == nullptr) continue;
            event.resealed.parts[*three->at(0).string()] = digest_in(three->at(2));
        }
    }
    const json::Value* gone = clear.find("files_gone");
    if (gone == nullptr || gone->array() == nullptr) return;
    for (const json::Value& one : *gone->array()) {
        if (one.string() != nullptr) event.files_gone.push_back(BlobId::trusted(*one.string()));
    }
}

json::Value object_at(const json::Value& from, std::string_view name) {
    const json::Value* found = from.find(name);
    return found == nullptr || found->object() == nullptr ? json::Value(json::Object{}) : *found;
}

/// The same, taken out of it.
json::Value take_object(json::Value& from, std::string_view name) {
    json::Value* found = from.find(name);
    return found == nullptr || found->object() == nullptr ? json::Value(json::Object{}) : std::move(*found);
}

std::string take_text(json::Value& from, std::string_view name) {
    json::Value* found = from.find(name);
    return found == nullptr || found->string() == nullptr ? std::string() : std::move(*found->string());
}

void read_links(const json::Value& clear, Event& event) {
    const json::Value* links = clear.find("links");
    if (links == nullptr || links->array() == nullptr) return;
    for (const json::Value& one : *links->array()) {
        event.links.push_back(
            {one.text_or("kind"),
             one.text_or("register"),
             RecordId::trusted(one.text_or("to")),
             one.text_or("role")}
        );
    }
}

void read_kept_words(const json::Value& clear, Event& event) {
    const json::Value* kept = clear.find("kept_words");
    if (kept == nullptr || kept->array() == nullptr) return;
    for (const json::Value& one : *kept->array()) {
        if (one.string() != nullptr) event.kept_words.push_back(*one.string());
    }
}

void read_recasts(const json::Value& clear, Event& event) {
    const json::Value* recasts = clear.find("recast");
    if (recasts == nullptr || recasts->array() == nullptr) return;
    for (const json::Value& one : *recasts->array()) {
        event.recast.push_back(
            {EventId::trusted(one.text_or("event")), object_at(one, "columns"), object_at(one, "dimensions")}
        );
    }
}

}  // namespace

json::Value given_form(const std::vector<GivenRow>& given) {
    json::Array out;
    for (const GivenRow& one : given) {
        json::Value row{json::Object{{"id", one.id}, {"kind", one.kind}}};
        if (!one.organisation.is_empty()) row.set("organisation", one.organisation.text());
        if (!one.account.is_empty()) row.set("account", one.account.text());
        if (!one.field.empty()) row.set("field", one.field);
        if (one.ends) row.set("ends", true);
        out.push_back(std::move(row));
    }
    return out;
}

std::vector<GivenRow> given_in(const json::Value& clear) {
    std::vector<GivenRow> out;
    const json::Value* given = clear.find("given");
    if (given == nullptr || given->array() == nullptr) return out;
    for (const json::Value& one : *given->array()) {
        if (one.object() == nullptr) continue;
        out.push_back(
            {one.text_or("id"),
             one.text_or("kind"),
             OrganisationId::trusted(one.text_or("organisation")),
             AccountId::trusted(one.text_or("account")),
             one.text_or("field"),
             one.flag_or("ends")}
        );
    }
    return out;
}

json::Value clear_part(
    const Event& event,
    const std::string& from,
    const json::Value& clear_answers,
    const Opening* opening,
    const std::vector<EventFile>& files
) {
    json::Value clear{json::Object{
        {"action", event.kind},
        {"from", from},
        {"state", event.state},
        {"at", event.recorded_at.micros},
        {"columns", event.columns},
        {"dimensions", event.dimensions}}};
    if (clear_answers.object() != nullptr && !clear_answers.object()->empty())
        clear.set("answers", clear_answers);
    if (!event.corrects.is_empty()) clear.set("corrects", event.corrects.text());
    if (!event.recast.empty()) clear.set("recast", recast_form(event.recast));
    if (!event.links.empty()) clear.set("links", links_form(event.links));
    if (!event.beside.register_name.empty()) {
        clear.set(
            "beside",
            json::Object{{"register", event.beside.register_name}, {"record", event.beside.record.text()}}
        );
    }
    if (!event.kept_words.empty()) {
        clear.set("kept_words", json::Array(event.kept_words.begin(), event.kept_words.end()));
    }
    if (!files.empty()) clear.set("files", files_form(files));
    if (opening != nullptr) {
        clear.set("number", opening->number);
        clear.set("bundle", opening->bundle);
    }
    return clear;
}

Digest digest_of_event(
    std::string_view id, std::string_view kind, std::int64_t version, std::string_view clear, ByteView sealed
) {
    CanonicalWriter out;
    out.text(id).text(kind).number(static_cast<std::uint64_t>(version)).text(clear).bytes(sealed);
    return crypto::hash("neove.record_event", out.result());
}

Result<> check_clear_part(std::string_view clear) {
    if (clear.size() <= kClearMax) return {};
    return refuse(ErrorKind::Invalid, "record.correction_too_large");
}

Result<StoredEvent> stored_event(const storage::Row& row) {
    auto clear = json::parse(row.text(10), kClearLimits);
    if (!clear || clear->object() == nullptr) {
        return refuse(ErrorKind::Internal, "record.unreadable", {}, "clear part");
    }
    StoredEvent out;
    Event& event = out.event;
    event.id = EventId::trusted(row.text(0));
    event.version = row.number(3);
    event.kind = row.text(5);
    event.occurred_at = {row.number(6)};
    event.precision = row.text(7);
    event.actor = AccountId::trusted(row.text(8));
    event.acting_org = OrganisationId::trusted(row.text(9));
    event.recorded_at = {clear->number_or("at")};
    event.state = take_text(*clear, "state");
    event.answers = take_object(*clear, "answers");
    event.corrects = EventId::trusted(take_text(*clear, "corrects"));
    event.columns = take_object(*clear, "columns");
    event.dimensions = take_object(*clear, "dimensions");
    read_links(*clear, event);
    read_recasts(*clear, event);
    if (const json::Value* beside = clear->find("beside")) {
        event.beside = {beside->text_or("register"), RecordId::trusted(beside->text_or("record"))};
    }
    read_kept_words(*clear, event);
    read_files(*clear, out.files);
    out.given = given_in(*clear);
    out.recorded_at = {row.number(13)};
    out.from = take_text(*clear, "from");
    out.sealed = row.bytes(11);
    out.digest = digest_of_event(row.text(0), event.kind, event.version, row.text(10), out.sealed);
    out.number = take_text(*clear, "number");
    out.bundle = take_text(*clear, "bundle");
    out.owner = OrganisationId::trusted(take_text(*clear, "owner"));
    if (const json::Value* relation = clear->find("relation")) out.relation = *relation;
    if (event.kind == record::kRedacted) read_redaction(*clear, out);
    return out;
}

Digest digest_of_seal(const EventId& event, ByteView sealed) {
    CanonicalWriter out;
    out.text(event.text()).bytes(sealed);
    return crypto::hash("neove.record_seal", out.result());
}

json::Value redaction_form(const StoredEvent& redaction) {
    json::Array gone;
    for (const BlobId& id : redaction.files_gone) gone.emplace_back(id.text());
    CHECK(redaction.resealed.whole.has_value());
    const std::string whole = to_hex(*redaction.resealed.whole);
    return json::Object{{"resealed", whole}, {"files_gone", std::move(gone)}};
}

Result<> put_resealed(
    storage::Snapshot& snapshot,
    const std::string& register_name,
    const RecordId& record,
    std::vector<StoredEvent>& history
) {
    const auto altered = [] { return refuse(ErrorKind::Internal, "record.unreadable", {}, "resealed"); };
    const auto last =
        std::ranges::find(history.rbegin(), history.rend(), record::kRedacted, [](const auto& one) {
            return std::string_view(one.event.kind);
        });
    if (last == history.rend()) return {};
    const Resealing& said = last->resealed;
    const auto rows = TRY(snapshot.read(statements::kResealedOfRecord, {record.text(), register_name}));
    if (rows.empty()) return altered();
    const Bytes packed = rows[0].bytes(3);
    if (said.whole && digest_of_resealed(packed) != *said.whole) return altered();
    std::map<std::string, ByteView, std::less<>> seals;
    for (ResealedPart& part : TRY(parse_resealed(packed))) seals[std::move(part.event)] = part.sealed;
    for (auto one = last + 1; one != history.rend(); ++one) {
        const auto sealed = seals.find(one->event.id.text());
        if (sealed == seals.end()) return altered();
        if (!said.whole) {
            const auto digest = said.parts.find(one->event.id.text());
            const bool is_said =
                digest != said.parts.end() && digest_of_seal(one->event.id, sealed->second) == digest->second;
            if (!is_said) return altered();
        }
        one->sealed = Bytes(sealed->second.begin(), sealed->second.end());
    }
    return {};
}

storage::Write write_resealed(const RecordRow& row, Bytes packed) {
    storage::Parameters all{row.id.text(), row.register_name, row.redactions, std::move(packed)};
    storage::RowState state{"resealed", row.id.text(), row.redactions, storage::row_digest(all)};
    return {&statements::kWriteResealed, std::move(all), 1, std::move(state)};
}

Result<std::vector<StoredEvent>> events_of(
    storage::Snapshot& snapshot, const std::string& register_name, const RecordId& record
) {
    std::vector<StoredEvent> events;
    for (const storage::Row& row :
         TRY(snapshot.read(statements::kEventsOfRecord, {register_name, record.text()}))) {
        events.push_back(TRY(stored_event(row)));
    }
    TRY(put_resealed(snapshot, register_name, record, events));
    return events;
}

Result<> check_history(const RecordRow& row, const std::vector<StoredEvent>& history) {
    const auto altered = [] { return refuse(ErrorKind::Internal, "record.unreadable", {}, "history"); };
    if (history.empty()) return altered();
    const StoredEvent& first = history.front();
    const StoredEvent& last = history.back();
    std::map<std::string, Instant> entered;
    std::int64_t version = 0;
    OrganisationId owner = first.event.acting_org;
    for (const StoredEvent& one : history) {
        if (!one.owner.is_empty()) owner = one.owner;
        entered.emplace(one.event.state, one.event.recorded_at);
        if (one.event.version != ++version) return altered();
    }
    const bool is_same = row.owner == owner && row.created_by == first.event.actor &&
                         row.number == first.number && row.version == version &&
                         row.state == last.event.state && row.last_event == last.digest &&
                         row.entered == entered;
    if (!is_same) return altered();
    return {};
}

bool Concerns::moves_limit(std::string_view action) const {
    const auto is_this = [&](const deadline::Trigger& one) {
        return one.kind == deadline::Trigger::Kind::Action && one.name == action;
    };
    return std::ranges::any_of(definition_.limits, [&](const deadline::Limit& limit) {
        const bool rests =
            limit.suspension && (is_this(limit.suspension->from) || is_this(limit.suspension->until));
        return rests || is_this(limit.starts) || std::ranges::any_of(limit.stops, is_this) ||
               std::ranges::find(limit.extensions, action, &deadline::Extension::action) !=
                   limit.extensions.end();
    });
}

bool Concerns::shows(const StoredEvent& one) {
    const Event& event = one.event;
    std::string columns = json::write_canonical(event.columns);
    bool is_shown = told_.empty() || event.state != one.from || columns != columns_ ||
                    moves_limit(event.kind) || !one.given.empty() || !one.owner.is_empty();
    for (const Recast& recast : event.recast) {
        Told& told = told_[recast.event.text()];
        std::string now = json::write_canonical(recast.columns);
        is_shown = is_shown || told.columns != now;
        told.columns = std::move(now);
    }
    if (!event.corrects.is_empty()) {
        Told& told = told_[event.corrects.text()];
        is_shown = is_shown || told.occurred_at != event.occurred_at || told.precision != event.precision;
        told.occurred_at = event.occurred_at;
        told.precision = event.precision;
    }
    told_[event.id.text()] = {columns, event.occurred_at, event.precision};
    columns_ = std::move(columns);
    return is_shown;
}

access::Classes Concerns::next(const StoredEvent& one) {
    const auto set = static_cast<access::Classes>(
        classes_packed(one.sealed) | classes_in(definition_.form, one.event.answers)
    );
    return shows(one) ? access::Classes{0} : set;
}

StoredHistory stored_history(const std::vector<StoredEvent>& history) {
    StoredHistory out;
    out.reserve(history.size() + 1);  // of whoever adds the next one
    for (const StoredEvent& one : history) out.push_back(&one);
    return out;
}

record::History told_history(const StoredHistory& history) {
    record::History out;
    out.reserve(history.size() + 1);
    for (const StoredEvent* one : history) out.push_back(&one->event);
    return out;
}

namespace {

/// Rows of relations that it gave; what was only asked for gave none.
std::int64_t rows_begun(const StoredEvent& event) {
    const bool by_hand = event.event.kind == "assigned" && !event.relation.text_or("id").empty();
    return std::ranges::count(event.given, false, &GivenRow::ends) + (by_hand ? 1 : 0);
}

Derived derived_from(
    const definition::Register& definition,
    const RecordId& id,
    const StoredHistory& stored,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
) {
    Derived out;
    CHECK(!stored.empty());
    record::History events;
    events.reserve(stored.size());
    for (const StoredEvent* one : stored) {
        if (one->event.kind != record::kErased) events.push_back(&one->event);
    }
    const StoredEvent& first = *stored.front();
    const StoredEvent& last = *stored.back();
    RecordRow& row = out.row;
    row.id = id;
    row.register_name = definition.id;
    row.number = first.number;
    row.bundle = first.bundle;
    row.owner = first.event.acting_org;
    row.created_by = first.event.actor;
    row.opened_at = first.event.occurred_at;
    row.version = last.event.version;
    row.state = last.event.state;
    row.last_event = last.digest;
    row.columns = columns_in_row(definition, last.event.columns);
    Concerns concerns(definition);
    for (const StoredEvent* each : stored) {
        const StoredEvent& one = *each;
        Concern& concern = row.concerns[concerns.next(one)];
        ++concern.events;
        concern.last = std::max(concern.last, one.event.recorded_at);
        row.entered.emplace(one.event.state, one.event.recorded_at);
        if (!one.bundle.empty()) row.bundle = one.bundle;
        if (!one.owner.is_empty()) row.owner = one.owner;
        if (one.event.kind == record::kRedacted) ++row.redactions;
        row.given += rows_begun(one);
        if (one.event.corrects == first.event.id) row.opened_at = one.event.occurred_at;
        for (const Link& link : one.event.links) {
            std::erase(out.links, link);
            if (one.event.kind != record::kUnlinked) out.links.push_back(link);
        }
    }
    row.changed_at = seen_version(row, kClearClasses).changed_at;
    out.clocks = record::derive_clocks(definition, events, calendar, utc_offset_micros);
    out.facts = record::derive_facts(definition, events, utc_offset_micros);
    if (last.event.kind == record::kErased) {
        // Nothing waits for a record that is gone, and nothing leads from it. What was counted stays counted.
        std::erase_if(out.clocks, [](const deadline::Clock& clock) { return !clock.stopped_at; });
        out.links.clear();
    }
    row.due_at = earliest_due(out.clocks);
    return out;
}

}  // namespace

Derived derive_stored(
    const definition::Register& definition,
    const RecordId& id,
    const std::vector<StoredEvent>& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
) {
    return derived_from(definition, id, stored_history(history), calendar, utc_offset_micros);
}

Derived derive_next(
    const definition::Register& definition,
    const RecordId& id,
    const std::vector<StoredEvent>& history,
    const StoredEvent& next,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
) {
    StoredHistory stored = stored_history(history);
    stored.push_back(&next);
    return derived_from(definition, id, stored, calendar, utc_offset_micros);
}

}  // namespace neove::service
