#include "service/registers/erasure.h"

#include "base/check.h"
#include "json/json.h"
#include "keyring/row_tag.h"
#include "storage/row_digest.h"
#include "storage/statements/persons.h"

namespace neove::service {

namespace statements = storage::statements;
using storage::Row;
using storage::Write;

namespace {

Bytes place_of(const Keys& keys, const Erasure& erasure) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::Erasure;
    place.store = keys.store;
    place.domain = keyring::Domain::Work;
    place.register_name = erasure.register_name;
    place.record = erasure.record;
    place.part = erasure.id.text() + ":" + std::to_string(erasure.version);
    return keyring::associated_data(place);
}

json::Value parts_form(const std::vector<record::RedactedPart>& parts) {
    json::Array out;
    for (const record::RedactedPart& one : parts) {
        json::Value part{
            json::Object{{"field", one.field}, {"event", one.event.text()}, {"member", one.member}}};
        if (one.earlier) part.set("earlier", true);
        if (one.row) part.set("row", static_cast<std::int64_t>(*one.row));
        out.push_back(std::move(part));
    }
    return out;
}

std::vector<record::RedactedPart> parts_in(const json::Value& words) {
    std::vector<record::RedactedPart> out;
    const json::Value* parts = words.find("parts");
    if (parts == nullptr || parts->array() == nullptr) return out;
    for (const json::Value& one : *parts->array()) {
        record::RedactedPart part{one.text_or("field"), EventId::trusted(one.text_or("event"))};
        part.member = one.text_or("member");
        part.earlier = one.find("earlier") != nullptr;
        if (one.find("row") != nullptr) part.row = static_cast<std::size_t>(one.number_or("row"));
        out.push_back(std::move(part));
    }
    return out;
}

Bytes seal(const Keys& keys, const Erasure& erasure) {
    json::Value words{json::Object{
        {"authority", erasure.authority}, {"ground", erasure.ground}, {"decision", erasure.decision}}};
    words.set("record_version", erasure.record_version);
    if (erasure.is_redaction()) words.set("parts", parts_form(erasure.parts));
    return crypto::seal_padded(keys.erasure, as_bytes(json::write_canonical(words)), place_of(keys, erasure));
}

Digest tag_of(const Keys& keys, const Erasure& erasure, ByteView sealed) {
    const std::int64_t decided_at = erasure.decided_at ? erasure.decided_at->micros : 0;
    return keyring::row_tag(
        keys.row_tag,
        "erasure",
        {{"id", erasure.id.text()},
         {"register_name", erasure.register_name},
         {"record_id", erasure.record.text()},
         {"number", erasure.number},
         {"stage", erasure.stage},
         {"state", erasure.state},
         {"proposed_by", erasure.proposed_by.text()},
         {"proposed_at", erasure.proposed_at.micros},
         {"decided_by", erasure.decided_by.text()},
         {"decided_at", decided_at},
         {"domain", static_cast<std::int64_t>(erasure.domain)},
         {"epoch", static_cast<std::int64_t>(erasure.epoch)},
         {"sealed", sealed}},
        erasure.version
    );
}

storage::Parameters row_of(const Keys& keys, const Erasure& erasure) {
    Bytes sealed = seal(keys, erasure);
    const Digest tag = tag_of(keys, erasure, sealed);
    return {
        erasure.id.text(),
        erasure.register_name,
        erasure.record.text(),
        erasure.number,
        erasure.stage,
        erasure.state,
        erasure.proposed_by.text(),
        erasure.proposed_at.micros,
        erasure.decided_by.text(),
        erasure.decided_at ? storage::Value(erasure.decided_at->micros) : storage::Value(),
        static_cast<std::int64_t>(erasure.domain),
        static_cast<std::int64_t>(erasure.epoch),
        std::move(sealed),
        erasure.version,
        to_bytes(tag)};
}

storage::RowState state_of(const storage::Parameters& row, std::int64_t version) {
    return {
        std::string(table_of(RowKind::Erasure)),
        std::get<std::string>(row.front()),
        version,
        storage::row_digest(row)};
}

std::optional<Erasure> erasure_of(storage::Snapshot& snapshot, const Keys& keys, const Row& row) {
    Erasure one;
    one.id = ErasureId::trusted(row.text(0));
    one.register_name = row.text(1);
    one.record = RecordId::trusted(row.text(2));
    one.number = row.text(3);
    one.stage = row.text(4);
    one.state = row.text(5);
    one.proposed_by = AccountId::trusted(row.text(6));
    one.proposed_at = {row.number(7)};
    one.decided_by = AccountId::trusted(row.text(8));
    if (!row.is_null(9)) one.decided_at = Instant{row.number(9)};
    const auto domain = keyring::domain_numbered(static_cast<std::uint64_t>(row.number(10)));
    one.domain = domain.value_or(keyring::Domain::Work);
    one.epoch = static_cast<std::uint64_t>(row.number(11));
    one.version = row.number(13);
    const bool is_ours = domain && crypto::equal(tag_of(keys, one, row.bytes(12)), row.bytes(14));
    if (!keys.rows->admits(snapshot, RowKind::Erasure, one.id.text(), one.version, is_ours)) {
        return std::nullopt;
    }
    const auto plain = crypto::open_padded(keys.erasure, row.bytes(12), place_of(keys, one));
    if (!plain) return std::nullopt;
    const auto words = json::parse(as_text(*plain));
    if (!words) return std::nullopt;
    one.authority = words->text_or("authority");
    one.ground = words->text_or("ground");
    one.decision = words->text_or("decision");
    one.record_version = words->number_or("record_version");
    one.parts = parts_in(*words);
    return one;
}

std::vector<Erasure> valid_of(storage::Snapshot& snapshot, const Keys& keys, const storage::Rows& rows) {
    std::vector<Erasure> out;
    for (const Row& row : rows) {
        if (auto one = erasure_of(snapshot, keys, row)) out.push_back(std::move(*one));
    }
    return out;
}

}  // namespace

Write insert_erasure(const Keys& keys, const Erasure& erasure) {
    Erasure fresh = erasure;
    fresh.version = 1;
    storage::Parameters row = row_of(keys, fresh);
    storage::RowState state = state_of(row, 1);
    return {&statements::kInsertErasure, std::move(row), 1, std::move(state)};
}

Write decide_erasure(const Keys& keys, Erasure erasure) {
    CHECK(erasure.version > 0);
    CHECK(erasure.stage != kErasureWaiting);
    ++erasure.version;
    const storage::Parameters row = row_of(keys, erasure);
    return {
        &statements::kDecideErasure,
        {row[0], row[4], row[5], row[8], row[9], row[10], row[11], row[12], row[13], row[14]},
        1,
        state_of(row, erasure.version)};
}

Result<std::optional<Erasure>> find_erasure(
    storage::Snapshot& snapshot, const Keys& keys, const ErasureId& id
) {
    auto found = valid_of(snapshot, keys, TRY(snapshot.read(statements::kErasureById, {id.text()})));
    if (found.empty()) return std::optional<Erasure>();
    return std::optional(std::move(found.front()));
}

Result<std::vector<Erasure>> erasures_of_register(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, int limit
) {
    const auto rows =
        TRY(snapshot.read(statements::kErasuresOfRegister, {register_name, std::int64_t{limit}}));
    return valid_of(snapshot, keys, rows);
}

Result<std::vector<Erasure>> erasures_of_record(
    storage::Snapshot& snapshot, const Keys& keys, const RecordId& record
) {
    return valid_of(snapshot, keys, TRY(snapshot.read(statements::kErasuresOfRecord, {record.text()})));
}

}  // namespace neove::service
