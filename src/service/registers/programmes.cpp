#include "service/registers/programmes.h"

#include "access/rules_difference.h"
#include "keyring/row_tag.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr const char* kHouse = "system";

Bytes tag_of(const Keys& keys, const storage::Parameters& row) {
    const Digest tag = keyring::row_tag(
        keys.row_tag,
        "accepted_access",
        {{"digest", std::get<std::string>(row[0])},
         {"table_text", std::get<std::string>(row[1])},
         {"accepted_at", std::get<std::int64_t>(row[2])},
         {"proposed_by", std::get<std::string>(row[3])},
         {"confirmed_by", std::get<std::string>(row[4])}}
    );
    return to_bytes(tag);
}

storage::JournalDraft draft_of(const char* action, const std::string& record) {
    storage::JournalDraft draft;
    draft.actor = kHouse;
    draft.action = action;
    draft.register_name = "bundle";
    draft.record_id = record;
    return draft;
}

/// What is not there yet of a bundle and its table.
struct Adoption {
    storage::Commit commit;
    access::Rules rules;
    bool is_waiting{false};
};

Result<Adoption> adoption_of(
    storage::Snapshot& snapshot, const Keys& keys, const definition::Bundle& bundle, bool demo, Instant now
) {
    Adoption out;
    if (TRY(snapshot.read(statements::kBundleByDigest, {bundle.digest})).empty()) {
        out.commit.writes.push_back(
            {&statements::kKeepBundle, {bundle.digest, json::write_canonical(bundle.source), now.micros}}
        );
        out.commit.journal.push_back(draft_of("bundle.kept", bundle.digest));
    }
    const auto accepted = TRY(accepted_access(snapshot, keys));
    out.rules = bundle.access;
    if (accepted && access::difference(*accepted, bundle.access).empty()) return out;
    if (accepted && !demo && access::is_wider(*accepted, bundle.access)) {
        out.rules = *accepted;
        out.is_waiting = true;
        return out;
    }
    out.commit.writes.push_back(accept_access(keys, bundle.access, {}, {}, now));
    out.commit.journal.push_back(draft_of("bundle.access_accepted", bundle.digest));
    return out;
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
    Instant now
) {
    Adoption adoption;
    {
        const auto snapshot = TRY(store.snapshot());
        adoption = TRY(adoption_of(*snapshot, keys, *bundle, demo, now));
    }
    if (!adoption.commit.writes.empty()) TRY(store.commit(std::move(adoption.commit)));
    auto fresh = std::make_shared<Programme>();
    for (const definition::Programme& one : bundle->programmes) {
        if (one.make_believe && !demo) continue;
        for (const definition::Register& each : one.registers) {
            const auto domain = keyring::domain_named(each.domain);
            if (domain && keys.records->has(*domain)) fresh->registers.push_back(each.id);
        }
    }
    fresh->bundle = std::move(bundle);
    fresh->rules = std::move(adoption.rules);
    fresh->is_table_waiting = adoption.is_waiting;
    const std::scoped_lock lock(mutex_);
    pinned_[fresh->bundle->digest] = fresh->bundle;
    current_ = std::move(fresh);
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

Result<std::optional<access::Rules>> accepted_access(storage::Snapshot& snapshot, const Keys& keys) {
    for (const storage::Row& row : TRY(snapshot.read(statements::kAcceptedAccess))) {
        if (!crypto::equal(tag_of(keys, row.values()), row.bytes(5))) continue;
        return std::optional(TRY(access::Rules::from_tsv(row.text(1))));
    }
    return std::nullopt;
}

storage::Write accept_access(
    const Keys& keys,
    const access::Rules& rules,
    const AccountId& proposed_by,
    const AccountId& confirmed_by,
    Instant at
) {
    const std::string table = rules.to_tsv();
    storage::Parameters row{
        to_hex(crypto::hash("neove.access", as_bytes(table))),
        table,
        at.micros,
        proposed_by.text(),
        confirmed_by.text()};
    row.emplace_back(tag_of(keys, row));
    return {&statements::kAcceptAccess, std::move(row), 1};
}

}  // namespace neove::service
