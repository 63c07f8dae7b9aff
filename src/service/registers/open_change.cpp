#include "service/registers/open_change.h"

#include "service/registers/own_units.h"
#include "storage/statements/records.h"
#include "workflow/workflow.h"

namespace neove::service {

namespace {

constexpr int kNumberTries = 20;
constexpr std::size_t kNumberLength = 5;
/// Without what is mistaken for another when written by hand or read aloud.
constexpr std::string_view kNumberLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

std::string random_number(const std::string& prefix) {
    std::string out = prefix + "-";
    for (std::size_t i = 0; i < kNumberLength; ++i) {
        out += kNumberLetters[crypto::random_below(static_cast<std::uint32_t>(kNumberLetters.size()))];
    }
    return out;
}

/// Another may take it before this one is written; the store refuses that, and the opening is tried again.
Result<std::string> free_number(storage::Snapshot& snapshot, const definition::Register& definition) {
    std::string number;
    for (int i = 0; i < kNumberTries; ++i) {
        number = random_number(definition.number_prefix);
        if (TRY(snapshot.read(storage::statements::kRecordIdByNumber, {definition.id, number})).empty())
            break;
    }
    return number;
}

/// There is no file yet that could hold it: whoever opens the record on that ground says that it was given,
/// to the body that opens it.
RecordRelation consent_row(const Caller& caller) {
    return {
        crypto::random_id(),
        std::string(access::kConsent),
        {},
        caller.acting.organisation,
        caller.now,
        std::nullopt,
        caller.account.id,
        1};
}

void add_row(RecordRelation row, RowsHanded& rows) {
    rows.given.push_back({row.id, row.kind, row.organisation, row.account, {}, false});
    rows.begun.push_back(std::move(row));
}

}  // namespace

record::Command command_of(const Caller& caller, const WantedAct& wanted, bool has_consent) {
    record::Command command;
    command.action = wanted.action;
    command.answers = wanted.answers;
    command.actor = caller.account.id;
    command.acting_org = caller.acting.organisation;
    command.occurred_at = wanted.occurred_at;
    command.precision = wanted.precision;
    command.reason = wanted.reason;
    command.links = wanted.links;
    command.corrects = wanted.corrects;
    command.has_consent = has_consent;
    command.kept_words = wanted.kept_words;
    return command;
}

Result<> check_classes(const form::Form& form, const json::Value& answers, access::Classes write) {
    if (answers.object() == nullptr) return refuse(ErrorKind::Malformed, "form.type", "/answers");
    for (const auto& [field, value] : *answers.object()) {
        if (form.find(field) == nullptr) continue;  // the form says so itself
        if ((bit_of(class_of_answer(form, field)) & write) != 0) continue;
        return refuse(ErrorKind::Forbidden, "record.class", "/answers/" + field);
    }
    return {};
}

bool opens_by_consent(const definition::Register& definition, std::string_view action_id) {
    const workflow::Action* action = definition.workflow.find(action_id);
    return action != nullptr && action->ground.kind == workflow::Ground::Kind::Consent;
}

Result<record::Outcome> decide_new(
    const House& house,
    const Caller& caller,
    const definition::Register& definition,
    const WantedAct& wanted,
    access::Classes write,
    const form::References& references,
    Diagnostics& faults
) {
    TRY(check_classes(definition.form, wanted.answers, write));
    return record::decide(
        definition,
        {},
        {},
        command_of(caller, wanted, opens_by_consent(definition, wanted.action)),
        {caller.now, house.options.utc_offset_micros, house.programmes.calendar(), references},
        faults
    );
}

Result<NewRecord> change_of_new(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const WantedAct& wanted,
    const record::Outcome& outcome,
    WithNew with
) {
    const definition::Register& definition = *desk.current;
    TRY(check_own_units(house, caller, definition, outcome, {}));
    const RecordId id = with.id.is_empty() ? RecordId::trusted(crypto::random_id()) : with.id;
    const RecordName name{desk.domain, definition.id, id};
    const crypto::Secret key = crypto::Secret::random();
    NewRecord out{SealedRecord(house.keys.store, name, key), {}, {}};
    const WrappedKey wrapped = house.keys.records->wrap(name, key);
    const Opening opening{TRY(free_number(snapshot, definition)), desk.programme->bundle->digest};
    ChangeOf what{definition, out.seal, id, {}, outcome, &opening, &wrapped, desk.domain};
    what.files = std::move(with.files);
    what.rows = rows_handed(desk.programme->rules, definition.id, caller, outcome.handed, {}, {});
    for (RecordRelation& one : with.relations) add_row(std::move(one), what.rows);
    if (opens_by_consent(definition, wanted.action)) add_row(consent_row(caller), what.rows);
    out.change = TRY(change_of(house, caller, what));
    out.relations = std::move(what.rows.begun);
    return out;
}

}  // namespace neove::service
