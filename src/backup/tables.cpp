#include "backup/tables.h"

#include "storage/statements/backup.h"
#include "storage/statements/feeds.h"

#include <array>

namespace neove::backup {

using namespace storage::statements;  // NOLINT(google-build-using-namespace): three of every table

namespace {

const std::array kDataTables{
    SavedTable{"store_fact", "tt", {0}, 500, &kSaveStoreFact, &kCountStoreFact, &kPutStoreFact},
    SavedTable{
        "record_version", "tti", {0, 1}, 500, &kSaveRecordVersion, &kCountRecordVersion, &kPutRecordVersion},
    SavedTable{"event", "tttiitittttbbi", {0}, 64, &kSaveEvent, &kCountEvent, &kPutEvent},
    SavedTable{"journal", "iitttttttttbbbb", {0}, 500, &kSaveJournal, &kCountJournal, &kPutJournal},
    SavedTable{"chain_queue", "iitttttttttbb", {0}, 500, &kSaveChainQueue, &kCountChainQueue, nullptr},
    SavedTable{"account", "tbttbbi", {0}, 500, &kSaveAccount, &kCountAccount, &kPutAccount},
    SavedTable{"role_grant", "ttttiIbi", {0}, 500, &kSaveRoleGrant, &kCountRoleGrant, &kPutRoleGrant},
    SavedTable{"proposal", "tttttiitIbbi", {0}, 500, &kSaveProposal, &kCountProposal, &kPutProposal},
    SavedTable{
        "organisation", "tttttTTittiB", {0}, 500, &kSaveOrganisation, &kCountOrganisation, &kPutOrganisation},
    SavedTable{
        "organisation_alias",
        "tttt",
        {0, 1},
        500,
        &kSaveOrganisationAlias,
        &kCountOrganisationAlias,
        &kPutOrganisationAlias},
    SavedTable{
        "organisation_successor",
        "ttttt",
        {0, 1, 2},
        500,
        &kSaveOrganisationSuccessor,
        &kCountOrganisationSuccessor,
        &kPutOrganisationSuccessor},
    SavedTable{
        "organisation_member",
        "tt",
        {0, 1},
        500,
        &kSaveOrganisationMember,
        &kCountOrganisationMember,
        &kPutOrganisationMember},
    SavedTable{"administrative_unit", "ttttttttt", {0, 1, 2}, 500, &kSaveUnit, &kCountUnit, &kPutUnit},
    SavedTable{
        "administrative_unit_predecessor",
        "tttittt",
        {0, 1, 2, 3},
        500,
        &kSaveUnitPredecessor,
        &kCountUnitPredecessor,
        &kPutUnitPredecessor},
    SavedTable{
        "organisation_unit",
        "ttt",
        {0},
        500,
        &kSaveOrganisationUnit,
        &kCountOrganisationUnit,
        &kPutOrganisationUnit},
    SavedTable{
        "organisation_letterhead",
        "tttttttiB",
        {0},
        200,
        &kSaveLetterhead,
        &kCountLetterhead,
        &kPutLetterhead},
    SavedTable{"document", "tttittttttiiitibb", {0}, 8, &kSaveDocument, &kCountDocument, &kPutDocument},
    SavedTable{"blob", "tiit", {0}, 500, &kSaveBlob, &kCountBlob, &kPutBlob},
    SavedTable{"blob_chunk", "tib", {0, 1}, 16, &kSaveBlobChunk, &kCountBlobChunk, &kPutBlobChunk},
    SavedTable{
        "confirmed_task",
        "tttttttti",
        {0},
        500,
        &kSaveConfirmedTask,
        &kCountConfirmedTask,
        &kPutConfirmedTask},
    SavedTable{
        "confirmed_task_body",
        "ttittttbi",
        {0, 1, 2},
        500,
        &kSaveConfirmedTaskBody,
        &kCountConfirmedTaskBody,
        &kPutConfirmedTaskBody},
    SavedTable{
        "document_file", "tti", {0, 1}, 500, &kSaveDocumentFile, &kCountDocumentFile, &kPutDocumentFile},
    SavedTable{
        "document_relation",
        "tttb",
        {0, 1, 2},
        500,
        &kSaveDocumentRelation,
        &kCountDocumentRelation,
        &kPutDocumentRelation},
    SavedTable{"record", "ttttttiiitttttttttitbbb", {0}, 64, &kSaveRecord, &kCountRecord, &kPutRecord},
    SavedTable{"clock", "ttitiIIt", {0, 1, 2}, 500, &kSaveClock, &kCountClock, &kPutClock},
    SavedTable{"fact", "ttitttttttttttti", {0, 1, 2}, 500, &kSaveFact, &kCountFact, &kPutFact},
    SavedTable{"relation", "ttttttiItib", {0}, 500, &kSaveRelation, &kCountRelation, &kPutRelation},
    SavedTable{"record_link", "ttttttt", {0}, 500, &kSaveRecordLink, &kCountRecordLink, &kPutRecordLink},
    SavedTable{"draft", "ttttiibt", {0, 1, 2, 3}, 64, &kSaveDraft, &kCountDraft, &kPutDraft},
    SavedTable{"record_card", "ttib", {0}, 200, &kSaveRecordCard, &kCountRecordCard, &kPutRecordCard},
    SavedTable{"bundle", "tti", {0}, 4, &kSaveBundle, &kCountBundle, &kPutBundle},
    SavedTable{
        "accepted_access",
        "ttittb",
        {0},
        500,
        &kSaveAcceptedAccess,
        &kCountAcceptedAccess,
        &kPutAcceptedAccess},
    SavedTable{"erasure", "tttttttitIiibib", {0}, 200, &kSaveErasure, &kCountErasure, &kPutErasure},
    SavedTable{"attachment", "ttttitiibib", {0}, 200, &kSaveAttachment, &kCountAttachment, &kPutAttachment},
    SavedTable{
        "access_table", "tttitttttibib", {0}, 4, &kSaveAccessTable, &kCountAccessTable, &kPutAccessTable},
    SavedTable{
        "break_glass", "ttttttiiititibib", {0}, 200, &kSaveBreakGlass, &kCountBreakGlass, &kPutBreakGlass},
    SavedTable{"resealed", "ttib", {0}, 4, &kSaveResealed, &kCountResealed, &kPutResealed},
    SavedTable{"match_look", "titttti", {0, 1}, 500, &kSaveMatchLook, &kCountMatchLook, &kPutMatchLook},
    SavedTable{"possible_match", "ttttittittibib", {0}, 500, &kSaveMatch, &kCountMatch, &kPutMatch},
    SavedTable{"export_request", "tttttitibib", {0}, 200, &kSaveExport, &kCountExport, &kPutExport},
    SavedTable{"calendar_feed", "tttbiiiiib", {0}, 500, &kSaveFeed, &kCountFeed, &kPutFeed},
    SavedTable{
        "reminder_address",
        "tbi",
        {0},
        500,
        &kReminderAddressesAfter,
        &kCountReminderAddress,
        &kRestoreReminderAddress},
};

const std::array kKeyTables{
    SavedTable{"blob_key", "tb", {0}, 500, &kSaveBlobKey, &kCountBlob, nullptr},
    SavedTable{"record_key", "ttiibi", {0}, 500, &kSaveRecordKey, &kCountRecordKey, &kPutRecordKey},
};

}  // namespace

std::span<const SavedTable> data_tables() {
    return kDataTables;
}

std::span<const SavedTable> key_tables() {
    return kKeyTables;
}

std::span<const std::string_view> left_out() {
    // Of jobs and mails nothing comes back: a mail that left must not leave again, and the next period works
    // anew.
    static constexpr std::array<std::string_view, 6> kLeftOut{
        "schema_migration", "session", "idempotency", "job", "job_lease", "mail_outbox"};
    return kLeftOut;
}

}  // namespace neove::backup
