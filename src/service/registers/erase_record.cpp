#include "service/registers/erase_record.h"

#include "base/check.h"
#include "service/registers/broken_glass.h"
#include "service/registers/erasure_power.h"
#include "service/registers/kept_words.h"
#include "service/registers/match_pair.h"
#include "service/registers/record_files.h"
#include "storage/statements/persons.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

/// The last event of the record, and all that follows from it in rows.
Result<Decided> erased(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const FoundRecord& found, Erasure erasure
) {
    auto history = TRY(events_of(snapshot, found.row.register_name, found.row.id));
    record::Event last;
    last.kind = record::kErased;
    last.state = record::kErased;
    last.actor = caller.account.id;
    last.acting_org = caller.acting.organisation;
    last.occurred_at = caller.now;
    last.recorded_at = caller.now;
    last.precision = "instant";
    last.version = found.row.version + 1;
    last.answers = json::Object{};
    last.columns = json::Object{};
    last.dimensions = json::Object{};
    json::Value clear = clear_part(last, found.row.state, json::Object{}, nullptr);
    clear.set("erasure", erasure.id.text()).set("proposed_by", erasure.proposed_by.text());
    storage::NewEvent event =
        event_of(caller, found.row.register_name, found.row.id.text(), last.version, last.kind, clear);
    StoredEvent stored;
    stored.event = last;
    stored.event.id = EventId::trusted(event.id);
    stored.from = found.row.state;
    stored.digest = digest_of_event(event.id, event.kind, event.version, event.clear, event.sealed);
    history.push_back(std::move(stored));
    const Derived derived = derive_stored(
        *found.definition, found.row.id, history, house.programmes.calendar(), house.options.utc_offset_micros
    );
    const std::string& id = found.row.id.text();
    const auto key = TRY(snapshot.read(statements::kRecordKey, {id}));
    if (key.empty()) return not_found();
    auto glass = TRY(broken_glass_of_record(snapshot, house.keys, found.row.register_name, found.row.id));
    erasure.stage = kErasureDone;
    erasure.state = found.row.state;
    erasure.decided_by = caller.account.id;
    erasure.decided_at = caller.now;
    erasure.domain = found.desk.domain;
    erasure.epoch = static_cast<std::uint64_t>(key[0].number(0));
    Decided out;
    out.resource_id = erasure.id.text();
    storage::Commit& commit = out.commit;
    commit.expected.push_back({found.row.register_name, id, found.row.version});
    // Words of a glass that somebody breaks at this moment would stay behind.
    commit.expected.push_back(TRY(glass_turn(snapshot, found.row.register_name, found.row.id)));
    commit.events.push_back(std::move(event));
    commit.writes = update_record(house.keys, found.row, derived.row, {});
    commit.writes.push_back({&statements::kDeleteRecordKey, {id}, 1});
    commit.writes.push_back({&statements::kDeleteCard, {id}});
    commit.writes.push_back({&statements::kDeleteDraftsOfRecord, {found.row.register_name, id}});
    commit.writes.push_back({&statements::kDeleteDraftsAbout, {found.row.register_name + "/" + id}});
    commit.writes.push_back({&statements::kDeleteLinksOfRecord, {id}});
    // That the glass was broken, by whom and how it was judged stays; what was said of her goes.
    for (BrokenGlass& one : glass) {
        commit.writes.push_back(change_broken_glass(house.keys, nullptr, std::move(one)));
    }
    for (storage::Write& write : delete_files(found.row.id)) commit.writes.push_back(std::move(write));
    for (storage::Write& write : delete_pairs_of(found.row.id)) commit.writes.push_back(std::move(write));
    for (storage::Write& write : write_clocks(derived.row, derived.clocks, false)) {
        commit.writes.push_back(std::move(write));
    }
    commit.writes.push_back(decide_erasure(house.keys, std::move(erasure)));
    return out;
}

struct Asked {
    Erasure erasure;
    FoundRecord found;
};

/// An erasure of this register, for somebody who may erase the record it speaks of.
Result<Asked> waiting_for(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id
) {
    auto erasure = TRY(find_erasure(snapshot, house.keys, id));
    if (!erasure || erasure->is_redaction() || erasure->register_name != register_id) return not_found();
    if (erasure->stage == kErasureDone) {
        const Desk desk = TRY(desk_of(house, register_id));
        if (!TRY(may_erase(house, snapshot, caller, desk, *erasure))) return not_found();
        return refuse(ErrorKind::Conflict, "erase.over");
    }
    Asked out{std::move(*erasure), {}};
    out.found = TRY(record_for(house, snapshot, caller, register_id, out.erasure.record, access::kErase));
    if (!out.erasure.waits_at(caller.now)) return refuse(ErrorKind::Conflict, "erase.over");
    return out;
}

Result<ErasureView> as_it_is(House& house, const Caller& caller, const ErasureId& id) {
    const auto snapshot = TRY(house.store.snapshot());
    auto erasure = TRY(find_erasure(*snapshot, house.keys, id));
    if (!erasure) return not_found();
    return erasure_view(house, caller, std::move(*erasure), TRY(key_days_done(house, *snapshot)));
}

}  // namespace

Result<ErasureView> propose_erasure(
    House& house, const Caller& caller, const RecordRequest& request, const NewErasure& wanted
) {
    const auto snapshot = TRY(house.store.snapshot());
    const FoundRecord found =
        TRY(record_for(house, *snapshot, caller, request.register_id, request.record, access::kErase));
    TRY(require_step_up(caller));
    if (!found.definition->form.persons) return refuse(ErrorKind::Invalid, "erase.not_persons");
    TRY(check_kept_words(house, wanted.authority, "/authority"));
    TRY(check_kept_words(house, wanted.ground, "/ground"));
    TRY(check_not_held(found, caller.now));
    const Erasure erasure = new_erasure(caller, found, wanted);
    const Acted done = TRY(ask_for_erasure(house, caller, *snapshot, request, erasure, "erasure"));
    return as_it_is(house, caller, ErasureId::trusted(done.resource_id));
}

Result<ErasureView> confirm_erasure(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id,
    const std::string& request_key
) {
    const auto snapshot = TRY(house.store.snapshot());
    const Act what{"confirm_erasure", {}, request_key, id.text(), true};
    if (const auto before = TRY(repeated(house, caller, *snapshot, what))) {
        // The record is gone then; whether she may is asked of the state it was in.
        const auto erasure = TRY(find_erasure(*snapshot, house.keys, id));
        if (!erasure) return not_found();
        const Desk desk = TRY(desk_of(house, register_id));
        if (!TRY(may_erase(house, *snapshot, caller, desk, *erasure))) return not_found();
        return as_it_is(house, caller, id);
    }
    const Asked asked = TRY(waiting_for(house, *snapshot, caller, register_id, id));
    TRY(require_step_up(caller));
    if (asked.erasure.proposed_by == caller.account.id) return refuse(ErrorKind::Conflict, "erase.own");
    TRY(check_not_held(asked.found, caller.now));
    // What came since was before neither of the two.
    if (asked.found.row.version != asked.erasure.record_version) {
        return refuse(ErrorKind::Conflict, "erase.changed");
    }
    if (!TRY(still_may(house, *snapshot, caller, asked.found, asked.erasure.proposed_by, access::kErase))) {
        return refuse(ErrorKind::Conflict, "erase.proposer_gone");
    }
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot& view) {
        return erased(house, view, caller, asked.found, asked.erasure);
    });
    // Something happened to the record meanwhile, a hold perhaps: she looks again.
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(std::move(acted));
    return as_it_is(house, caller, id);
}

Result<ErasureView> refuse_erasure(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id,
    const std::string& reason
) {
    const auto snapshot = TRY(house.store.snapshot());
    Asked asked = TRY(waiting_for(house, *snapshot, caller, register_id, id));
    TRY(check_kept_words(house, reason, "/reason"));
    TRY(write_refusal(house, caller, *snapshot, std::move(asked.erasure), reason, "erasure"));
    return as_it_is(house, caller, id);
}

Result<std::vector<ErasureView>> list_erasures(
    House& house, const Caller& caller, const std::string& register_id
) {
    const Desk desk = TRY(desk_of(house, register_id));
    if (!desk.programme->rules.may_ever(caller.actor.role, register_id, access::kErase)) return not_found();
    const auto snapshot = TRY(snapshot_of(house, caller));
    const KeyDays days = TRY(key_days_done(house, *snapshot));
    std::vector<ErasureView> out;
    for (Erasure& one : TRY(erasures_of_register(*snapshot, house.keys, register_id, kErasuresShown))) {
        if (one.is_redaction() || !TRY(may_erase(house, *snapshot, caller, desk, one))) continue;
        out.push_back(erasure_view(house, caller, std::move(one), days));
    }
    return out;
}

}  // namespace neove::service
