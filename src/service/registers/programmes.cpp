#include "service/registers/programmes.h"

#include "access/rules_difference.h"
#include "service/registers/access_table.h"
#include "service/system_event.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// Rules in force by what was accepted.
void stand_by(const FoundTable& found, Programme& programme) {
    programme.access_version = found.table.version;
    programme.access = AccessStand::Closed;
    programme.rules = {};
    if (found.stand != TableStand::There) return;
    auto accepted = access::Rules::from_tsv(found.table.text);
    if (!accepted) return;
    const bool waits = access::is_wider(*accepted, programme.wanted);
    programme.access = waits ? AccessStand::Waiting : AccessStand::InForce;
    programme.rules = waits ? std::move(*accepted) : programme.wanted;
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

/// Whether a start may take the bundle's table by itself.
bool takes_alone(const FoundTable& found, const Programme& programme, Wider wider) {
    if (found.stand == TableStand::Never) return true;
    if (found.stand == TableStand::Missing) return false;
    const auto accepted = access::Rules::from_tsv(found.table.text);
    if (!accepted || access::difference(*accepted, programme.wanted).empty()) return false;
    return wider == Wider::IsTaken || !access::is_wider(*accepted, programme.wanted);
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

/// Keeps the bundle, and takes its table where a start may.
Result<FoundTable> settle(
    storage::Store& store, const Keys& keys, const Programme& fresh, Wider wider, Instant now
) {
    storage::Commit commit;
    FoundTable found;
    {
        const auto snapshot = TRY(store.snapshot());
        const auto kept = TRY(snapshot->read(statements::kBundleByDigest, {fresh.bundle->digest}));
        keep_bundle(*fresh.bundle, !kept.empty(), now, commit);
        found = TRY(find_access_table(*snapshot, keys));
        if (found.stand == TableStand::Never) {
            if (auto older = TRY(older_access_table(*snapshot, keys))) {
                found = {TableStand::There, std::move(*older)};
            }
        }
    }
    if (takes_alone(found, fresh, wider)) {
        take(keys, fresh, now, found, commit);
    } else if (found.stand == TableStand::There && found.table.version == 0) {
        // Of before the row: from now on the journal names it.
        write_access_table(keys, found.table, commit);
        ++found.table.version;
        add_system_event(commit, {kAccessTable, keys.store.text(), 1, "taken_over", json::Object{}, now});
    }
    if (!commit.writes.empty()) TRY(store.commit(std::move(commit)));
    return found;
}

}  // namespace

const definition::Register* Programme::find(std::string_view register_id) const {
    if (std::ranges::find(registers, register_id) == registers.end()) return nullptr;
    return bundle->find(register_id);
}

Programmes::Programmes() {
    auto none = std::make_shared<Programme>();
    none->bundle = std::make_shared<const definition::Bundle>();
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
    std::set<std::string, std::less<>> here;
    for (const definition::Programme& one : bundle->programmes) {
        if (one.make_believe && !demo) continue;
        for (const definition::Register& each : one.registers) {
            here.insert(each.id);
            const auto domain = keyring::domain_named(each.domain);
            if (domain && keys.records->has(*domain)) fresh->registers.push_back(each.id);
        }
    }
    // What does not take part here gives nobody anything, and is nobody's to sign.
    fresh->wanted = bundle->access.only(here);
    fresh->bundle = std::move(bundle);
    if (!demo) wider = Wider::Waits;
    auto settled = settle(store, keys, *fresh, wider, now);
    // Another node started at the same moment and was first.
    if (!settled && settled.error().code == "storage.conflict") {
        settled = settle(store, keys, *fresh, wider, now);
    }
    stand_by(TRY(std::move(settled)), *fresh);
    const std::scoped_lock lock(mutex_);
    pinned_[fresh->bundle->digest] = fresh->bundle;
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
    stand_by(found, *fresh);
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
