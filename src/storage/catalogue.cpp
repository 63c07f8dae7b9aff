#include "storage/catalogue.h"

#include "storage/statements/accounts.h"
#include "storage/statements/core.h"
#include "storage/statements/documents.h"
#include "storage/statements/organisations.h"

namespace neove::storage {

std::span<const Statement* const> all_statements() {
    using namespace statements;
    static constexpr const Statement* kAll[] = {
        // core.h
        &kReadMigrations,
        &kInsertMigration,
        &kPinSnapshot,
        &kReadFact,
        &kInsertFact,
        &kWriteFact,
        &kReadVersion,
        &kInsertVersion,
        &kAdvanceVersion,
        &kInsertEvent,
        &kEventsOfRecord,
        &kEventById,
        &kLastEventTime,
        &kInsertJournal,
        &kJournalHead,
        &kJournalAfter,
        &kJournalOfRecord,
        &kEnqueueEntry,
        &kQueuedEntries,
        &kQueueBounds,
        &kLastQueuedTime,
        &kDequeueEntries,
        &kInsertIdempotency,
        &kReadIdempotency,
        &kForgetIdempotency,
        // accounts.h
        &kAllAccounts,
        &kAccountById,
        &kAccountByLogin,
        &kInsertAccount,
        &kUpdateAccount,
        &kGrantsOfAccount,
        &kAllGrants,
        &kInsertGrant,
        &kEndGrant,
        &kSessionById,
        &kInsertSession,
        &kUpdateSession,
        &kDeleteSession,
        &kDeleteSessionsOfAccount,
        &kDeleteSessionsBefore,
        // organisations.h
        &kAllOrganisations,
        &kOrganisationById,
        &kInsertOrganisation,
        &kUpdateOrganisation,
        &kAllAliases,
        &kAliasesOf,
        &kInsertAlias,
        &kDeleteAliases,
        &kAllSuccessors,
        &kSuccessorsOf,
        &kInsertSuccessor,
        &kDeleteSuccessors,
        &kAllMembers,
        &kMembersOf,
        &kInsertMember,
        &kDeleteMembers,
        // documents.h
        &kDocumentsBefore,
        &kDocumentById,
        &kDocumentsByNumber,
        &kDeleteConfirmedTask,
        &kDeleteConfirmedBodies,
        &kConfirmedBodiesOf,
        &kInsertDocument,
        &kUpdateDocument,
        &kInsertBlob,
        &kAttachBlob,
        &kBlobById,
        &kInsertChunk,
        &kChunksOfBlob,
        &kOrphanBlobs,
        &kDeleteBlob,
        &kDeleteChunks,
        &kInsertConfirmedTask,
        &kInsertConfirmedBody,
        &kConfirmedTasksOf,
        &kBodiesOfOrganisation,
    };
    return kAll;
}

}  // namespace neove::storage
