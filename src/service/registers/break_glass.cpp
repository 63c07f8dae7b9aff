#include "service/registers/break_glass.h"

#include "calendar/date.h"
#include "service/act.h"
#include "service/registers/kept_words.h"
#include "service/registers/store_epochs.h"
#include "storage/statements/matches.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <functional>

namespace neove::service {

namespace statements = storage::statements;

namespace {

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

bool may_break(const Desk& desk, const Caller& caller) {
    const auto& roles = desk.programme->rules.policy(desk.current->id).break_glass.roles;
    return std::ranges::find(roles, caller.actor.role) != roles.end();
}

/// A record as it is looked for by a number: all zero where there is none, after the same reads.
struct Looked {
    RecordRow row;
    storage::Rows key;  ///< as `record_key` reads it
    std::vector<RecordRelation> relations;
    access::Standing standing;
};

Result<Looked> look_for(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const std::string& number
) {
    Looked out;
    const std::string& name = desk.current->id;
    const auto ids = TRY(snapshot.read(statements::kRecordIdByNumber, {name, number}));
    const RecordId id = RecordId::trusted(ids.empty() ? crypto::random_id() : ids[0].text(0));
    const auto rows = TRY(snapshot.read(statements::kRecordRowById, {id.text()}));
    storage::Rows keys = TRY(snapshot.read(statements::kRecordKey, {id.text()}));
    out.relations = TRY(relations_of(snapshot, house.keys, name, id));
    std::optional<RecordRow> row;
    if (!rows.empty() && !keys.empty()) row = record_row(snapshot, house.keys, rows[0]);
    const bool is_it = row && row->register_name == name && row->number == number;
    if (is_it && is_newest(snapshot, house.keys, *row)) out.row = std::move(*row);
    out.key = std::move(keys);
    doubt_missing(house.keys, out.row, out.relations);
    out.standing = standing_of(house, caller, out.row, out.relations);
    return out;
}

/// The record of an act as it stands, whatever became of it since; its id alone where no row is believed.
Result<RecordRow> row_of(House& house, storage::Snapshot& snapshot, const BrokenGlass& glass) {
    RecordRow row;
    row.id = glass.record;
    const auto rows = TRY(snapshot.read(statements::kRecordRowById, {glass.record.text()}));
    if (rows.empty()) return row;
    auto found = record_row(snapshot, house.keys, rows[0]);
    const bool is_it = found && found->register_name == glass.register_name;
    if (is_it && is_newest(snapshot, house.keys, *found)) row = std::move(*found);
    return row;
}

/// What opens and seals words about a record. Refuses `record.unreadable`, and `keyring.behind` where this
/// node must not take a key that it cannot open for one that is gone.
Result<SealedRecord> seal_of(
    const House& house, const Desk& desk, const RecordRow& row, const storage::Row& stored
) {
    const RecordName name{desk.domain, desk.current->id, row.id, row.redactions};
    const auto epoch = static_cast<std::uint64_t>(stored.number(0));
    const auto key = house.keys.records->unwrap(name, epoch, stored.bytes(1));
    if (!key && is_behind(*house.keys.records, name, epoch)) {
        return refuse(ErrorKind::Unavailable, "keyring.behind");
    }
    return SealedRecord(house.keys.store, name, TRY(key));
}

/// The same for an act; nothing where the record has no key any more.
Result<std::optional<SealedRecord>> seal_of(
    House& house, storage::Snapshot& snapshot, const Desk& desk, const BrokenGlass& glass
) {
    const auto keys = TRY(snapshot.read(statements::kRecordKey, {glass.record.text()}));
    if (keys.empty()) return std::optional<SealedRecord>();
    const RecordRow row = TRY(row_of(house, snapshot, glass));
    return std::optional(TRY(seal_of(house, desk, row, keys[0])));
}

/// How she stands to the record of an act.
Result<access::Standing> standing_to(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const BrokenGlass& glass
) {
    const RecordRow row = TRY(row_of(house, snapshot, glass));
    auto relations = TRY(relations_of(snapshot, house.keys, glass.register_name, glass.record));
    doubt_missing(house.keys, row, relations);
    return standing_of(house, caller, row, relations);
}

Result<bool> hears_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const BrokenGlass& glass
) {
    if (glass.account == caller.account.id) return false;
    const access::Standing standing = TRY(standing_to(house, snapshot, caller, glass));
    return access::hears_of_break_glass(
        desk.programme->rules, caller.actor, desk.current->id, standing, glass.organisation
    );
}

/// With its words, as far as they open: one that does not must not take the others with it.
BrokenGlassView view_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    BrokenGlass glass,
    bool hears
) {
    BrokenGlassView view;
    const auto seal = seal_of(house, snapshot, desk, glass);
    if (seal) open_words(house.keys, *seal ? &**seal : nullptr, glass);
    const auto live = house.live.view();
    const auto name_of = [&](const AccountId& id) {
        const auto found = live->account_names.find(id);
        return found == live->account_names.end() ? std::string() : found->second;
    };
    const auto* organisation = live->directory.find(glass.organisation);
    view.account_name = name_of(glass.account);
    view.organisation_name = organisation == nullptr ? std::string() : organisation->name;
    view.reviewed_by_name = name_of(glass.reviewed_by);
    view.is_own = glass.account == caller.account.id;
    const bool was_closed = glass.is_reviewed && !glass.justified;
    view.holds = view.is_own && caller.now < glass.until && !was_closed;
    view.may_review = hears && !glass.is_reviewed;
    view.glass = std::move(glass);
    return view;
}

Result<BrokenGlassView> as_it_is(
    House& house, const Caller& caller, const Desk& desk, const BrokenGlassId& id
) {
    const auto snapshot = TRY(house.store.snapshot());
    auto glass = TRY(find_broken_glass(*snapshot, house.keys, id));
    if (!glass || glass->register_name != desk.current->id) return not_found();
    const bool hears = TRY(hears_of(house, *snapshot, caller, desk, *glass));
    if (!hears && glass->account != caller.account.id) return not_found();
    return view_of(house, *snapshot, caller, desk, std::move(*glass), hears);
}

/// What is known of it in the clear.
json::Value told_of(const BrokenGlass& glass) {
    return json::Object{
        {"register", glass.register_name},
        {"record", glass.record.text()},
        {"number", glass.number},
        {"until", to_iso(glass.until)}};
}

void add_event(
    const Caller& caller,
    const SealedRecord* seal,
    const BrokenGlass& glass,
    std::int64_t version,
    const char* kind,
    json::Value clear,
    const std::string& words,
    storage::Commit& commit
) {
    storage::NewEvent event = event_of(caller, kBrokenGlass, glass.id.text(), version, kind, clear);
    event.sealed = sealed_words(seal, event.id, words);
    commit.expected.push_back({kBrokenGlass, glass.id.text(), version - 1});
    commit.events.push_back(std::move(event));
    // Under the record too: who came to it is asked of the record's own entries.
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = glass.register_name + ".glass_" + kind;
    draft.register_name = glass.register_name;
    draft.record_id = glass.record.text();
    commit.journal.push_back(std::move(draft));
}

BrokenGlass new_glass(
    const House& house, const Caller& caller, const Looked& looked, const access::BreakGlass& rule
) {
    BrokenGlass glass;
    glass.id = BrokenGlassId::trusted(crypto::random_id());
    glass.register_name = looked.row.register_name;
    glass.record = looked.row.id;
    glass.number = looked.row.number;
    glass.account = caller.account.id;
    glass.organisation = caller.acting.organisation;
    glass.opened_at = caller.now;
    glass.until = caller.now + rule.minutes * kMinute;
    const std::int64_t offset = house.options.utc_offset_micros;
    const auto due = house.programmes.calendar().plus_working_days(
        calendar::date_of(caller.now, offset), rule.review_working_days
    );
    glass.review_due_at = calendar::end_of(due.date, offset);
    return glass;
}

/// Whether there is anything to open: only who may open the record learns that there is not.
Result<> check_needed(const Desk& desk, const Caller& caller, const Looked& looked, access::Classes classes) {
    // Also by a request of hers that began a moment later than this one, and was quicker.
    const bool is_open = std::ranges::any_of(looked.relations, [&](const RecordRelation& one) {
        return one.kind == access::kBreakGlass && one.account == caller.account.id &&
               (!one.until || caller.now < *one.until);
    });
    if (is_open) return refuse(ErrorKind::Conflict, "break_glass.open_already");
    const access::Verdict now =
        access::decide(desk.programme->rules, caller.actor, desk.current->id, access::kOpen, looked.standing);
    if (now.allowed && (classes & ~now.read) == 0) {
        return refuse(ErrorKind::Conflict, "break_glass.not_needed");
    }
    return {};
}

/// Whoever was told that she had no reason waits a day with the same record: somebody else opens it.
Result<> check_judged(House& house, storage::Snapshot& snapshot, const Caller& caller, const RecordRow& row) {
    const auto acts = TRY(broken_glass_of_record(snapshot, house.keys, row.register_name, row.id));
    const bool is_judged = std::ranges::any_of(acts, [&](const BrokenGlass& one) {
        return one.account == caller.account.id && one.is_reviewed && !one.justified &&
               caller.now < one.reviewed_at + kJudgedFor;
    });
    if (is_judged) return refuse(ErrorKind::Conflict, "break_glass.judged");
    return {};
}

/// The same entry for a number that is not there and for one that is not for her, and for her who may break
/// nothing here. The number itself stands nowhere: whoever brings it can ask the journal for it.
Result<> note_refused(
    House& house, const Caller& caller, const std::string& register_id, const std::string& number
) {
    CanonicalWriter asked;
    asked.text(register_id).text(number);
    const Digest mark = crypto::keyed_hash(house.keys.search_text, "break_glass", asked.result());
    return journal_reads(house, caller, {{"glass_refused", register_id, {}, {}, {}, mark}});
}

/// What the act opened is closed now, where it is open still; with it whatever else let the same person in
/// within its minutes: glass that was broken several times in one moment, before that took turns, is one
/// glass. Whoever broke it again later did so for another emergency, which is judged by itself.
Result<> close(
    House& house, storage::Snapshot& snapshot, const BrokenGlass& glass, Instant now, storage::Commit& commit
) {
    const std::string& name = glass.register_name;
    for (RecordRelation& one : TRY(relations_of(snapshot, house.keys, name, glass.record))) {
        const bool is_its = one.kind == access::kBreakGlass && one.account == glass.account &&
                            one.from < glass.until && (!one.until || now < *one.until);
        if (!is_its) continue;
        one.until = now;
        commit.writes.push_back(end_relation(house.keys, name, glass.record, std::move(one)));
    }
    return {};
}

std::string tries_of(const Caller& caller) {
    return caller.account.id.text() + "/glass";
}

/// Numbers are not to be guessed: tries pause as passwords do. Counted before anything is looked at, and
/// whatever there is; a flood writes no more than its share of the hour.
Result<> begin_try(
    House& house, const Caller& caller, const std::string& register_id, const std::string& number
) {
    const std::int64_t left = house.attempts.begin(tries_of(caller), {}, caller.now);
    if (left <= 0) return {};
    if (house.attempts.note_refusal(tries_of(caller), caller.now) == AttemptMemory::Note::Write) {
        TRY(note_refused(house, caller, register_id, number));
    }
    return refuse(ErrorKind::TooMany, "session.pause", {}, std::to_string((left + kSecond - 1) / kSecond));
}

/// Whether the caller hears how often this account was refused: who oversees all, or whose people it is.
Result<bool> hears_of_tries(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const AccountId& account
) {
    if (account == caller.account.id) return false;
    if (!desk.programme->rules.may_ever(caller.actor.role, desk.current->id, access::kOpen)) return true;
    const auto grants = TRY(grants_of(snapshot, house.keys, account));
    return std::ranges::any_of(grants, [&](const Grant& grant) {
        return grant.organisation == caller.actor.organisation ||
               caller.actor.below.contains(grant.organisation);
    });
}

/// Of the last week, by account. Which records they were after is told to nobody.
Result<std::vector<RefusedTries>> refused_tries(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk
) {
    std::vector<RefusedTries> out;
    const auto& tell = desk.programme->rules.policy(desk.current->id).break_glass.tell;
    if (std::ranges::find(tell, caller.actor.role) == tell.end()) return out;
    const std::int64_t since = caller.now.micros - kRefusedFor;
    const auto live = house.live.view();
    for (const storage::Row& row :
         TRY(snapshot.read(storage::statements::kGlassRefused, {desk.current->id, since}))) {
        const auto account = AccountId::parse(row.text(0));
        if (!account || !TRY(hears_of_tries(house, snapshot, caller, desk, *account))) continue;
        const auto name = live->account_names.find(*account);
        out.push_back(
            {*account,
             name == live->account_names.end() ? std::string() : name->second,
             row.number(1),
             Instant{row.number(2)}}
        );
    }
    std::ranges::stable_sort(out, std::greater(), &RefusedTries::count);
    return out;
}

/// An emergency waits for nobody: where somebody was quicker at the same record she looks again by herself.
constexpr int kLooksMax = 4;

/// What she opens, as the record stands now; refuses `storage.conflict` where another act on its glass was
/// quicker.
Result<Acted> break_once(
    House& house,
    const Caller& caller,
    const Desk& desk,
    const Act& what,
    const std::string& number,
    const std::string& reason
) {
    const auto snapshot = TRY(house.store.snapshot());
    const std::string& register_id = desk.current->id;
    const Looked looked = TRY(look_for(house, *snapshot, caller, desk, number));
    const auto rule =
        access::decide_break_glass(desk.programme->rules, caller.actor, register_id, looked.standing);
    if (!rule) {
        TRY(note_refused(house, caller, register_id, number));
        return not_found();
    }
    TRY(check_needed(desk, caller, looked, rule->classes));
    TRY(check_judged(house, *snapshot, caller, looked.row));
    const SealedRecord seal = TRY(seal_of(house, desk, looked.row, looked.key.at(0)));
    const auto turn = TRY(glass_turn(*snapshot, register_id, looked.row.id));
    BrokenGlass glass = new_glass(house, caller, looked, *rule);
    glass.reason = reason;
    return act(house, caller, *snapshot, what, [&](storage::Snapshot&) -> Result<Decided> {
        Decided decided;
        decided.resource_id = glass.id.text();
        decided.status = 201;
        const RecordRelation power{
            crypto::random_id(),
            std::string(access::kBreakGlass),
            caller.account.id,
            {},
            caller.now,
            glass.until,
            caller.account.id,
            1};
        decided.commit.expected.push_back(turn);
        decided.commit.writes.push_back(insert_relation(house.keys, glass.register_name, glass.record, power)
        );
        decided.commit.writes.push_back(insert_broken_glass(house.keys, seal, glass));
        add_event(caller, &seal, glass, 1, "opened", told_of(glass), reason, decided.commit);
        return decided;
    });
}

}  // namespace

Result<BrokenGlassView> break_glass(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const std::string& number,
    const std::string& reason,
    const std::string& request_key
) {
    const Desk desk = TRY(desk_of(house, register_id));
    // All that is asked up to the look at the record depends on nothing but her and what she typed.
    if (desk.programme->rules.policy(register_id).break_glass.roles.empty()) return not_found();
    if (!may_break(desk, caller)) {
        TRY(begin_try(house, caller, register_id, number));
        TRY(note_refused(house, caller, register_id, number));
        return not_found();
    }
    TRY(require_step_up(caller));
    TRY(check_kept_words(house, reason, "/reason"));
    const Act what{"break_glass " + register_id, {}, request_key, number + "\n" + reason, true};
    const auto snapshot = TRY(house.store.snapshot());
    if (const auto before = TRY(repeated(house, caller, *snapshot, what))) {
        return as_it_is(house, caller, desk, BrokenGlassId::trusted(before->resource_id));
    }
    TRY(begin_try(house, caller, register_id, number));
    auto acted = break_once(house, caller, desk, what, number, reason);
    for (int look = 1; look < kLooksMax && !acted && acted.error().code == "storage.conflict"; ++look) {
        acted = break_once(house, caller, desk, what, number, reason);
    }
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    const Acted done = TRY(std::move(acted));
    // Only an opening that others judge takes back what was counted: a number that she knows and need not
    // open would else make room for as many guesses as she likes.
    house.attempts.succeeded(tries_of(caller), {}, caller.now);
    return as_it_is(house, caller, desk, BrokenGlassId::trusted(done.resource_id));
}

Result<BrokenGlassPage> list_broken_glass(
    House& house, const Caller& caller, const std::string& register_id
) {
    BrokenGlassPage page;
    page.desk = TRY(desk_of(house, register_id));
    const access::Rules& rules = page.desk.programme->rules;
    page.may_break = may_break(page.desk, caller);
    page.may_review = access::may_hear_of_break_glass(rules, caller.actor.role, register_id);
    if (!page.may_break && !page.may_review) return not_found();
    const auto snapshot = TRY(snapshot_of(house, caller));
    page.refused = TRY(refused_tries(house, *snapshot, caller, page.desk));
    // What waits comes first, however many there were since.
    auto found = TRY(broken_glass_waiting(*snapshot, house.keys, register_id, kBrokenGlassShown));
    for (BrokenGlass& one : TRY(broken_glass_of(*snapshot, house.keys, register_id, kBrokenGlassShown))) {
        if (one.is_reviewed) found.push_back(std::move(one));
    }
    for (BrokenGlass& one : found) {
        const bool is_own = one.account == caller.account.id;
        const bool hears = TRY(hears_of(house, *snapshot, caller, page.desk, one));
        if (is_own || hears) {
            page.acts.push_back(view_of(house, *snapshot, caller, page.desk, std::move(one), hears));
        }
    }
    return page;
}

Result<BrokenGlassView> review_glass(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const BrokenGlassId& id,
    bool justified,
    const std::string& words
) {
    const Desk desk = TRY(desk_of(house, register_id));
    const auto snapshot = TRY(house.store.snapshot());
    auto glass = TRY(find_broken_glass(*snapshot, house.keys, id));
    if (!glass || glass->register_name != register_id) return not_found();
    if (!TRY(hears_of(house, *snapshot, caller, desk, *glass))) return not_found();
    if (glass->is_reviewed) return refuse(ErrorKind::Conflict, "break_glass.reviewed");
    TRY(check_kept_words(house, words, "/words"));
    const auto seal = TRY(seal_of(house, *snapshot, desk, *glass));
    const SealedRecord* words_lie_in = seal ? &*seal : nullptr;
    open_words(house.keys, words_lie_in, *glass);
    glass->is_reviewed = true;
    glass->justified = justified;
    glass->reviewed_by = caller.account.id;
    glass->reviewed_at = caller.now;
    glass->review = words;
    const Act what{"review_glass", {}, {}, {}, true};
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot& view) -> Result<Decided> {
        Decided decided;
        decided.resource_id = id.text();
        decided.commit.writes.push_back(change_broken_glass(house.keys, words_lie_in, *glass));
        if (!justified) TRY(close(house, view, *glass, caller.now, decided.commit));
        json::Value clear = told_of(*glass);
        clear.set("justified", justified);
        add_event(caller, words_lie_in, *glass, 2, "reviewed", std::move(clear), words, decided.commit);
        return decided;
    });
    if (!acted && acted.error().code == "storage.conflict") {
        return refuse(ErrorKind::Conflict, "break_glass.reviewed");
    }
    TRY(std::move(acted));
    return as_it_is(house, caller, desk, id);
}

bool takes_part_in_breaking(const Desk& desk, std::string_view role) {
    const access::Rules& rules = desk.programme->rules;
    const auto& roles = rules.policy(desk.current->id).break_glass.roles;
    return std::ranges::find(roles, role) != roles.end() ||
           access::may_hear_of_break_glass(rules, role, desk.current->id);
}

Result<std::vector<BrokenGlass>> glass_to_review(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk
) {
    std::vector<BrokenGlass> out;
    const access::Rules& rules = desk.programme->rules;
    if (!access::may_hear_of_break_glass(rules, caller.actor.role, desk.current->id)) return out;
    for (BrokenGlass& one :
         TRY(broken_glass_waiting(snapshot, house.keys, desk.current->id, kBrokenGlassShown))) {
        if (TRY(hears_of(house, snapshot, caller, desk, one))) out.push_back(std::move(one));
    }
    return out;
}

}  // namespace neove::service
