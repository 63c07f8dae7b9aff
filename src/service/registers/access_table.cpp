#include "service/registers/access_table.h"

#include "json/json.h"
#include "keyring/row_tag.h"
#include "storage/row_digest.h"
#include "storage/statements/access.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// Whoever writes a version of her own choice into the journal locks the table, and does not overflow it.
constexpr std::int64_t kVersionMax = 999'999'999'998;

Bytes place_of(const Keys& keys, std::int64_t version) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::PasswordVerifier;
    place.store = keys.store;
    place.domain = keyring::Domain::Auth;
    place.register_name = kAccessTable;
    place.record = RecordId::trusted(keys.store.text());
    place.part = std::to_string(version);
    return keyring::associated_data(place);
}

Bytes seal(const Keys& keys, const AccessTable& table) {
    const json::Value words{json::Object{
        {"reason", table.reason}, {"refusal", table.refusal}, {"refused_by", table.refused_by.text()}}};
    return crypto::seal_padded(
        keys.account, as_bytes(json::write_canonical(words)), place_of(keys, table.version)
    );
}

Digest tag_of(const Keys& keys, const AccessTable& table, ByteView sealed) {
    return keyring::row_tag(
        keys.row_tag,
        kAccessTable,
        {{"id", keys.store.text()},
         {"table_text", table.text},
         {"bundle", table.bundle},
         {"accepted_at", table.accepted_at.micros},
         {"proposed_by", table.proposed_by.text()},
         {"confirmed_by", table.confirmed_by.text()},
         {"waiting_text", table.waiting_text},
         {"waiting_bundle", table.waiting_bundle},
         {"waiting_by", table.waiting_by.text()},
         {"waiting_at", table.waiting_at.micros},
         {"sealed", sealed}},
        table.version
    );
}

Bytes old_tag_of(const Keys& keys, const storage::Row& row) {
    const Digest tag = keyring::row_tag(
        keys.row_tag,
        "accepted_access",
        {{"digest", row.text(0)},
         {"table_text", row.text(1)},
         {"accepted_at", row.number(2)},
         {"proposed_by", row.text(3)},
         {"confirmed_by", row.text(4)}}
    );
    return to_bytes(tag);
}

/// Nothing where it is not ours, or older than the journal knows.
std::optional<AccessTable> table_of_row(
    storage::Snapshot& snapshot, const Keys& keys, const storage::Row& row
) {
    AccessTable table;
    table.text = row.text(1);
    table.bundle = row.text(2);
    table.accepted_at = {row.number(3)};
    table.proposed_by = AccountId::trusted(row.text(4));
    table.confirmed_by = AccountId::trusted(row.text(5));
    table.waiting_text = row.text(6);
    table.waiting_bundle = row.text(7);
    table.waiting_by = AccountId::trusted(row.text(8));
    table.waiting_at = {row.number(9)};
    table.version = row.number(11);
    const bool is_ours = crypto::equal(tag_of(keys, table, row.bytes(10)), row.bytes(12));
    if (!keys.rows->admits(snapshot, RowKind::AccessTable, row.text(0), table.version, is_ours)) {
        return std::nullopt;
    }
    const auto plain = crypto::open_padded(keys.account, row.bytes(10), place_of(keys, table.version));
    const auto words = plain ? json::parse(as_text(*plain)) : refuse(ErrorKind::Internal, "json");
    if (!words) return std::nullopt;
    table.reason = words->text_or("reason");
    table.refusal = words->text_or("refusal");
    table.refused_by = AccountId::trusted(words->text_or("refused_by"));
    return table;
}

}  // namespace

void AccessTable::stop_waiting() {
    waiting_text.clear();
    waiting_bundle.clear();
    waiting_by = {};
    waiting_at = {};
    reason.clear();
}

Result<FoundTable> find_access_table(storage::Snapshot& snapshot, const Keys& keys) {
    const std::string& id = keys.store.text();
    const auto rows = TRY(snapshot.read(statements::kAccessTable, {id}));
    if (!rows.empty()) {
        if (auto table = table_of_row(snapshot, keys, rows[0])) {
            return FoundTable{TableStand::There, std::move(*table)};
        }
    }
    FoundTable out;
    out.table.version = std::min(TRY(newest_named(snapshot, kAccessTable, id)), kVersionMax);
    if (rows.empty() && out.table.version == 0) return out;
    out.stand = TableStand::Missing;
    if (rows.empty()) keys.rows->misses(RowKind::AccessTable, id);
    return out;
}

void write_access_table(const Keys& keys, AccessTable table, storage::Commit& commit) {
    ++table.version;
    Bytes sealed = seal(keys, table);
    const Digest tag = tag_of(keys, table, sealed);
    storage::Parameters row{
        keys.store.text(),
        table.text,
        table.bundle,
        table.accepted_at.micros,
        table.proposed_by.text(),
        table.confirmed_by.text(),
        table.waiting_text,
        table.waiting_bundle,
        table.waiting_by.text(),
        table.waiting_at.micros,
        std::move(sealed),
        table.version,
        to_bytes(tag)};
    storage::RowState state{
        std::string(table_of(RowKind::AccessTable)),
        keys.store.text(),
        table.version,
        storage::row_digest(row)};
    commit.expected.push_back({kAccessTable, keys.store.text(), table.version - 1});
    commit.writes.push_back({&statements::kWriteAccessTable, std::move(row), 1, std::move(state)});
}

Result<std::optional<AccessTable>> older_access_table(storage::Snapshot& snapshot, const Keys& keys) {
    for (const storage::Row& row : TRY(snapshot.read(statements::kAcceptedAccess))) {
        if (!crypto::equal(old_tag_of(keys, row), row.bytes(5))) continue;
        AccessTable table;
        table.text = row.text(1);
        table.accepted_at = {row.number(2)};
        table.proposed_by = AccountId::trusted(row.text(3));
        table.confirmed_by = AccountId::trusted(row.text(4));
        return std::optional(std::move(table));
    }
    return std::optional<AccessTable>();
}

}  // namespace neove::service
