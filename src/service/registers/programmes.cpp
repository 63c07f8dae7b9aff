#include "service/registers/programmes.h"

#include "access/rules_difference.h"
#include "service/registers/access_table.h"
#include "service/system_event.h"
#include "storage/statements/record_states.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// What was accepted, with what its words mean. One of before says nothing of that; they mean what they do
/// here until the next start writes it down.
Result<access::Rules> accepted_rules(const FoundTable& found, const access::Rules& otherwise) {
    const auto rules = TRY(access::Rules::from_tsv(found.table.text));
    return rules.with_meaning_of(otherwise);
}

/// What was accepted, under words that wait for two. Where words of a register mean more than that, and the
/// bundle of before cannot go on, the register stays closed: its cells would open what nobody signed.
access::Rules meanwhile(access::Rules accepted, const access::Rules& wanted) {
    const auto more = access::registers_that_mean_more(accepted, wanted);
    if (more.empty()) return accepted;
    std::set<std::string, std::less<>> rest;
    for (const auto& [name, policy] : accepted.policies()) {
        if (!more.contains(name)) rest.insert(name);
    }
    return accepted.only(rest);
}

/// Rules in force by what was accepted. Of a bundle that is held back none are: what was accepted goes on
/// with the bundle that it came with, and also once two have signed until a start takes both. Where that one
/// cannot go on, and nobody signed for this one, nothing is open.
///
/// \param is_running  it was signed for when it was started, whatever two sign for the next start
void stand_by(const FoundTable& found, bool is_running, Programme& programme) {
    programme.access_version = found.table.version;
    programme.access = AccessStand::Closed;
    if (programme.held == HeldBack::No) programme.rules = {};
    if (found.stand != TableStand::There) return;
    auto accepted = accepted_rules(found, programme.wanted);
    if (!accepted) return;
    const bool is_unsigned = !is_running && found.table.bundle != programme.brought->digest;
    const bool waits = is_unsigned || access::is_wider(*accepted, programme.wanted);
    programme.access = waits ? AccessStand::Waiting : AccessStand::InForce;
    if (programme.held == HeldBack::No) {
        if (is_unsigned) return;
        programme.rules = waits ? meanwhile(std::move(*accepted), programme.wanted) : programme.wanted;
        return;
    }
    if (programme.held != HeldBack::ByRecords) {
        programme.held = waits ? HeldBack::ForTwo : HeldBack::UntilStart;
    }
    if (!access::is_wider(programme.rules, *accepted)) programme.rules = std::move(*accepted);
}

void keep_bundle(const definition::Bundle& bundle, bool is_kept, Instant now, storage::Commit& commit) {
    if (is_kept) return;
    commit.writes.push_back(
        {&statements::kKeepBundle, {bundle.digest, json::write_canonical(bundle.source), now.micros}}
    );
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = "bundle.kept";
    draft.register_name = "bundle";
    draft.record_id = bundle.digest;
    commit.journal.push_back(std::move(draft));
}

/// Whether a start may take the bundle with its table by itself: the very first one, one that was accepted
/// already and gives nobody more than was accepted, and a demonstration's own.
bool takes_alone(const FoundTable& found, const Programme& programme, Wider wider) {
    if (found.stand == TableStand::Never) return true;
    if (found.stand == TableStand::Missing) return false;
    const auto accepted = access::Rules::from_tsv(found.table.text);
    if (!accepted) return false;
    const bool is_other = found.table.bundle != programme.brought->digest;
    if (!is_other && access::difference(*accepted, programme.wanted).empty()) return false;
    if (wider == Wider::IsTaken) return true;
    return !is_other && !access::is_wider(*accepted, programme.wanted);
}

/// The bundle's table becomes the accepted one; whatever waited for two persons waits no longer.
void take(
    const Keys& keys, const Programme& programme, Instant now, FoundTable& found, storage::Commit& commit
) {
    const std::int64_t version = found.table.version;
    found.table = {};
    found.table.version = version;
    found.table.text = programme.wanted.to_tsv();
    found.table.bundle = programme.bundle->digest;
    found.table.accepted_at = now;
    write_access_table(keys, found.table, commit);
    const json::Value clear{json::Object{{"bundle", programme.bundle->digest}}};
    add_system_event(commit, {kAccessTable, keys.store.text(), version + 1, "accepted", clear, now});
    ++found.table.version;
    found.stand = TableStand::There;
}

/// The same table goes on, as a version that the journal names and with what its words mean.
void renew(const Keys& keys, Instant now, FoundTable& found, storage::Commit& commit) {
    const std::int64_t version = found.table.version;
    write_access_table(keys, found.table, commit);
    const json::Value clear{json::Object{{"bundle", found.table.bundle}}};
    add_system_event(commit, {kAccessTable, keys.store.text(), version + 1, "taken_over", clear, now});
    ++found.table.version;
}

/// Those registers of a bundle that take part here.
struct Taking {
    std::vector<std::string> registers;  ///< whose keys are open
    access::Rules rules;
};

Taking taking_part(const definition::Bundle& bundle, const Keys& keys, bool demo) {
    Taking out;
    std::set<std::string, std::less<>> here;
    for (const definition::Programme& one : bundle.programmes) {
        if (one.make_believe && !demo) continue;
        for (const definition::Register& each : one.registers) {
            here.insert(each.id);
            const auto domain = keyring::domain_named(each.domain);
            if (domain && keys.records->has(*domain)) out.registers.push_back(each.id);
        }
    }
    // What does not take part here gives nobody anything, and is nobody's to sign.
    out.rules = bundle.access.only(here);
    return out;
}

bool is_sealed_by(const definition::Register* found, std::int64_t domain) {
    const auto known = found == nullptr ? std::nullopt : keyring::domain_named(found->domain);
    return known && static_cast<std::int64_t>(*known) == domain;
}

/// Living records that nobody would open under this bundle. One step of the index of states a state, and one
/// record a register: they were all sealed by the keys of one domain. Where a state is unknown, whether a
/// record in it lives.
Result<std::vector<LostRecords>> lost_records(storage::Snapshot& snapshot, const definition::Bundle& bundle) {
    std::set<LostRecords> out;
    std::set<std::string> proven;  // registers that it would open
    for (const storage::Row& row : TRY(snapshot.read(statements::kStatesOfRecords))) {
        const std::string name = row.text(0);
        const definition::Register* found = bundle.find(name);
        const bool is_known = found != nullptr && found->workflow.find_state(row.text(1)) != nullptr;
        if (is_known && proven.contains(name)) continue;
        const auto living = TRY(snapshot.read(statements::kDomainOfLivingRecord, {name, row.text(1)}));
        if (living.empty()) continue;
        if (!is_sealed_by(found, living[0].number(0))) {
            out.insert({name, {}});
        } else if (is_known) {
            proven.insert(name);
        } else {
            out.insert({name, row.text(1)});
        }
    }
    return std::vector<LostRecords>(out.begin(), out.end());
}

/// Whether going on with the bundle of before keeps what this one would lose.
Result<bool> is_worth_keeping(
    storage::Snapshot& snapshot, const definition::Bundle& before, const std::vector<LostRecords>& lost
) {
    const auto lost_before = TRY(lost_records(snapshot, before));
    return !std::ranges::includes(lost_before, lost);
}

/// What was accepted last, with the bundle that it came with where that is another one.
struct Accepted {
    FoundTable found;
    std::shared_ptr<const definition::Bundle> bundle;  ///< null: this one, or none is known
    bool is_older{false};                              ///< what its words mean was not written down yet
};

/// A table of before gets its meaning, or what was not written down of it then, from the bundle that this
/// store ran: this one where it ran that already, else the one that the table came with. A bundle whose words
/// mean more by what was written down was kept, but never ran.
Result<> give_meaning(bool is_kept, const access::Rules& wanted, Accepted& accepted) {
    if (accepted.found.stand != TableStand::There) return {};
    const auto rules = access::Rules::from_tsv(accepted.found.table.text);
    if (!rules) return {};
    const bool has_run = is_kept && !access::means_more(*rules, wanted);
    const bool is_told = !has_run && accepted.bundle;
    std::string text = rules->with_meaning_of(is_told ? accepted.bundle->access : wanted).to_tsv();
    accepted.is_older = text != accepted.found.table.text;
    accepted.found.table.text = std::move(text);
    return {};
}

/// What comes back is compared with what it was: a start that leaves a field out signs nothing away.
void remember_fields(const FoundTable& found, Programme& fresh) {
    if (found.stand != TableStand::There) return;
    const auto accepted = access::Rules::from_tsv(found.table.text);
    if (accepted) fresh.wanted = access::with_classes_of_before(*accepted, fresh.wanted);
}

/// Why the bundle cannot take the place of the one that was accepted.
Result<HeldBack> held_back(
    storage::Snapshot& snapshot, const Programme& fresh, const Accepted& accepted, Wider wider
) {
    if (!accepted.bundle) return HeldBack::No;
    if (!fresh.lost.empty() && TRY(is_worth_keeping(snapshot, *accepted.bundle, fresh.lost))) {
        return HeldBack::ByRecords;
    }
    if (wider == Wider::IsTaken) return HeldBack::No;
    // One that does not know where records stand by now is not gone back to.
    const auto lost_before = TRY(lost_records(snapshot, *accepted.bundle));
    return std::ranges::includes(fresh.lost, lost_before) ? HeldBack::ForTwo : HeldBack::No;
}

/// The bundle that was accepted goes on.
void go_on_with(
    const definition::Bundle& before, Accepted& accepted, const Keys& keys, bool demo, Programme& fresh
) {
    Taking old = taking_part(before, keys, demo);
    auto rules = accepted_rules(accepted.found, old.rules);
    fresh.rules = rules ? std::move(*rules) : access::Rules();
    fresh.registers = std::move(old.registers);
    fresh.bundle = accepted.bundle;
}

struct Start {
    storage::Store& store;
    const Keys& keys;
    bool demo;
    Wider wider;
    Instant now;
};

Result<Accepted> accepted_by(storage::Snapshot& snapshot, const Keys& keys, const std::string& digest) {
    Accepted out{TRY(find_access_table(snapshot, keys)), nullptr};
    if (out.found.stand == TableStand::Never) {
        if (auto older = TRY(older_access_table(snapshot, keys))) {
            out.found = {TableStand::There, std::move(*older)};
        }
    }
    const std::string& before = out.found.table.bundle;
    if (out.found.stand != TableStand::There || before.empty() || before == digest) return out;
    const auto rows = TRY(snapshot.read(statements::kBundleByDigest, {before}));
    if (rows.empty()) return out;
    auto bundle = definition::load_bundle(std::string_view(rows[0].text(0)));
    // One that this program cannot read, or that somebody wrote over, is not gone on with.
    if (bundle && bundle->digest == before) {
        out.bundle = std::make_shared<const definition::Bundle>(std::move(*bundle));
    }
    return out;
}

/// Keeps the bundle, and takes its table where a start may.
Result<FoundTable> settle(const Start& start, Programme& fresh) {
    storage::Commit commit;
    Accepted accepted;
    {
        const auto snapshot = TRY(start.store.snapshot());
        const auto kept = TRY(snapshot->read(statements::kBundleByDigest, {fresh.brought->digest}));
        keep_bundle(*fresh.brought, !kept.empty(), start.now, commit);
        accepted = TRY(accepted_by(*snapshot, start.keys, fresh.brought->digest));
        TRY(give_meaning(!kept.empty(), fresh.wanted, accepted));
        remember_fields(accepted.found, fresh);
        fresh.lost = TRY(lost_records(*snapshot, *fresh.brought));
        fresh.held = TRY(held_back(*snapshot, fresh, accepted, start.wider));
    }
    FoundTable& found = accepted.found;
    if (fresh.held != HeldBack::No) {
        go_on_with(*accepted.bundle, accepted, start.keys, start.demo, fresh);
        if (accepted.is_older || found.table.version == 0) renew(start.keys, start.now, found, commit);
    } else if (takes_alone(found, fresh, start.wider)) {
        take(start.keys, fresh, start.now, found, commit);
    } else if (found.stand == TableStand::There) {
        // Of before the row, too: from now on the journal names it.
        if (accepted.is_older || found.table.version == 0) renew(start.keys, start.now, found, commit);
    }
    if (!commit.writes.empty()) TRY(start.store.commit(std::move(commit)));
    return std::move(found);
}

}  // namespace

const definition::Register* Programme::find(std::string_view register_id) const {
    if (std::ranges::find(registers, register_id) == registers.end()) return nullptr;
    return bundle->find(register_id);
}

Programmes::Programmes() {
    auto none = std::make_shared<Programme>();
    none->bundle = std::make_shared<const definition::Bundle>();
    none->brought = none->bundle;
    current_ = std::move(none);
}

Result<> Programmes::adopt(
    storage::Store& store,
    const Keys& keys,
    std::shared_ptr<const definition::Bundle> bundle,
    bool demo,
    Instant now,
    Wider wider
) {
    auto fresh = std::make_shared<Programme>();
    if (!demo) wider = Wider::Waits;
    const Start start{store, keys, demo, wider, now};
    const auto settled = [&]() -> Result<FoundTable> {
        Taking here = taking_part(*bundle, keys, demo);
        *fresh = {};
        fresh->bundle = fresh->brought = bundle;
        fresh->registers = std::move(here.registers);
        fresh->wanted = std::move(here.rules);
        return settle(start, *fresh);
    };
    auto found = settled();
    // Another node started at the same moment and was first.
    if (!found && found.error().code == "storage.conflict") found = settled();
    stand_by(TRY(std::move(found)), false, *fresh);
    const std::scoped_lock lock(mutex_);
    pinned_[fresh->bundle->digest] = fresh->bundle;
    pinned_[fresh->brought->digest] = fresh->brought;
    current_ = std::move(fresh);
    return {};
}

Result<> Programmes::follow(storage::Store& store, const Keys& keys) {
    const auto before = current();
    if (keys.rows->known(RowKind::AccessTable, keys.store.text()) <= before->access_version) return {};
    const auto snapshot = TRY(store.snapshot());
    const FoundTable found = TRY(find_access_table(*snapshot, keys));
    if (found.stand != TableStand::There || found.table.version <= before->access_version) return {};
    auto fresh = std::make_shared<Programme>(*before);
    stand_by(found, before->held == HeldBack::No && before->access == AccessStand::InForce, *fresh);
    const std::scoped_lock lock(mutex_);
    // Somebody else took it up, or a later one, meanwhile.
    if (current_->access_version < fresh->access_version) current_ = std::move(fresh);
    return {};
}

void Programmes::set_calendar(calendar::WorkingCalendar calendar) {
    calendar_ = std::move(calendar);
}

std::shared_ptr<const Programme> Programmes::current() const {
    const std::scoped_lock lock(mutex_);
    return current_;
}

Result<std::shared_ptr<const definition::Bundle>> Programmes::pinned(
    storage::Snapshot& snapshot, const std::string& digest
) {
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = pinned_.find(digest); found != pinned_.end()) return found->second;
    }
    const auto rows = TRY(snapshot.read(statements::kBundleByDigest, {digest}));
    if (rows.empty()) return refuse(ErrorKind::Internal, "record.unreadable", {}, "bundle");
    auto bundle = TRY(definition::load_bundle(std::string_view(rows[0].text(0))));
    // Whoever writes to the database would choose what an action may do.
    if (bundle.digest != digest) return refuse(ErrorKind::Internal, "record.unreadable", {}, "bundle");
    auto shared = std::make_shared<const definition::Bundle>(std::move(bundle));
    const std::scoped_lock lock(mutex_);
    return pinned_.emplace(digest, std::move(shared)).first->second;
}

}  // namespace neove::service
