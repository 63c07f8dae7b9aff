#include "storage/catalogue.h"

#include "storage/statements/core.h"

namespace neove::storage {

std::span<const Statement* const> all_statements() {
    using namespace statements;
    static constexpr const Statement* kAll[] = {
        // core.h
        &kReadMigrations, &kInsertMigration, &kPinSnapshot,       &kReadFact,        &kInsertFact,
        &kWriteFact,      &kReadVersion,     &kInsertVersion,     &kAdvanceVersion,  &kInsertEvent,
        &kEventsOfRecord, &kEventById,       &kLastEventTime,     &kInsertJournal,   &kJournalHead,
        &kJournalAfter,   &kJournalOfRecord, &kEnqueueEntry,      &kQueuedEntries,   &kQueueBounds,
        &kLastQueuedTime, &kDequeueEntries,  &kInsertIdempotency, &kReadIdempotency, &kForgetIdempotency,
    };
    return kAll;
}

}  // namespace neove::storage
