#include "service/registers/key_day.h"

#include "service/registers/record_keyring.h"
#include "service/registers/store_epochs.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace {

/// So many rows are read and moved at once; each batch is durable as a whole, and a cut between two leaves
/// keys under both epochs, which both still open.
constexpr std::int64_t kBatch = 20'000;

void tell(storage::Commit& commit, const keyring::Keyring& keyring, std::string action, const KeyDay& day) {
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = std::move(action);
    draft.register_name = "keyring";
    draft.record_id = keyring.store().text();
    draft.classes = std::string(keyring::name_of(day.domain)) + "." + std::to_string(day.to);
    commit.journal.push_back(std::move(draft));
}

Result<> journal(
    storage::Store& store, const keyring::Keyring& keyring, std::string action, const KeyDay& day
) {
    storage::Commit commit;
    tell(commit, keyring, std::move(action), day);
    TRY(store.commit(std::move(commit)));
    return {};
}

/// From now on other nodes notice that their keyring is older, and no key is laid under the old epoch any
/// more. After the new epoch stands in every keyring: a store must never be ahead of its own server.
Result<> say_epoch(storage::Store& store, const keyring::Keyring& keyring, const KeyDay& day) {
    storage::Commit commit;
    const auto snapshot = TRY(store.snapshot());
    commit.writes = TRY(move_store_to(*snapshot, RecordKeyring(keyring), day.domain, day.to));
    tell(commit, keyring, "key_day.moving", day);
    const auto said = store.commit(std::move(commit));
    // Another node holds its key day at this moment, and was first: nothing was moved here.
    if (!said && said.error().code == "storage.conflict") {
        return refuse(ErrorKind::Unavailable, "keyring.behind");
    }
    TRY(said);
    return {};
}

/// Before anything is begun: a keyring that another node's key day left behind makes no epoch of its own.
Result<> check_own_epochs(storage::Store& store, const keyring::Keyring& keyring) {
    const auto snapshot = TRY(store.snapshot());
    return check_epochs(*snapshot, RecordKeyring(keyring));
}

/// The epoch that waits for its end: of a key day that was cut.
std::optional<std::uint64_t> retiring(const keyring::Keyring& keyring, keyring::Domain domain) {
    const std::uint64_t current = keyring.epoch_number(domain);
    for (std::uint64_t number = 1; number < current; ++number) {
        if (keyring.epoch(domain, number) != nullptr) return number;
    }
    return std::nullopt;
}

/// Which copies cannot be written now.
std::vector<std::string> renew(const std::vector<KeyringCopyPlace>& copies) {
    std::vector<std::string> missing;
    for (const KeyringCopyPlace& copy : copies) {
        if (!copy.renew()) missing.push_back(copy.name);
    }
    return missing;
}

/// Whether a copy still holds what was destroyed here, or cannot be asked.
bool is_behind(const std::vector<KeyringCopyPlace>& copies, keyring::Domain domain, std::uint64_t destroyed) {
    return std::ranges::any_of(copies, [&](const KeyringCopyPlace& copy) {
        const auto holds = copy.holds(domain, destroyed);
        return !holds || *holds;
    });
}

/// The last step, also of a day that waited for a copy.
Result<> renew_last(
    storage::Store& store,
    const keyring::Keyring& keyring,
    const std::vector<KeyringCopyPlace>& copies,
    KeyDay& day
) {
    day.missing = renew(copies);
    day.is_done = day.missing.empty();
    return journal(store, keyring, day.is_done ? "key_day.done" : "key_day.copies_left", day);
}

Result<storage::Write> rewrapped(
    const RecordKeyring& keys, const RecordName& record, std::uint64_t from, ByteView wrapped
) {
    auto key = keys.unwrap(record, from, wrapped);
    if (!key) return refuse(ErrorKind::Internal, "key_day.unreadable", record.id.text());
    WrappedKey fresh = keys.wrap(record, *key);
    // Read back before the old one may go.
    const auto again = keys.unwrap(record, fresh.epoch, fresh.bytes);
    if (!again || !again->equals(*key)) {
        return refuse(ErrorKind::Internal, "key_day.unreadable", record.id.text());
    }
    return storage::Write{
        &storage::statements::kRewrapRecordKey,
        {record.id.text(),
         static_cast<std::int64_t>(fresh.epoch),
         std::move(fresh.bytes),
         static_cast<std::int64_t>(from)},
        1};
}

Result<std::int64_t> move_keys(
    storage::Store& store, const keyring::Keyring& keyring, const RecordKeyring& keys, const KeyDay& day
) {
    std::int64_t moved = 0;
    for (std::string after;;) {
        const auto snapshot = TRY(store.snapshot());
        const auto rows = TRY(snapshot->read(
            storage::statements::kRecordKeysOfEpoch,
            {static_cast<std::int64_t>(day.domain), static_cast<std::int64_t>(day.from), after, kBatch}
        ));
        if (rows.empty()) return moved;
        storage::Commit commit;
        for (const storage::Row& row : rows) {
            const RecordName record{day.domain, row.text(1), RecordId::trusted(row.text(0)), row.number(3)};
            commit.writes.push_back(TRY(rewrapped(keys, record, day.from, row.bytes(2))));
        }
        after = rows[rows.size() - 1].text(0);
        moved += static_cast<std::int64_t>(rows.size());
        tell(commit, keyring, "key_day.moved", day);
        TRY(store.commit(std::move(commit)));
    }
}

/// Opens every living key once more from the store: what is destroyed next cannot be asked again.
Result<std::int64_t> verify(storage::Store& store, const RecordKeyring& keys, const KeyDay& day) {
    const auto snapshot = TRY(store.snapshot());
    std::int64_t living = 0;
    for (std::string after;;) {
        const auto rows = TRY(snapshot->read(
            storage::statements::kRecordKeysOfEpoch,
            {static_cast<std::int64_t>(day.domain), static_cast<std::int64_t>(day.to), after, kBatch}
        ));
        if (rows.empty()) break;
        for (const storage::Row& row : rows) {
            const RecordName record{day.domain, row.text(1), RecordId::trusted(row.text(0)), row.number(3)};
            if (!keys.unwrap(record, day.to, row.bytes(2))) {
                return refuse(ErrorKind::Internal, "key_day.unreadable", record.id.text());
            }
        }
        after = rows[rows.size() - 1].text(0);
        living += static_cast<std::int64_t>(rows.size());
    }
    const auto left = TRY(snapshot->read(
        storage::statements::kRecordKeysOfEpoch,
        {static_cast<std::int64_t>(day.domain), static_cast<std::int64_t>(day.from), "", std::int64_t{1}}
    ));
    if (!left.empty()) return refuse(ErrorKind::Conflict, "key_day.not_alone");
    return living;
}

}  // namespace

Result<KeyDay> hold_key_day(
    storage::Store& store,
    keyring::Keyring& keyring,
    keyring::Domain domain,
    const std::vector<KeyringCopyPlace>& copies,
    Instant now
) {
    TRY(check_own_epochs(store, keyring));
    KeyDay day;
    day.domain = domain;
    day.to = keyring.epoch_number(domain);
    day.from = day.to - 1;
    if (const auto cut = retiring(keyring, domain)) {
        day.from = *cut;
    } else if (day.from > 0 && is_behind(copies, domain, day.from)) {
        const RecordKeyring keys(keyring);
        day.living = TRY(verify(store, keys, day));
        TRY(renew_last(store, keyring, copies, day));
        return day;
    } else {
        day.from = day.to++;
        TRY(journal(store, keyring, "key_day.begun", day));
        static_cast<void>(TRY(keyring.begin_epoch(domain, now)));
    }
    // Before a key lies under the new epoch alone, every copy must be able to open it: a disk may die now.
    day.missing = renew(copies);
    if (!day.missing.empty()) return day;
    TRY(say_epoch(store, keyring, day));
    const RecordKeyring keys(keyring);
    day.moved = TRY(move_keys(store, keyring, keys, day));
    day.living = TRY(verify(store, keys, day));
    TRY(journal(store, keyring, "key_day.destroying", day));
    TRY(keyring.destroy_epoch(domain, day.from, now));
    TRY(renew_last(store, keyring, copies, day));
    return day;
}

}  // namespace neove::service
