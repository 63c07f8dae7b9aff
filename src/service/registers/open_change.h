#pragma once
/// \file
/// A record about to be: decided as its definition says, and made into a change with a key and a number of
/// its own. Shared by whoever opens one and by an import that opens many.

#include "service/registers/act_on_record.h"
#include "service/registers/record_change.h"

#include <optional>

namespace neove::service {

/// What a caller wants as the decision reads it.
record::Command command_of(const Caller& caller, const WantedAct& wanted, bool has_consent);

/// Nobody writes an answer of a class that is closed to her here: `record.class`.
Result<> check_classes(const form::Form& form, const json::Value& answers, access::Classes write);

/// There is no file yet that could hold the person's consent: whoever opens one on that ground says that she
/// gave it, to the body that opens it.
bool opens_by_consent(const definition::Register& definition, std::string_view action);

/// Refusals: `record.class` and those of `record::decide`.
Result<record::Outcome> decide_new(
    const House& house,
    const Caller& caller,
    const definition::Register& definition,
    const WantedAct& wanted,
    access::Classes write,
    const form::References& references,
    Diagnostics& faults
);

struct NewRecord {
    SealedRecord seal;
    RecordChange change;
    std::vector<RecordRelation> relations;  ///< given with it
};
/// What a record that is opened brings with it beside its answers.
struct WithNew {
    std::vector<TakenFile> files{};  ///< those that it takes in
    /// Rows that whoever opens it gives with it, beside those that its action gives (`handed_rows.h`): each
    /// with an id of its own and `from` not before now. That she may is the caller's question.
    std::vector<RecordRelation> relations{};
    RecordId id{};  ///< where it follows from what the record is for; empty: a random one
};
/// With a fresh key and a number that nobody has on this snapshot: event, row, clocks, facts and relations as
/// one commit. Two opened in one commit need two calls; their writes can be joined.
Result<NewRecord> change_of_new(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const WantedAct& wanted,
    const record::Outcome& outcome,
    WithNew with = {}
);

}  // namespace neove::service
