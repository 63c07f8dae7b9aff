#include "service/registers/drafts.h"

#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr json::Limits kDraftLimits{.bytes = kDraftBytesMax, .depth = 32};

std::string key_of(const DraftPlace& place) {
    return place.record.is_empty() ? std::string("new") : place.record.text();
}

std::string form_key(const DraftPlace& place) {
    return draft_form(place.action, place.about);
}

std::string part_of(const Caller& caller, const DraftPlace& place) {
    return draft_part(caller.account.id.text(), form_key(place), key_of(place));
}

storage::Parameters row_key(const Caller& caller, const DraftPlace& place) {
    return {caller.account.id.text(), place.register_id, key_of(place), form_key(place)};
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

constexpr int kTries = 5;

/// The form that a draft belongs to.
struct DraftForm {
    RecordName name;
    std::optional<FoundRecord> found;  ///< where there is a record already
    std::optional<FoundRecord> about;  ///< what a new one is begun about, where that is a record
};

/// The record that a form is begun about: `REGISTER/ID`, and nothing else. By these words an erasure finds
/// the drafts about its record: written otherwise, one would outlive it. A register that nobody has names no
/// record.
Result<std::optional<FoundRecord>> record_about(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const std::string& about
) {
    if (about.empty()) return std::optional<FoundRecord>();
    const std::size_t slash = std::min(about.find('/'), about.size());
    const std::string name = about.substr(0, slash);
    const auto id = RecordId::parse(about.substr(std::min(slash + 1, about.size())));
    if (name.empty() || !id) return refuse(ErrorKind::Invalid, "draft.about", "/about");
    if (house.programmes.current()->find(name) == nullptr) return std::optional<FoundRecord>();
    return std::optional(TRY(record_for(house, snapshot, caller, name, *id, access::kOpen)));
}

/// Whether the form is hers now. Taken back, the draft stays closed too.
Result<DraftForm> form_of(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DraftPlace& place
) {
    const Desk desk = TRY(desk_of(house, place.register_id));
    DraftForm form{{desk.domain, place.register_id, place.record}, {}, {}};
    if (place.record.is_empty()) {
        form.about = TRY(record_about(house, snapshot, caller, place.about));
        const auto standing = access::standing_before(caller.now);
        const bool may =
            access::decide(desk.programme->rules, caller.actor, place.register_id, place.action, standing)
                .allowed;
        if (!may) return refuse(ErrorKind::NotFound, "access.not_found");
        return form;
    }
    // A correction is drafted under its own word.
    const std::string_view permission =
        place.action == record::kCorrected ? access::kCorrect : std::string_view(place.action);
    form.found = TRY(record_for(house, snapshot, caller, place.register_id, place.record, permission));
    return form;
}

struct SealedDraft {
    std::int64_t epoch{kDraftOfRecord};
    Bytes bytes;
};

SealedDraft sealed_draft(
    const House& house, const Caller& caller, const DraftPlace& place, const DraftForm& form, ByteView plain
) {
    const std::string part = part_of(caller, place);
    if (form.found) return {kDraftOfRecord, form.found->seal->seal_draft(plain, part)};
    WrappedKey sealed = house.keys.records->seal_draft(form.name, part, plain);
    return {static_cast<std::int64_t>(sealed.epoch), std::move(sealed.bytes)};
}

std::optional<Bytes> opened_draft(
    const House& house,
    const Caller& caller,
    const DraftPlace& place,
    const DraftForm& form,
    const storage::Row& row
) {
    const std::string part = part_of(caller, place);
    const std::int64_t epoch = row.number(1);
    if (form.found && epoch == kDraftOfRecord) return form.found->seal->open_draft(row.bytes(2), part);
    return house.keys.records->open_draft(form.name, part, static_cast<std::uint64_t>(epoch), row.bytes(2));
}

}  // namespace

bool is_draft_about(std::string_view about) {
    constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz0123456789_-/";
    return about.size() <= kDraftAboutMax && about.find_first_not_of(kSigns) == std::string_view::npos;
}

bool is_draft_window(std::string_view window) {
    constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz0123456789";
    return window.size() <= kDraftWindowMax && window.find_first_not_of(kSigns) == std::string_view::npos;
}

std::string draft_form(const std::string& action, const std::string& about) {
    // No action has such a sign.
    return about.empty() ? action : action + "@" + about;
}

std::string draft_part(const std::string& account, const std::string& action, const std::string& record) {
    return account + ":" + action + ":" + record;
}

Result<KeptDraft> read_draft(House& house, const Caller& caller, const DraftPlace& place) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const DraftForm form = TRY(form_of(house, *snapshot, caller, place));
    const auto rows = TRY(snapshot->read(statements::kDraft, row_key(caller, place)));
    if (rows.empty()) return KeptDraft();
    KeptDraft kept{rows[0].number(0)};
    const auto plain = opened_draft(house, caller, place, form, rows[0]);
    // Of an epoch that is gone, or not ours: as if never typed.
    if (!plain) return kept;
    auto answers = json::parse(as_text(*plain), kDraftLimits);
    if (!answers) return kept;
    storage::Commit commit;
    commit.journal.push_back(journal_of(caller, place, "draft.opened"));
    if (caller.look) {
        caller.look->entries.push_back(house.store.start(std::move(commit)));
    } else {
        TRY(house.store.commit(std::move(commit)));
    }
    kept.answers = std::move(*answers);
    return kept;
}

namespace {

/// Whether a change that builds on `base` meets the draft as it stands.
Result<> check_base(const storage::Rows& rows, const DraftBase& base) {
    if (rows.empty()) {
        if (base.version != 0) return refuse(ErrorKind::Conflict, "draft.gone");
        return {};
    }
    const bool is_own = !base.window.empty() && rows.front().text(3) == base.window;
    if (!is_own && rows.front().number(0) != base.version) {
        return refuse(ErrorKind::Conflict, "draft.changed");
    }
    return {};
}

/// What she typed, without what was taken out of the record since she began: her draft must not bring it
/// back.
Result<std::string> kept_of(const DraftForm& form, const json::Value& typed) {
    if (!form.found || typed.object() == nullptr) return json::write_canonical(typed);
    const FoundRecord& found = *form.found;
    const OpenedAnswers opened =
        TRY(found.seal->open_state(found.sealed, access::kEveryClass, found.row.version, found.row.last_event)
        );
    json::Value kept{json::Object{}};
    for (const auto& [field, answer] : *typed.object()) {
        const json::Value* stands = opened.answers.find(field);
        const bool is_taken = stands != nullptr && form::is_redacted(*stands);
        const bool is_kept = stands == nullptr || (!is_taken && form::brings_no_mark(*stands, answer));
        if (is_kept) kept.set(field, answer);
    }
    return json::write_canonical(kept);
}

/// The row as it will stand, its version behind the one before.
storage::Write write_row(
    const Caller& caller,
    const DraftPlace& place,
    const storage::Rows& before,
    const DraftBase& base,
    std::int64_t version,
    SealedDraft sealed
) {
    storage::Parameters row = row_key(caller, place);
    row.emplace_back(version);
    row.emplace_back(sealed.epoch);
    row.emplace_back(std::move(sealed.bytes));
    row.emplace_back(base.window);
    if (before.empty()) return {&statements::kBeginDraft, std::move(row), 1};
    row.emplace_back(before.front().number(0));
    return {&statements::kWriteDraft, std::move(row), 1};
}

Result<std::int64_t> write_once(
    House& house,
    const Caller& caller,
    const DraftPlace& place,
    const json::Value& typed,
    const DraftBase& base
) {
    const auto snapshot = TRY(house.store.snapshot());
    const DraftForm form = TRY(form_of(house, *snapshot, caller, place));
    const std::string text = TRY(kept_of(form, typed));
    const ByteView plain = as_bytes(text);
    if (plain.size() > kDraftBytesMax) return refuse(ErrorKind::TooLarge, "draft.too_large");
    const auto before = TRY(snapshot->read(statements::kDraft, row_key(caller, place)));
    TRY(check_base(before, base));
    if (before.empty()) {
        const auto count = TRY(snapshot->read(statements::kCountDraftsOf, {caller.account.id.text()}));
        if (count.at(0).number(0) >= kDraftsMax) return refuse(ErrorKind::Conflict, "draft.too_many");
    }
    // A clock that went back, or stands still, makes no version twice.
    const std::int64_t version =
        before.empty() ? caller.now.micros : std::max(caller.now.micros, before.front().number(0) + 1);
    storage::Commit commit;
    // Nothing is left of a record that is erased while she types.
    for (const auto* one : {&form.found, &form.about}) {
        if (!one->has_value()) continue;
        const RecordRow& of = (*one)->row;
        commit.expected.push_back({of.register_name, of.id.text(), of.version, true});
    }
    SealedDraft sealed = sealed_draft(house, caller, place, form, plain);
    commit.writes.push_back(write_row(caller, place, before, base, version, std::move(sealed)));
    // Its first writing alone: what she types from minute to minute is nobody's business.
    if (before.empty()) commit.journal.push_back(journal_of(caller, place, "draft.begun"));
    TRY(house.store.commit(std::move(commit)));
    return version;
}

/// Again, where somebody changed the record or the draft meanwhile: whether the form is still hers, and what
/// she builds on, is asked anew.
template <typename Once>
auto until_settled(const Once& once) {
    for (int tries = 1;; ++tries) {
        auto done = once();
        if (!done && done.error().code == "storage.conflict" && tries < kTries) continue;
        return done;
    }
}

}  // namespace

Result<std::int64_t> write_draft(
    House& house,
    const Caller& caller,
    const DraftPlace& place,
    const json::Value& answers,
    const DraftBase& base
) {
    return until_settled([&] { return write_once(house, caller, place, answers, base); });
}

Result<> discard_draft(House& house, const Caller& caller, const DraftPlace& place, const DraftBase& base) {
    return until_settled([&]() -> Result<> {
        const auto snapshot = TRY(house.store.snapshot());
        const auto rows = TRY(snapshot->read(statements::kDraft, row_key(caller, place)));
        if (rows.empty()) return {};
        TRY(check_base(rows, base));
        storage::Commit commit;
        storage::Parameters row = row_key(caller, place);
        row.emplace_back(rows.front().number(0));
        commit.writes.push_back({&statements::kDiscardDraft, std::move(row), 1});
        commit.journal.push_back(journal_of(caller, place, "draft.discarded"));
        TRY(house.store.commit(std::move(commit)));
        return {};
    });
}

}  // namespace neove::service
