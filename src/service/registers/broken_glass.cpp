#include "service/registers/broken_glass.h"

#include "base/check.h"
#include "json/json.h"
#include "keyring/row_tag.h"
#include "storage/row_digest.h"
#include "storage/statements/access.h"
#include "storage/statements/core.h"

namespace neove::service {

namespace statements = storage::statements;
using storage::Row;
using storage::Write;

namespace {

constexpr const char* kWaiting = "waiting";
constexpr const char* kReviewed = "reviewed";

/// Of rows from before ADR 93.
Bytes place_in_house(const Keys& keys, const BrokenGlass& glass) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::BreakGlass;
    place.store = keys.store;
    place.domain = keyring::Domain::Work;
    place.register_name = glass.register_name;
    place.record = glass.record;
    place.part = glass.id.text() + ":" + std::to_string(glass.version);
    return keyring::associated_data(place);
}

/// No event has such an id.
EventId place_of(const BrokenGlass& glass) {
    return EventId::trusted("glass:" + glass.id.text() + ":" + std::to_string(glass.version));
}

/// Under the record's key, as a reason is: no class of answers opens it.
Bytes words_at(const SealedRecord& seal, const std::string& words, const EventId& place) {
    return seal.seal_event({}, json::Object{}, 0, words, place);
}

Bytes seal_words(const SealedRecord& seal, const BrokenGlass& glass) {
    const json::Value words{json::Object{{"reason", glass.reason}, {"review", glass.review}}};
    return words_at(seal, json::write_canonical(words), place_of(glass));
}

Digest tag_of(const Keys& keys, const BrokenGlass& glass, ByteView sealed) {
    return keyring::row_tag(
        keys.row_tag,
        kBrokenGlass,
        {{"id", glass.id.text()},
         {"register_name", glass.register_name},
         {"record_id", glass.record.text()},
         {"number", glass.number},
         {"account_id", glass.account.text()},
         {"organisation_id", glass.organisation.text()},
         {"opened_at", glass.opened_at.micros},
         {"until_at", glass.until.micros},
         {"review_due_at", glass.review_due_at.micros},
         {"stage", glass.is_reviewed ? kReviewed : kWaiting},
         {"justified", std::int64_t{glass.justified ? 1 : 0}},
         {"reviewed_by", glass.reviewed_by.text()},
         {"reviewed_at", glass.reviewed_at.micros},
         {"sealed", sealed}},
        glass.version
    );
}

storage::Parameters row_of(const Keys& keys, const BrokenGlass& glass) {
    const Digest tag = tag_of(keys, glass, glass.sealed);
    return {
        glass.id.text(),
        glass.register_name,
        glass.record.text(),
        glass.number,
        glass.account.text(),
        glass.organisation.text(),
        glass.opened_at.micros,
        glass.until.micros,
        glass.review_due_at.micros,
        std::string(glass.is_reviewed ? kReviewed : kWaiting),
        std::int64_t{glass.justified ? 1 : 0},
        glass.reviewed_by.text(),
        glass.reviewed_at.micros,
        glass.sealed,
        glass.version,
        to_bytes(tag)};
}

storage::RowState state_of(const storage::Parameters& row, std::int64_t version) {
    return {
        std::string(table_of(RowKind::BreakGlass)),
        std::get<std::string>(row.front()),
        version,
        storage::row_digest(row)};
}

std::optional<BrokenGlass> glass_of(storage::Snapshot& snapshot, const Keys& keys, const Row& row) {
    BrokenGlass one;
    one.id = BrokenGlassId::trusted(row.text(0));
    one.register_name = row.text(1);
    one.record = RecordId::trusted(row.text(2));
    one.number = row.text(3);
    one.account = AccountId::trusted(row.text(4));
    one.organisation = OrganisationId::trusted(row.text(5));
    one.opened_at = {row.number(6)};
    one.until = {row.number(7)};
    one.review_due_at = {row.number(8)};
    one.is_reviewed = row.text(9) == kReviewed;
    one.justified = row.number(10) != 0;
    one.reviewed_by = AccountId::trusted(row.text(11));
    one.reviewed_at = {row.number(12)};
    one.version = row.number(14);
    const bool is_ours = crypto::equal(tag_of(keys, one, row.bytes(13)), row.bytes(15));
    if (!keys.rows->admits(snapshot, RowKind::BreakGlass, one.id.text(), one.version, is_ours)) {
        return std::nullopt;
    }
    one.sealed = Bytes(row.bytes(13).begin(), row.bytes(13).end());
    return one;
}

std::vector<BrokenGlass> valid_of(storage::Snapshot& snapshot, const Keys& keys, const storage::Rows& rows) {
    std::vector<BrokenGlass> out;
    for (const Row& row : rows) {
        if (auto one = glass_of(snapshot, keys, row)) out.push_back(std::move(*one));
    }
    return out;
}

}  // namespace

Write insert_broken_glass(const Keys& keys, const SealedRecord& seal, BrokenGlass glass) {
    glass.version = 1;
    glass.sealed = seal_words(seal, glass);
    storage::Parameters row = row_of(keys, glass);
    storage::RowState state = state_of(row, 1);
    return {&statements::kInsertBreakGlass, std::move(row), 1, std::move(state)};
}

Write change_broken_glass(const Keys& keys, const SealedRecord* seal, BrokenGlass glass) {
    CHECK(glass.version > 0);
    ++glass.version;
    glass.sealed = seal == nullptr ? Bytes() : seal_words(*seal, glass);
    const storage::Parameters row = row_of(keys, glass);
    return {
        &statements::kReviewBreakGlass,
        {row[0], row[9], row[10], row[11], row[12], row[13], row[14], row[15]},
        1,
        state_of(row, glass.version)};
}

void open_words(const Keys& keys, const SealedRecord* seal, BrokenGlass& glass) {
    if (glass.sealed.empty()) return;
    std::string text;
    const auto opened = seal == nullptr ? Result<OpenedAnswers>(OpenedAnswers())
                                        : seal->open_event(glass.sealed, 0, true, place_of(glass));
    if (opened) text = opened->reason;
    if (!opened || text.empty()) {
        const auto plain = crypto::open_padded(keys.break_glass, glass.sealed, place_in_house(keys, glass));
        if (plain) text = as_text(*plain);
    }
    const auto words = json::parse(text);
    if (!words) return;
    glass.reason = words->text_or("reason");
    glass.review = words->text_or("review");
}

Result<std::optional<BrokenGlass>> find_broken_glass(
    storage::Snapshot& snapshot, const Keys& keys, const BrokenGlassId& id
) {
    auto found = valid_of(snapshot, keys, TRY(snapshot.read(statements::kBreakGlassById, {id.text()})));
    if (found.empty()) return std::optional<BrokenGlass>();
    return std::optional(std::move(found.front()));
}

Result<std::vector<BrokenGlass>> broken_glass_of(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, int limit
) {
    const auto rows =
        TRY(snapshot.read(statements::kBreakGlassOfRegister, {register_name, std::int64_t{limit}}));
    return valid_of(snapshot, keys, rows);
}

Result<std::vector<BrokenGlass>> broken_glass_waiting(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, int limit
) {
    const auto rows =
        TRY(snapshot.read(statements::kBreakGlassWaiting, {register_name, std::int64_t{limit}}));
    return valid_of(snapshot, keys, rows);
}

Result<std::vector<BrokenGlass>> broken_glass_of_record(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, const RecordId& record
) {
    const auto rows = TRY(snapshot.read(statements::kBreakGlassOfRecord, {register_name, record.text()}));
    return valid_of(snapshot, keys, rows);
}

Result<storage::ExpectedVersion> glass_turn(
    storage::Snapshot& snapshot, const std::string& register_name, const RecordId& record
) {
    // Of no register, and of no act of breaking: those bear an id without a dot.
    const std::string name = std::string(kBrokenGlass) + "." + register_name;
    const auto rows = TRY(snapshot.read(statements::kReadVersion, {name, record.text()}));
    return storage::ExpectedVersion{name, record.text(), rows.empty() ? std::int64_t{0} : rows[0].number(0)};
}

Bytes sealed_words(const SealedRecord* seal, const std::string& event, const std::string& words) {
    return seal == nullptr ? Bytes() : words_at(*seal, words, EventId::trusted(event));
}

}  // namespace neove::service
