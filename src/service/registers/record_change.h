#pragma once
/// \file
/// A decided change of a record as a `Commit`: its event, its row sealed anew, and all that follows from
/// both.

#include "service/act.h"
#include "service/registers/handed_rows.h"
#include "service/registers/record_files.h"

#include <vector>

namespace neove::service {

struct RecordChange {
    Decided decided;
    RecordRow row;
    std::vector<deadline::Clock> clocks;
    std::vector<record::Link> links;
    StoredEvent happened{};  ///< as it will be read back
};

/// What a change is made of. `opening` of a new record alone, which has no row and no history yet.
struct ChangeOf {
    const definition::Register& definition;
    const SealedRecord& seal;
    const RecordId& id;
    const std::vector<StoredEvent>& history;
    const record::Outcome& outcome;
    const Opening* opening{nullptr};
    const WrappedKey* key{nullptr};  ///< of a new record
    keyring::Domain domain{keyring::Domain::Work};
    json::Value relation{};            ///< said in the clear of an event that gives or ends one
    std::vector<TakenFile> files{};    ///< that the event takes in
    RowsHanded rows{};                 ///< of relations, that begin and end with it
    OrganisationId owner{};            ///< of an event that makes the record another body's
    const RecordRow* before{nullptr};  ///< the row as it stands; unsaid, its columns are written again
};
Result<RecordChange> change_of(const House& house, const Caller& caller, const ChangeOf& what);

/// What a person is found by; nothing where the form has no such field.
json::Value search_card(const form::Form& form, const json::Value& answers);

}  // namespace neove::service
