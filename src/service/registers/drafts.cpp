#include "service/registers/drafts.h"

#include "storage/statements/records.h"

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr json::Limits kDraftLimits{.bytes = kDraftBytesMax, .depth = 32};

std::string key_of(const DraftPlace& place) {
    return place.record.is_empty() ? std::string("new") : place.record.text();
}

std::string part_of(const Caller& caller, const DraftPlace& place) {
    return caller.account.id.text() + ":" + place.action + ":" + key_of(place);
}

storage::Parameters row_key(const Caller& caller, const DraftPlace& place) {
    return {caller.account.id.text(), place.register_id, key_of(place), place.action};
}

storage::JournalDraft journal_of(const Caller& caller, const DraftPlace& place, const char* action) {
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = action;
    draft.register_name = place.register_id;
    draft.record_id = place.record.text();
    return draft;
}

/// Whether the form that the draft belongs to is hers now. Taken back, the draft stays closed too.
Result<RecordName> name_of(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DraftPlace& place
) {
    const Desk desk = TRY(desk_of(house, place.register_id));
    const RecordName name{desk.domain, place.register_id, place.record};
    if (place.record.is_empty()) {
        const auto standing = access::standing_before(caller.now);
        const bool may =
            access::decide(desk.programme->rules, caller.actor, place.register_id, place.action, standing)
                .allowed;
        if (!may) return refuse(ErrorKind::NotFound, "access.not_found");
        return name;
    }
    // A correction is drafted under its own word.
    const std::string_view permission =
        place.action == record::kCorrected ? access::kCorrect : std::string_view(place.action);
    TRY(record_for(house, snapshot, caller, place.register_id, place.record, permission));
    return name;
}

}  // namespace

Result<std::optional<json::Value>> read_draft(House& house, const Caller& caller, const DraftPlace& place) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const RecordName name = TRY(name_of(house, *snapshot, caller, place));
    const auto rows = TRY(snapshot->read(statements::kDraft, row_key(caller, place)));
    if (rows.empty()) return std::optional<json::Value>();
    const auto plain = house.keys.records->open_draft(
        name, part_of(caller, place), static_cast<std::uint64_t>(rows[0].number(1)), rows[0].bytes(2)
    );
    // Of an epoch that is gone, or not ours: as if never typed.
    if (!plain) return std::optional<json::Value>();
    auto answers = json::parse(as_text(*plain), kDraftLimits);
    if (!answers) return std::optional<json::Value>();
    storage::Commit commit;
    commit.journal.push_back(journal_of(caller, place, "draft.opened"));
    if (caller.look) {
        caller.look->entries.push_back(house.store.start(std::move(commit)));
    } else {
        TRY(house.store.commit(std::move(commit)));
    }
    return std::optional(std::move(*answers));
}

Result<> write_draft(
    House& house, const Caller& caller, const DraftPlace& place, const json::Value& answers
) {
    const auto snapshot = TRY(house.store.snapshot());
    const RecordName name = TRY(name_of(house, *snapshot, caller, place));
    const std::string plain = json::write_canonical(answers);
    if (plain.size() > kDraftBytesMax) return refuse(ErrorKind::TooLarge, "draft.too_large");
    const bool is_new = TRY(snapshot->read(statements::kDraft, row_key(caller, place))).empty();
    if (is_new) {
        const auto count = TRY(snapshot->read(statements::kCountDraftsOf, {caller.account.id.text()}));
        if (count.at(0).number(0) >= kDraftsMax) return refuse(ErrorKind::Conflict, "draft.too_many");
    }
    WrappedKey sealed = house.keys.records->seal_draft(name, part_of(caller, place), as_bytes(plain));
    storage::Parameters row = row_key(caller, place);
    row.emplace_back(caller.now.micros);
    row.emplace_back(static_cast<std::int64_t>(sealed.epoch));
    row.emplace_back(std::move(sealed.bytes));
    storage::Commit commit;
    commit.writes.push_back({&statements::kWriteDraft, std::move(row), 1});
    // Its first writing alone: what she types from minute to minute is nobody's business.
    if (is_new) commit.journal.push_back(journal_of(caller, place, "draft.begun"));
    TRY(house.store.commit(std::move(commit)));
    return {};
}

Result<> discard_draft(House& house, const Caller& caller, const DraftPlace& place) {
    const auto snapshot = TRY(house.store.snapshot());
    if (TRY(snapshot->read(statements::kDraft, row_key(caller, place))).empty()) return {};
    storage::Commit commit;
    commit.writes.push_back({&statements::kDeleteDraft, row_key(caller, place)});
    commit.journal.push_back(journal_of(caller, place, "draft.discarded"));
    TRY(house.store.commit(std::move(commit)));
    return {};
}

}  // namespace neove::service
