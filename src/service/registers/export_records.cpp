#include "service/registers/export_records.h"

#include "access/disclosure.h"
#include "base/text.h"
#include "form/looks_like_person.h"
#include "service/act.h"
#include "service/registers/purpose.h"
#include "service/registers/state_word.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

constexpr std::size_t kWordsMax = 1'000;
constexpr int kSweptAtOnce = 200;
constexpr std::size_t kMarkLength = 10;
/// Without what is mistaken for another when read from paper.
constexpr std::string_view kMarkLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

std::string new_mark() {
    std::string out;
    for (std::size_t i = 0; i < kMarkLength; ++i) {
        out += kMarkLetters[crypto::random_below(static_cast<std::uint32_t>(kMarkLetters.size()))];
    }
    return out;
}

Result<> check_reason(const House& house, const std::string& words) {
    const bool is_blank = words.find_first_not_of(" \t\r\n") == std::string::npos;
    if (is_blank || words.size() > kWordsMax) return refuse(ErrorKind::Invalid, "field.required", "/reason");
    if (form::looks_like_person(text::to_nfc(words), house.person_words)) {
        return refuse(ErrorKind::Invalid, "form.looks_like_person", "/reason");
    }
    return {};
}

Result<> check_purpose(const ExportWish& wish) {
    if (!wish.with_identity || std::ranges::find(kPurposes, wish.purpose) != kPurposes.end()) return {};
    return refuse(ErrorKind::Invalid, "record.unknown_purpose", "/purpose");
}

/// A register of which she may list or export something; else it is not there.
Result<Desk> desk_for(const House& house, const Caller& caller, const std::string& register_id) {
    Desk desk = TRY(desk_of(house, register_id));
    const access::Rules& rules = desk.programme->rules;
    const bool lists = rules.may_ever(caller.actor.role, register_id, access::kList);
    if (!lists && !is_exporter(rules, caller.actor.role, register_id)) return not_found();
    return desk;
}

/// What leaves of one record; nothing where it closed to her, or its key went, meanwhile.
Result<std::optional<ExportedRecord>> exported(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Export& leaving,
    const RecordRow& row,
    access::Classes& opened_classes
) {
    const Desk& desk = leaving.desk;
    auto found = find_record(house, snapshot, caller, desk.current->id, row.id);
    if (!found) {
        if (found.error().code == "access.not_found") return std::optional<ExportedRecord>();
        return std::unexpected(std::move(found).error());
    }
    // Said once for the export as a whole, before those who agreed to it.
    if (leaving.wish.with_identity) found->standing.purpose_given = true;
    const access::Verdict verdict = verdict_of(caller, *found, access::kExport);
    if (!verdict.allowed) return std::optional<ExportedRecord>();
    const auto wanted = static_cast<access::Classes>(leaving.classes & verdict.read);
    const OpenedAnswers opened =
        TRY(found->seal->open_state(found->sealed, wanted, found->row.version, found->row.last_event));
    opened_classes = opened.opened;
    // By the form it was written under, and by today's: a class that was raised since holds for what is old.
    const json::Value then = of_classes(found->definition->form, opened.answers, wanted);
    return std::optional(ExportedRecord{found->row, of_classes(desk.current->form, then, wanted), {}});
}

Result<> add_words(House& house, storage::Snapshot& snapshot, const Caller& caller, Export& leaving) {
    std::vector<const RecordRow*> rows;
    for (const ExportedRecord& one : leaving.records) rows.push_back(&one.row);
    const auto words = TRY(words_of_states(house, snapshot, leaving.desk, rows, caller.now));
    for (std::size_t i = 0; i < words.size(); ++i) leaving.records[i].word = words[i];
    return {};
}

/// Of the classes that the rule lets leave, those that were asked for.
access::Classes wanted_of(access::Classes lets, const ExportWish& wish) {
    if (wish.classes == 0) return lets;
    return static_cast<access::Classes>(lets & (wish.classes | access::kIdentity));
}

/// An open session at an empty desk takes nobody's data along: what is about persons, or of a sealed class,
/// leaves before a fresh factor alone.
Result<> check_fresh(const Caller& caller, const definition::Register& definition, access::Classes leaving) {
    const bool is_sealed = (leaving & (access::kConfidential | access::kIdentity)) != 0;
    if (!definition.form.persons && !is_sealed) return {};
    return require_step_up(caller);
}

/// Everything that decides what leaves, at this moment; and the journal of it.
Result<Export> collect(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    Desk desk,
    const ExportWish& wish,
    const std::set<AccountId>& approvers,
    const Keep& keep = {}
) {
    Export out;
    out.desk = std::move(desk);
    out.wish = wish;
    out.made_at = caller.now;
    out.mark = new_mark();
    out.approved_by.assign(approvers.begin(), approvers.end());
    const std::string& name = out.desk.current->id;
    const access::Rules& rules = out.desk.programme->rules;
    // Who may not export learns nothing of how much there would be.
    const access::Classes lets =
        TRY(access::decide_export(rules, caller.actor, name, {wish.with_identity, 0, approvers}));
    TRY(check_fresh(caller, *out.desk.current, wanted_of(lets, wish)));
    TRY(check_purpose(wish));
    const auto most =
        static_cast<std::size_t>(access::export_limits(rules, name, wish.with_identity).rows_max);
    const auto rows = TRY(rows_to_export(house, snapshot, caller, out.desk, wish.query, most));
    out.classes = wanted_of(
        TRY(access::decide_export(rules, caller.actor, name, {wish.with_identity, rows.size(), approvers})),
        wish
    );
    std::vector<SensitiveRead> reads;
    reads.push_back({"exported", name, out.mark, access::classes_text(out.classes), wish.purpose, {}});
    for (const RecordRow& row : rows) {
        access::Classes opened{0};
        auto one = TRY(exported(house, snapshot, caller, out, row, opened));
        if (!one || (keep && !keep(*one))) continue;
        reads.push_back(
            {std::string(access::kExport),
             name,
             row.id.text(),
             access::classes_text(opened),
             wish.purpose,
             {}}
        );
        out.records.push_back(std::move(*one));
    }
    TRY(add_words(house, snapshot, caller, out));
    TRY(journal_reads(house, caller, reads));
    return out;
}

bool reaches(const House& house, const OrganisationId& above, const OrganisationId& organisation) {
    if (above == organisation) return true;
    const auto view = house.live.view();
    return std::ranges::any_of(view->directory.below(above), [&](const auto* one) {
        return one->id == organisation;
    });
}

/// Whether an account may act in this role for this organisation now, and the role exports.
Result<bool> stands(
    const House& house,
    storage::Snapshot& snapshot,
    const access::Rules& rules,
    const std::string& register_id,
    const ExportApproval& who,
    Instant now
) {
    if (!access::is_exporter(rules, who.role, register_id)) return false;
    const auto account = TRY(find_account(snapshot, house.keys, who.account));
    if (!account || account->state != "active") return false;
    const auto grants = TRY(grants_of(snapshot, house.keys, who.account));
    return std::ranges::any_of(grants, [&](const Grant& one) {
        return one.holds_at(now) && one.role == who.role && one.organisation == who.organisation;
    });
}

/// Those whose word still counts.
Result<std::set<AccountId>> agreeing(
    const House& house, storage::Snapshot& snapshot, const Desk& desk, const WaitingExport& one, Instant now
) {
    std::set<AccountId> out;
    for (const ExportApproval& approval : one.approvals) {
        if (approval.account == one.asked_by) continue;
        if (!reaches(house, approval.organisation, one.organisation)) continue;
        const bool counts =
            TRY(stands(house, snapshot, desk.programme->rules, desk.current->id, approval, now));
        if (counts) out.insert(approval.account);
    }
    return out;
}

bool is_over(const WaitingExport& one, Instant now) {
    return one.stage == kExportRefused || now >= one.until;
}

/// Whether she is one of those whom it waits for.
bool may_decide(const House& house, const Caller& caller, const Desk& desk, const WaitingExport& one) {
    return one.asked_by != caller.account.id &&
           access::is_exporter(desk.programme->rules, caller.actor.role, desk.current->id) &&
           reaches(house, caller.acting.organisation, one.organisation);
}

bool is_asker(const Caller& caller, const WaitingExport& one) {
    return one.asked_by == caller.account.id && one.role == caller.actor.role &&
           one.organisation == caller.acting.organisation;
}

bool has_agreed(const Caller& caller, const WaitingExport& one) {
    return std::ranges::find(one.approvals, caller.account.id, &ExportApproval::account) !=
           one.approvals.end();
}

ExportView view_of(const House& house, const Caller& caller, Desk desk, WaitingExport one) {
    ExportView view;
    const bool over = is_over(one, caller.now);
    const bool decides = may_decide(house, caller, desk, one);
    view.needed =
        access::export_limits(desk.programme->rules, desk.current->id, one.wish.with_identity).approvals;
    view.is_over = over;
    view.is_mine = one.asked_by == caller.account.id;
    view.may_agree = decides && !over && one.stage == kExportWaiting && !has_agreed(caller, one);
    view.may_refuse = !over && (decides || view.is_mine);
    view.may_fetch = !over && one.stage == kExportAgreed && is_asker(caller, one);
    view.desk = std::move(desk);
    view.one = std::move(one);
    return view;
}

storage::JournalDraft note(const Caller& caller, const WaitingExport& one, const char* what) {
    const std::string& name = one.wish.query.register_id;
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = name + "." + what;
    draft.register_name = name;
    draft.record_id = one.id.text();
    draft.classes = access::classes_text(static_cast<access::Classes>(
        one.wish.classes | (one.wish.with_identity ? access::kIdentity : access::Classes{0})
    ));
    draft.purpose = one.wish.purpose;
    return draft;
}

/// One of this register that concerns the caller.
struct Concerned {
    Desk desk;
    WaitingExport one;
};
Result<Concerned> concerning(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::string& register_id,
    const ExportId& id
) {
    auto one = TRY(find_export(snapshot, house.keys, id));
    if (!one || one->wish.query.register_id != register_id) return not_found();
    Desk desk = TRY(desk_of(house, register_id));
    if (one->asked_by != caller.account.id && !may_decide(house, caller, desk, *one)) return not_found();
    return Concerned{std::move(desk), std::move(*one)};
}

Result<ExportView> as_it_is(
    House& house, const Caller& caller, const std::string& register_id, const ExportId& id
) {
    const auto snapshot = TRY(house.store.snapshot());
    Concerned now = TRY(concerning(house, *snapshot, caller, register_id, id));
    return view_of(house, caller, std::move(now.desk), std::move(now.one));
}

/// The row as changed, with its entry; somebody who was quicker makes it stale.
Result<> change(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Act& what,
    const WaitingExport& one,
    const char* entry
) {
    auto acted = act(house, caller, snapshot, what, [&](storage::Snapshot&) -> Result<Decided> {
        Decided decided;
        decided.resource_id = one.id.text();
        decided.commit.writes.push_back(change_export(house.keys, one));
        decided.commit.journal.push_back(note(caller, one, entry));
        return decided;
    });
    if (!acted && acted.error().code == "storage.conflict") {
        return refuse(ErrorKind::Stale, "version.stale");
    }
    TRY(std::move(acted));
    return {};
}

}  // namespace

Result<ExportOutlook> look_at_export(House& house, const Caller& caller, const ExportWish& wish) {
    ExportOutlook out;
    out.desk = TRY(desk_for(house, caller, wish.query.register_id));
    const std::string& name = out.desk.current->id;
    const access::Rules& rules = out.desk.programme->rules;
    if (!access::is_exporter(rules, caller.actor.role, name)) {
        return refuse(ErrorKind::Forbidden, "access.export_not_yours");
    }
    out.classes = rules.policy(name).export_rule.classes;
    out.plain = access::export_limits(rules, name, false);
    out.with_identity = access::export_limits(rules, name, true);
    if (rules.policy(name).export_rule.identity_rows_max == 0) out.with_identity.rows_max = 0;
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto most = static_cast<std::size_t>(out.plain.rows_max);
    auto rows = rows_to_export(house, *snapshot, caller, out.desk, wish.query, most);
    if (rows) {
        out.rows = static_cast<std::int64_t>(rows->size());
    } else if (rows.error().code != "access.export_too_many_rows") {
        return std::unexpected(std::move(rows).error());
    }
    return out;
}

Result<Export> export_now(House& house, const Caller& caller, const ExportWish& wish) {
    Desk desk = TRY(desk_for(house, caller, wish.query.register_id));
    const auto snapshot = TRY(snapshot_of(house, caller));
    return collect(house, *snapshot, caller, std::move(desk), wish, {});
}

Result<Export> export_of(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const ExportWish& wish, const Keep& keep
) {
    Desk desk = TRY(desk_for(house, caller, wish.query.register_id));
    return collect(house, snapshot, caller, std::move(desk), wish, {}, keep);
}

Result<ExportView> ask_for_export(
    House& house,
    const Caller& caller,
    const ExportWish& wish,
    const std::string& reason,
    const std::string& request_key,
    const std::string& request_body
) {
    const auto snapshot = TRY(house.store.snapshot());
    const Desk desk = TRY(desk_for(house, caller, wish.query.register_id));
    const std::string& name = desk.current->id;
    const access::Rules& rules = desk.programme->rules;
    const auto alone = access::decide_export(rules, caller.actor, name, {wish.with_identity, 0, {}});
    if (alone) return refuse(ErrorKind::Conflict, "export.no_need");
    if (alone.error().code != "access.export_needs_approval") return std::unexpected(alone.error());
    TRY(check_purpose(wish));
    TRY(check_reason(house, reason));
    const auto most =
        static_cast<std::size_t>(access::export_limits(rules, name, wish.with_identity).rows_max);
    const auto rows = TRY(rows_to_export(house, *snapshot, caller, desk, wish.query, most));
    WaitingExport one;
    one.id = ExportId::trusted(crypto::random_id());
    one.wish = wish;
    one.wish.classes &= rules.policy(name).export_rule.classes;
    if (one.wish.classes == 0) one.wish.classes = rules.policy(name).export_rule.classes;
    one.wish.query.cursor.clear();
    if (!wish.with_identity) one.wish.purpose.clear();
    one.asked_by = caller.account.id;
    one.role = caller.actor.role;
    one.organisation = caller.acting.organisation;
    one.asked_at = caller.now;
    one.until = caller.now + kExportWaits;
    one.reason = reason;
    one.rows = static_cast<std::int64_t>(rows.size());
    const Act what{"ask_for_export", {}, request_key, request_body, true};
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot& view) -> Result<Decided> {
        const auto all = TRY(newest_exports(view, house.keys, kExportsShown));
        const auto waiting = std::ranges::count_if(all, [&](const WaitingExport& other) {
            return other.asked_by == caller.account.id && !is_over(other, caller.now);
        });
        if (waiting >= kExportsAsked) return refuse(ErrorKind::Conflict, "export.too_many_waiting");
        Decided decided;
        decided.resource_id = one.id.text();
        decided.status = 202;
        decided.commit.writes.push_back(insert_export(house.keys, one));
        decided.commit.journal.push_back(note(caller, one, "export_asked"));
        return decided;
    });
    const Acted done = TRY(std::move(acted));
    return as_it_is(house, caller, name, ExportId::trusted(done.resource_id));
}

Result<ExportView> agree_to_export(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ExportId& id,
    const std::string& request_key
) {
    const auto snapshot = TRY(house.store.snapshot());
    Concerned now = TRY(concerning(house, *snapshot, caller, register_id, id));
    const Act what{"agree_to_export", {}, request_key, id.text(), true};
    if (TRY(repeated(house, caller, *snapshot, what))) return as_it_is(house, caller, register_id, id);
    if (now.one.asked_by == caller.account.id) return refuse(ErrorKind::Conflict, "export.own");
    TRY(require_step_up(caller));
    if (is_over(now.one, caller.now) || now.one.stage != kExportWaiting) {
        return refuse(ErrorKind::Conflict, "export.over");
    }
    if (has_agreed(caller, now.one)) return refuse(ErrorKind::Conflict, "export.agreed_already");
    const ExportApproval asker{now.one.asked_by, now.one.role, now.one.organisation, {}};
    const access::Rules& rules = now.desk.programme->rules;
    if (!TRY(stands(house, *snapshot, rules, register_id, asker, caller.now))) {
        return refuse(ErrorKind::Conflict, "export.asker_gone");
    }
    now.one.approvals.push_back({caller.account.id, caller.actor.role, caller.acting.organisation, caller.now}
    );
    const auto count = TRY(agreeing(house, *snapshot, now.desk, now.one, caller.now)).size();
    const int needed = access::export_limits(rules, register_id, now.one.wish.with_identity).approvals;
    if (count >= static_cast<std::size_t>(needed)) {
        now.one.stage = kExportAgreed;
        now.one.until = caller.now + kExportLives;
    }
    TRY(change(house, *snapshot, caller, what, now.one, "export_agreed"));
    return as_it_is(house, caller, register_id, id);
}

Result<ExportView> refuse_export(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ExportId& id,
    const std::string& reason
) {
    const auto snapshot = TRY(house.store.snapshot());
    Concerned now = TRY(concerning(house, *snapshot, caller, register_id, id));
    if (is_over(now.one, caller.now)) return refuse(ErrorKind::Conflict, "export.over");
    TRY(check_reason(house, reason));
    now.one.stage = kExportRefused;
    now.one.until = caller.now + kExportLives;  // to be read by the asker
    now.one.refused_by = caller.account.id;
    now.one.refusal = reason;
    TRY(change(house, *snapshot, caller, {"refuse_export", {}, {}, {}, true}, now.one, "export_refused"));
    return as_it_is(house, caller, register_id, id);
}

Result<std::vector<ExportView>> list_exports(House& house, const Caller& caller) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    std::vector<ExportView> out;
    for (WaitingExport& one : TRY(newest_exports(*snapshot, house.keys, kExportsShown))) {
        auto desk = desk_of(house, one.wish.query.register_id);
        if (!desk) continue;
        // The asker still reads what became of hers; to others what is over is nothing.
        const bool is_mine = one.asked_by == caller.account.id;
        if (!is_mine && (is_over(one, caller.now) || !may_decide(house, caller, *desk, one))) continue;
        out.push_back(view_of(house, caller, std::move(*desk), std::move(one)));
    }
    return out;
}

Result<Export> fetch_export(
    House& house, const Caller& caller, const std::string& register_id, const ExportId& id
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    Concerned now = TRY(concerning(house, *snapshot, caller, register_id, id));
    if (!is_asker(caller, now.one)) return not_found();
    TRY(require_step_up(caller));
    if (is_over(now.one, caller.now)) return refuse(ErrorKind::Conflict, "export.over");
    if (now.one.stage != kExportAgreed) {
        return refuse(ErrorKind::Forbidden, "access.export_needs_approval");
    }
    const auto approvers = TRY(agreeing(house, *snapshot, now.desk, now.one, caller.now));
    auto out = TRY(collect(house, *snapshot, caller, std::move(now.desk), now.one.wish, approvers));
    // Which request it was: the mark alone does not say.
    TRY(journal_reads(
        house, caller, {{"export_fetched", register_id, id.text(), {}, now.one.wish.purpose, {}}}
    ));
    return out;
}

Result<std::vector<storage::Write>> sweep_exports(House& house, Instant now) {
    const auto snapshot = TRY(house.store.snapshot());
    std::vector<storage::Write> out;
    for (const WaitingExport& one : TRY(exports_over(*snapshot, house.keys, now, kSweptAtOnce))) {
        out.push_back(remove_export(one));
    }
    return out;
}

}  // namespace neove::service
