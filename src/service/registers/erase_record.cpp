#include "service/registers/erase_record.h"

#include "base/check.h"
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

Result<> check_not_held(const FoundRecord& found, Instant now) {
    const bool is_held = std::ranges::any_of(found.relations, [&](const RecordRelation& one) {
        return one.kind == kLegalHold && one.holds_at(now);
    });
    if (is_held) return refuse(ErrorKind::Conflict, "erase.held");
    return {};
}

void tell(const Caller& caller, const Erasure& erasure, const char* what, storage::Commit& commit) {
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = erasure.register_name + "." + what;
    draft.register_name = erasure.register_name;
    draft.record_id = erasure.record.text();
    commit.journal.push_back(std::move(draft));
}

/// How the caller stands to a record that is gone, or not yet: by its row as it stands and the state it was
/// erased in.
Result<bool> may_erase(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk, const Erasure& erasure
) {
    const auto rows = TRY(snapshot.read(statements::kRecordRowById, {erasure.record.text()}));
    if (rows.empty()) return false;
    auto row = record_row(snapshot, house.keys, rows[0]);
    if (!row || row->register_name != erasure.register_name) return false;
    if (!is_newest(snapshot, house.keys, *row)) return false;
    if (row->state == record::kErased) row->state = erasure.state;
    const auto relations = TRY(relations_of(snapshot, house.keys, row->register_name, row->id));
    const access::Standing standing = standing_of(house, caller, *row, relations);
    return access::decide(desk.programme->rules, caller.actor, row->register_name, access::kErase, standing)
        .allowed;
}

/// When key days of a domain ended everywhere, by the epoch that holds since.
using KeyDays = std::vector<std::pair<std::string, Instant>>;
Result<KeyDays> key_days_done(const House& house, storage::Snapshot& snapshot) {
    KeyDays out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kKeyDaysDone, {house.keys.store.text()}))) {
        out.emplace_back(row.text(0), Instant{row.number(1)});
    }
    return out;
}

std::optional<Instant> key_day_of(const KeyDays& days, const Erasure& erasure) {
    const std::string domain = std::string(keyring::name_of(erasure.domain)) + ".";
    for (const auto& [what, at] : days) {
        if (!what.starts_with(domain)) continue;
        const std::string number = what.substr(domain.size());
        if (number.empty() || number.size() > 15 ||
            number.find_first_not_of("0123456789") != std::string::npos) {
            continue;
        }
        // The epoch that wrapped the key was destroyed in every copy when a later one began to hold alone.
        if (std::stoull(number) > erasure.epoch && erasure.decided_at && at >= *erasure.decided_at) return at;
    }
    return std::nullopt;
}

ErasureView view_of(const House& house, const Caller& caller, Erasure erasure, const KeyDays& days) {
    ErasureView view;
    const auto live = house.live.view();
    const auto name_of = [&](const AccountId& id) {
        const auto found = live->account_names.find(id);
        return found == live->account_names.end() ? std::string() : found->second;
    };
    const bool waits = erasure.waits_at(caller.now);
    view.proposed_by_name = name_of(erasure.proposed_by);
    view.decided_by_name = name_of(erasure.decided_by);
    view.is_over = erasure.stage == kErasureWaiting && !waits;
    view.may_confirm = waits && erasure.proposed_by != caller.account.id;
    view.may_refuse = waits;
    if (erasure.stage == kErasureDone) view.key_day = key_day_of(days, erasure);
    view.erasure = std::move(erasure);
    return view;
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
    commit.events.push_back(std::move(event));
    commit.writes = update_record(house.keys, found.row, derived.row, {});
    commit.writes.push_back({&statements::kDeleteRecordKey, {id}, 1});
    commit.writes.push_back({&statements::kDeleteCard, {id}});
    commit.writes.push_back({&statements::kDeleteDraftsOfRecord, {found.row.register_name, id}});
    commit.writes.push_back({&statements::kDeleteLinksOfRecord, {id}});
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
    if (!erasure || erasure->register_name != register_id) return not_found();
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
    return view_of(house, caller, std::move(*erasure), TRY(key_days_done(house, *snapshot)));
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
    TRY(check_kept_words(wanted.authority, "/authority"));
    TRY(check_kept_words(wanted.ground, "/ground"));
    TRY(check_not_held(found, caller.now));
    Erasure erasure;
    erasure.id = ErasureId::trusted(crypto::random_id());
    erasure.register_name = found.row.register_name;
    erasure.record = found.row.id;
    erasure.number = found.row.number;
    erasure.state = found.row.state;
    erasure.proposed_by = caller.account.id;
    erasure.proposed_at = caller.now;
    erasure.domain = found.desk.domain;
    erasure.authority = wanted.authority;
    erasure.ground = wanted.ground;
    const Act what{
        "propose_erasure " + found.row.id.text(), {}, request.request_key, request.request_body, true};
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot& view) -> Result<Decided> {
        Decided decided;
        decided.resource_id = erasure.id.text();
        decided.status = 202;
        for (Erasure& other : TRY(erasures_of_record(view, house.keys, found.row.id))) {
            if (other.stage != kErasureWaiting) continue;
            if (other.waits_at(caller.now)) return refuse(ErrorKind::Conflict, "erase.waiting_already");
            // Nobody confirmed it in time: it makes way.
            other.stage = kErasureRefused;
            other.decided_at = caller.now;
            decided.commit.writes.push_back(decide_erasure(house.keys, std::move(other)));
        }
        decided.commit.writes.push_back(insert_erasure(house.keys, erasure));
        tell(caller, erasure, "erasure_proposed", decided.commit);
        return decided;
    });
    if (!acted && acted.error().code == "storage.conflict") {
        return refuse(ErrorKind::Conflict, "erase.waiting_already");
    }
    const Acted done = TRY(std::move(acted));
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
    TRY(check_kept_words(reason, "/reason"));
    asked.erasure.stage = kErasureRefused;
    asked.erasure.decided_by = caller.account.id;
    asked.erasure.decided_at = caller.now;
    asked.erasure.decision = reason;
    auto acted =
        act(house,
            caller,
            *snapshot,
            {"refuse_erasure", {}, {}, {}, true},
            [&](storage::Snapshot&) -> Result<Decided> {
                Decided decided;
                decided.resource_id = id.text();
                decided.commit.writes.push_back(decide_erasure(house.keys, asked.erasure));
                tell(caller, asked.erasure, "erasure_refused", decided.commit);
                return decided;
            });
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Conflict, "erase.over");
    TRY(std::move(acted));
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
        if (!TRY(may_erase(house, *snapshot, caller, desk, one))) continue;
        out.push_back(view_of(house, caller, std::move(one), days));
    }
    return out;
}

}  // namespace neove::service
