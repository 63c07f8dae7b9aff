#include "service/registers/redact_record.h"

#include "base/check.h"
#include "service/registers/broken_glass.h"
#include "service/registers/drafts.h"
#include "service/registers/erasure_power.h"
#include "service/registers/kept_words.h"
#include "service/registers/record_change.h"
#include "service/registers/resealed_events.h"
#include "service/registers/visit.h"
#include "storage/statements/attachments.h"
#include "storage/statements/persons.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <map>
#include <set>

namespace neove::service {

namespace statements = storage::statements;
using record::Redaction;

namespace {

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

/// Every answer of a record, opened for the platform alone.
struct Whole {
    std::vector<StoredEvent> stored;
    std::vector<record::Event> events;
};

Result<Whole> whole_of(storage::Snapshot& snapshot, const FoundRecord& found) {
    Whole out;
    out.stored = TRY(events_of(snapshot, found.row.register_name, found.row.id));
    TRY(check_history(found.row, out.stored));
    for (const StoredEvent& one : out.stored) {
        const OpenedAnswers opened =
            TRY(found.seal->open_event(one.sealed, access::kEveryClass, true, one.event.id));
        record::Event event = one.event;
        if (event.answers.object() == nullptr) event.answers = json::Object{};
        for (const auto& [field, value] : *opened.answers.object()) event.answers.set(field, value);
        event.reason = opened.reason;
        out.events.push_back(std::move(event));
    }
    return out;
}

Result<Redaction> redaction_of(
    const House& house,
    const Caller& caller,
    const FoundRecord& found,
    const Whole& whole,
    const std::vector<record::RedactedPart>& parts
) {
    const std::int64_t offset = house.options.utc_offset_micros;
    return record::redact(
        *found.definition,
        whole.events,
        parts,
        calendar::date_of(caller.now, offset),
        references_of(house, caller.now),
        offset
    );
}

OutlinedAnswer outlined(const form::Field& field, const json::Value& answer, bool is_fixed) {
    OutlinedAnswer out;
    out.field = field.id;
    if (answer.array() != nullptr) out.count = answer.array()->size();
    out.is_gone = form::is_redacted(answer);
    out.is_fixed = is_fixed;
    return out;
}

/// Where answers are, and which of them would go.
RecordOutline outline_of(const FoundRecord& found, const Whole& whole, const Redaction* redaction) {
    RecordOutline out{found.definition, found.pinned, {}, 0, {}};
    std::map<std::pair<std::string, std::string>, const record::RedactedPlace*> going;
    if (redaction != nullptr) {
        out.files = redaction->files.size();
        out.still_said = redaction->still_said;
        for (const auto& place : redaction->places) going[{place.event.text(), place.field}] = &place;
    }
    // Asked once a question, not once an answer: every rule of the form is read for it.
    std::set<std::string> fixed;
    for (const form::Field& field : found.definition->form.fields) {
        if (record::is_in_the_clear(*found.definition, field)) fixed.insert(field.id);
    }
    for (const record::Event& event : whole.events) {
        OutlinedEvent one{event.id, event.kind, event.occurred_at, event.precision, {}};
        if (!event.reason.empty()) {
            OutlinedAnswer reason;
            reason.is_gone = record::reason_redacted_on(event.reason).has_value();
            one.answers.push_back(reason);
        }
        for (const form::Field& field : found.definition->form.fields) {
            const json::Value* answer = event.answers.find(field.id);
            if (answer == nullptr || answer->is_null()) continue;
            one.answers.push_back(outlined(field, *answer, fixed.contains(field.id)));
        }
        for (OutlinedAnswer& answer : one.answers) {
            const auto place = going.find({event.id.text(), answer.field});
            if (place == going.end()) continue;
            answer.goes = place->second->is_whole;
            answer.rows = place->second->rows;
        }
        if (!one.answers.empty()) out.events.push_back(std::move(one));
    }
    return out;
}

/// What was looked at: the record as it stood, and what was asked of it.
std::string seen_of(const House& house, const FoundRecord& found, const Erasure& erasure) {
    CanonicalWriter out;
    out.text(erasure.id.text()).number(static_cast<std::uint64_t>(erasure.version));
    out.text(found.row.id.text()).number(static_cast<std::uint64_t>(found.row.version));
    return to_base64url(
        ByteView(crypto::keyed_hash(house.keys.entity_tag, "redaction", out.result())).first(16)
    );
}

struct Asked {
    Erasure erasure;
    FoundRecord found;
};

/// A redaction of this register, for somebody who may erase the record it speaks of.
Result<Asked> asked_for(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id
) {
    auto erasure = TRY(find_erasure(snapshot, house.keys, id));
    if (!erasure || !erasure->is_redaction() || erasure->register_name != register_id) return not_found();
    Asked out{std::move(*erasure), {}};
    out.found = TRY(record_for(house, snapshot, caller, register_id, out.erasure.record, access::kErase));
    return out;
}

Result<Asked> waiting_for(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id
) {
    Asked out = TRY(asked_for(house, snapshot, caller, register_id, id));
    if (!out.erasure.waits_at(caller.now)) return refuse(ErrorKind::Conflict, "erase.over");
    return out;
}

/// The history with what is left of its events under the new key, and the text in which that is kept.
struct Resealed {
    std::vector<StoredEvent> history;
    Bytes packed;
};

Resealed resealed(
    const FoundRecord& found, const Whole& whole, const Redaction& redaction, const SealedRecord& fresh
) {
    const form::Form& form = found.definition->form;
    const auto clear = form.persons ? access::Classes{0} : kClearClasses;
    const auto classes = static_cast<access::Classes>(access::kEveryClass & ~clear);
    Resealed out{whole.stored, {}};
    std::vector<ResealedPart> parts;
    for (std::size_t i = 0; i < out.history.size(); ++i) {
        const record::Event& event = redaction.history[i];
        StoredEvent& one = out.history[i];
        const Digest was = digest_of_seal(event.id, one.sealed);
        one.sealed = fresh.seal_event(form, event.answers, classes, event.reason, event.id);
        parts.push_back({event.id.text(), was, one.sealed});
    }
    out.packed = pack_resealed(parts);
    return out;
}

/// Files that stay change hands; those that go leave nothing.
Result<> reseal_files(
    storage::Snapshot& snapshot,
    const FoundRecord& found,
    const SealedRecord& fresh,
    const Redaction& redaction,
    std::vector<storage::Write>& writes
) {
    const std::string& record = found.row.id.text();
    for (const storage::Row& row : TRY(snapshot.read(statements::kSealsOfRecord, {record}))) {
        const std::string& id = row.text(0);
        if (redaction.files.contains(id)) {
            writes.push_back({&statements::kDeleteChunksOfFile, {id, record}});
            writes.push_back({&statements::kDeleteAttachment, {id, record}, 1});
            continue;
        }
        const BlobId file = BlobId::trusted(id);
        const EventId event = EventId::trusted(row.text(1));
        const auto field_class = static_cast<form::Class>(row.number(2));
        Bytes plain = TRY(found.seal->open_file(file, event, field_class, row.bytes(3)));
        writes.push_back(
            {&statements::kResealAttachment,
             {id, record, fresh.seal_file(file, event, field_class, plain)},
             1}
        );
        crypto::wipe(plain.data(), plain.size());
    }
    return {};
}

/// What others typed and have not sent, without the answers that went; one that does not open goes.
Result<> reseal_drafts(
    storage::Snapshot& snapshot,
    const FoundRecord& found,
    const SealedRecord& fresh,
    const std::vector<record::RedactedPart>& parts,
    std::vector<storage::Write>& writes
) {
    const std::string& record = found.row.id.text();
    const std::string& name = found.row.register_name;
    for (const storage::Row& row : TRY(snapshot.read(statements::kDraftsOfRecord, {name, record}))) {
        const std::string part = draft_part(row.text(0), row.text(1), record);
        const auto plain = row.number(2) == kDraftOfRecord ? found.seal->open_draft(row.bytes(3), part)
                                                           : std::optional<Bytes>();
        auto answers = plain ? json::parse(as_text(*plain), {.bytes = kDraftBytesMax, .depth = 32})
                             : Result<json::Value>(json::Value());
        if (!answers || answers->object() == nullptr) {
            writes.push_back({&statements::kDeleteDraft, {row.text(0), name, record, row.text(1)}});
            continue;
        }
        std::erase_if(*answers->object(), [&](const json::Member& one) {
            return std::ranges::find(parts, one.first, &record::RedactedPart::field) != parts.end();
        });
        const std::string left = json::write_canonical(*answers);
        writes.push_back(
            {&statements::kResealDraft,
             {row.text(0), name, record, row.text(1), fresh.seal_draft(as_bytes(left), part)}}
        );
    }
    return {};
}

/// Why somebody broke the glass, and what was said of that, stays: under the new key.
Result<> reseal_glass(
    const House& house,
    storage::Snapshot& snapshot,
    const FoundRecord& found,
    const SealedRecord& fresh,
    std::vector<storage::Write>& writes
) {
    const std::string& name = found.row.register_name;
    for (BrokenGlass& one : TRY(broken_glass_of_record(snapshot, house.keys, name, found.row.id))) {
        open_words(house.keys, &*found.seal, one);
        writes.push_back(change_broken_glass(house.keys, &fresh, std::move(one)));
    }
    return {};
}

/// The event of the redaction, as it will be read back.
StoredEvent last_event(const Caller& caller, const FoundRecord& found, const Whole& whole) {
    const StoredEvent& before = whole.stored.back();
    StoredEvent out;
    record::Event& event = out.event;
    event.kind = record::kRedacted;
    event.state = found.row.state;
    event.actor = caller.account.id;
    event.acting_org = caller.acting.organisation;
    event.occurred_at = caller.now;
    event.recorded_at = caller.now;
    event.precision = "instant";
    event.version = found.row.version + 1;
    event.answers = json::Object{};
    // No column reads what went; what was counted stays counted.
    event.columns = before.event.columns;
    event.dimensions = before.event.dimensions;
    out.from = found.row.state;
    return out;
}

Result<storage::NewEvent> new_event(
    const Caller& caller, const FoundRecord& found, const Erasure& erasure, StoredEvent& last
) {
    json::Value clear = clear_part(last.event, last.from, json::Object{}, nullptr);
    clear.set("redaction", erasure.id.text()).set("proposed_by", erasure.proposed_by.text());
    const json::Value said = redaction_form(last);
    for (const auto& [name, value] : *said.object()) clear.set(name, value);
    storage::NewEvent event = event_of(
        caller, found.row.register_name, found.row.id.text(), last.event.version, last.event.kind, clear
    );
    if (!check_clear_part(event.clear)) return refuse(ErrorKind::Conflict, "redact.too_large");
    last.event.id = EventId::trusted(event.id);
    last.digest = digest_of_event(event.id, event.kind, event.version, event.clear, event.sealed);
    return event;
}

/// All of it in one commit: the old key opens nothing that is still there.
Result<Decided> redacted(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const FoundRecord& found, Erasure erasure
) {
    const Whole whole = TRY(whole_of(snapshot, found));
    const Redaction redaction = TRY(redaction_of(house, caller, found, whole, erasure.parts));
    const std::string& id = found.row.id.text();
    const auto old_key = TRY(snapshot.read(statements::kRecordKey, {id}));
    if (old_key.empty()) return not_found();
    const RecordName name{found.desk.domain, found.row.register_name, found.row.id, found.row.redactions + 1};
    const crypto::Secret key = crypto::Secret::random();
    const SealedRecord fresh(house.keys.store, name, key);
    const WrappedKey wrapped = house.keys.records->wrap(name, key);

    StoredEvent last = last_event(caller, found, whole);
    auto [history, packed] = resealed(found, whole, redaction, fresh);
    last.resealed.whole = digest_of_resealed(packed);
    for (const std::string& file : redaction.files) last.files_gone.push_back(BlobId::trusted(file));
    storage::NewEvent event = TRY(new_event(caller, found, erasure, last));
    history.push_back(last);
    const Derived derived = derive_stored(
        *found.definition, found.row.id, history, house.programmes.calendar(), house.options.utc_offset_micros
    );
    const RecordRow& row = derived.row;
    const json::Value& answers = redaction.record.answers;
    Decided out;
    out.resource_id = erasure.id.text();
    storage::Commit& commit = out.commit;
    auto& writes = commit.writes;
    commit.expected.push_back({found.row.register_name, id, found.row.version});
    commit.expected.push_back(TRY(glass_turn(snapshot, found.row.register_name, found.row.id)));
    commit.events.push_back(std::move(event));
    writes = update_record(
        house.keys,
        found.row,
        row,
        fresh.seal_state(found.definition->form, answers, row.version, row.last_event)
    );
    writes.push_back(
        {&statements::kReplaceRecordKey,
         {id, static_cast<std::int64_t>(wrapped.epoch), wrapped.bytes, name.generation},
         1}
    );
    writes.push_back(write_resealed(row, std::move(packed)));
    const json::Value card = search_card(found.definition->form, answers);
    if (!card.is_null()) {
        writes.push_back(
            {&statements::kWriteCard,
             {id, row.register_name, row.version, fresh.seal_card(card, row.version)},
             1}
        );
    }
    for (storage::Write& write : write_clocks(row, derived.clocks, false)) writes.push_back(std::move(write));
    TRY(reseal_files(snapshot, found, fresh, redaction, writes));
    TRY(reseal_drafts(snapshot, found, fresh, erasure.parts, writes));
    // Of forms of other records nobody knows which answer says what went.
    writes.push_back({&statements::kDeleteDraftsAbout, {found.row.register_name + "/" + id}});
    TRY(reseal_glass(house, snapshot, found, fresh, writes));
    erasure.stage = kErasureRedacted;
    erasure.decided_by = caller.account.id;
    erasure.decided_at = caller.now;
    erasure.domain = found.desk.domain;
    erasure.epoch = static_cast<std::uint64_t>(old_key[0].number(0));
    writes.push_back(decide_erasure(house.keys, std::move(erasure)));
    return out;
}

/// Which questions were answered says something too, where one is asked only because of another's answer.
Result<> journal_outline(House& house, const Caller& caller, const FoundRecord& found) {
    const RecordRow& row = found.row;
    return journal_reads(
        house,
        caller,
        {{"outlined",
          row.register_name,
          row.id.text(),
          {},
          house.purposes.of(visit_of(caller), row.id.text(), caller.now),
          {}}}
    );
}

Result<RedactionView> view_of(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Asked& asked
) {
    RedactionView out;
    out.asked = erasure_view(house, caller, asked.erasure, TRY(key_days_done(house, snapshot)));
    if (!asked.erasure.waits_at(caller.now)) return out;
    const Whole whole = TRY(whole_of(snapshot, asked.found));
    // Somebody corrected what it speaks of since: then it can only be refused.
    const auto redaction = redaction_of(house, caller, asked.found, whole, asked.erasure.parts);
    out.outline = outline_of(asked.found, whole, redaction ? &*redaction : nullptr);
    TRY(journal_outline(house, caller, asked.found));
    out.asked.may_confirm = out.asked.may_confirm && redaction.has_value();
    out.seen = seen_of(house, asked.found, asked.erasure);
    return out;
}

}  // namespace

Result<RecordOutline> outline_record(
    House& house, const Caller& caller, const std::string& register_id, const RecordId& record
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundRecord found = TRY(record_for(house, *snapshot, caller, register_id, record, access::kErase));
    RecordOutline out = outline_of(found, TRY(whole_of(*snapshot, found)), nullptr);
    TRY(journal_outline(house, caller, found));
    return out;
}

Result<RedactionView> find_redaction(
    House& house, const Caller& caller, const std::string& register_id, const ErasureId& id
) {
    const auto snapshot = TRY(house.store.snapshot());
    return view_of(house, *snapshot, caller, TRY(asked_for(house, *snapshot, caller, register_id, id)));
}

Result<RedactionView> propose_redaction(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const NewErasure& why,
    std::vector<record::RedactedPart> parts
) {
    const auto snapshot = TRY(house.store.snapshot());
    const FoundRecord found =
        TRY(record_for(house, *snapshot, caller, request.register_id, request.record, access::kErase));
    TRY(require_step_up(caller));
    TRY(check_kept_words(house, why.authority, "/authority"));
    TRY(check_kept_words(house, why.ground, "/ground"));
    TRY(check_not_held(found, caller.now));
    if (parts.empty() || parts.size() > kRedactedPartsMax) {
        return refuse(ErrorKind::Invalid, "redact.nothing", "/parts");
    }
    const Whole whole = TRY(whole_of(*snapshot, found));
    TRY(redaction_of(house, caller, found, whole, parts));
    Erasure erasure = new_erasure(caller, found, why);
    erasure.parts = std::move(parts);
    const Acted done = TRY(ask_for_erasure(house, caller, *snapshot, request, erasure, "redaction"));
    return find_redaction(house, caller, request.register_id, ErasureId::trusted(done.resource_id));
}

Result<RedactionView> confirm_redaction(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id,
    const std::string& seen,
    const std::string& request_key
) {
    const auto snapshot = TRY(house.store.snapshot());
    const Asked asked = TRY(asked_for(house, *snapshot, caller, register_id, id));
    const Act what{"confirm_redaction", {}, request_key, id.text(), true};
    if (TRY(repeated(house, caller, *snapshot, what))) return view_of(house, *snapshot, caller, asked);
    if (!asked.erasure.waits_at(caller.now)) return refuse(ErrorKind::Conflict, "erase.over");
    TRY(require_step_up(caller));
    if (asked.erasure.proposed_by == caller.account.id) return refuse(ErrorKind::Conflict, "erase.own");
    TRY(check_not_held(asked.found, caller.now));
    if (!TRY(still_may(house, *snapshot, caller, asked.found, asked.erasure.proposed_by, access::kErase))) {
        return refuse(ErrorKind::Conflict, "erase.proposer_gone");
    }
    // She confirms what she saw: an answer that came since was shown to nobody.
    if (seen != seen_of(house, asked.found, asked.erasure)) return refuse(ErrorKind::Stale, "version.stale");
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot& view) {
        return redacted(house, view, caller, asked.found, asked.erasure);
    });
    // Something happened to the record meanwhile, a hold perhaps: she looks again.
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(std::move(acted));
    return find_redaction(house, caller, register_id, id);
}

Result<RedactionView> refuse_redaction(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id,
    const std::string& reason
) {
    const auto snapshot = TRY(house.store.snapshot());
    Asked asked = TRY(waiting_for(house, *snapshot, caller, register_id, id));
    TRY(check_kept_words(house, reason, "/reason"));
    TRY(write_refusal(house, caller, *snapshot, std::move(asked.erasure), reason, "redaction"));
    return find_redaction(house, caller, register_id, id);
}

Result<std::vector<RedactionView>> list_redactions(
    House& house, const Caller& caller, const std::string& register_id
) {
    const Desk desk = TRY(desk_of(house, register_id));
    if (!desk.programme->rules.may_ever(caller.actor.role, register_id, access::kErase)) return not_found();
    const auto snapshot = TRY(snapshot_of(house, caller));
    const KeyDays days = TRY(key_days_done(house, *snapshot));
    std::vector<RedactionView> out;
    for (Erasure& one : TRY(erasures_of_register(*snapshot, house.keys, register_id, kErasuresShown))) {
        if (!one.is_redaction() || !TRY(may_erase(house, *snapshot, caller, desk, one))) continue;
        out.push_back({erasure_view(house, caller, std::move(one), days), {}, {}});
    }
    return out;
}

}  // namespace neove::service
