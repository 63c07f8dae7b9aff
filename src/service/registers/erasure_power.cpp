#include "service/registers/erasure_power.h"

#include "storage/statements/persons.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

void tell(const Caller& caller, const Erasure& erasure, const std::string& what, storage::Commit& commit) {
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = erasure.register_name + "." + what;
    draft.register_name = erasure.register_name;
    draft.record_id = erasure.record.text();
    commit.journal.push_back(std::move(draft));
}

}  // namespace

Result<> check_not_held(const FoundRecord& found, Instant now) {
    const bool is_held = std::ranges::any_of(found.relations, [&](const RecordRelation& one) {
        return one.kind == kLegalHold && one.holds_at(now);
    });
    if (is_held) return refuse(ErrorKind::Conflict, "erase.held");
    return {};
}

Result<bool> may_erase(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk, const Erasure& erasure
) {
    const auto rows = TRY(snapshot.read(statements::kRecordRowById, {erasure.record.text()}));
    if (rows.empty()) return false;
    auto row = record_row(snapshot, house.keys, rows[0]);
    if (!row || row->register_name != erasure.register_name) return false;
    if (!is_newest(snapshot, house.keys, *row)) return false;
    if (row->state == record::kErased) row->state = erasure.state;
    auto relations = TRY(relations_of(snapshot, house.keys, row->register_name, row->id));
    doubt_missing(house.keys, *row, relations);
    const access::Standing standing = standing_of(house, caller, *row, relations);
    return access::decide(desk.programme->rules, caller.actor, row->register_name, access::kErase, standing)
        .allowed;
}

Result<KeyDays> key_days_done(const House& house, storage::Snapshot& snapshot) {
    KeyDays out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kKeyDaysDone, {house.keys.store.text()}))) {
        out.emplace_back(row.text(0), Instant{row.number(1)});
    }
    return out;
}

namespace {

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

}  // namespace

ErasureView erasure_view(const House& house, const Caller& caller, Erasure erasure, const KeyDays& days) {
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
    if (erasure.stage == kErasureDone || erasure.stage == kErasureRedacted)
        view.key_day = key_day_of(days, erasure);
    view.erasure = std::move(erasure);
    return view;
}

Erasure new_erasure(const Caller& caller, const FoundRecord& found, const NewErasure& wanted) {
    Erasure erasure;
    erasure.id = ErasureId::trusted(crypto::random_id());
    erasure.register_name = found.row.register_name;
    erasure.record = found.row.id;
    erasure.number = found.row.number;
    erasure.state = found.row.state;
    erasure.record_version = found.row.version;
    erasure.proposed_by = caller.account.id;
    erasure.proposed_at = caller.now;
    erasure.domain = found.desk.domain;
    erasure.authority = wanted.authority;
    erasure.ground = wanted.ground;
    return erasure;
}

Result<Acted> ask_for_erasure(
    House& house,
    const Caller& caller,
    storage::Snapshot& snapshot,
    const RecordRequest& request,
    const Erasure& erasure,
    const std::string& word
) {
    const Act what{
        "propose_" + word + " " + erasure.record.text(), {}, request.request_key, request.request_body, true};
    auto acted = act(house, caller, snapshot, what, [&](storage::Snapshot& view) -> Result<Decided> {
        Decided decided;
        decided.resource_id = erasure.id.text();
        decided.status = 202;
        for (Erasure& other : TRY(erasures_of_record(view, house.keys, erasure.record))) {
            if (other.stage != kErasureWaiting) continue;
            if (other.waits_at(caller.now)) return refuse(ErrorKind::Conflict, "erase.waiting_already");
            // Nobody confirmed it in time: it makes way.
            other.stage = kErasureRefused;
            other.decided_at = caller.now;
            decided.commit.writes.push_back(decide_erasure(house.keys, std::move(other)));
        }
        decided.commit.writes.push_back(insert_erasure(house.keys, erasure));
        tell(caller, erasure, word + "_proposed", decided.commit);
        return decided;
    });
    if (!acted && acted.error().code == "storage.conflict") {
        return refuse(ErrorKind::Conflict, "erase.waiting_already");
    }
    return acted;
}

Result<> write_refusal(
    House& house,
    const Caller& caller,
    storage::Snapshot& snapshot,
    Erasure erasure,
    const std::string& reason,
    const std::string& word
) {
    erasure.stage = kErasureRefused;
    erasure.decided_by = caller.account.id;
    erasure.decided_at = caller.now;
    erasure.decision = reason;
    const Act what{"refuse_" + word, {}, {}, {}, true};
    auto acted = act(house, caller, snapshot, what, [&](storage::Snapshot&) -> Result<Decided> {
        Decided decided;
        decided.resource_id = erasure.id.text();
        decided.commit.writes.push_back(decide_erasure(house.keys, erasure));
        tell(caller, erasure, word + "_refused", decided.commit);
        return decided;
    });
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Conflict, "erase.over");
    TRY(std::move(acted));
    return {};
}

}  // namespace neove::service
