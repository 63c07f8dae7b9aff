#pragma once
/// \file
/// Statements over files of records (migrations/0013_attachments.sql). Their chunks are rows of `blob_chunk`.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kInsertAttachment{
    "insert_attachment",
    "INSERT INTO attachment (id, register_name, record_id, event_id, field_class, uploaded_by, created_at, "
    "chunks, digest, epoch, sealed) VALUES ($1, $2, '', '', 0, $3, $4, 0, $5, 0, $5)"};

/// The upload is whole.
inline constexpr Statement kFinishAttachment{
    "finish_attachment",
    "UPDATE attachment SET chunks = $2, digest = $3, epoch = $4, sealed = $5 WHERE id = $1 AND chunks = 0 "
    "AND record_id = ''"};

inline constexpr Statement kAttachmentById{
    "attachment_by_id",
    "SELECT id, record_id, event_id, field_class, uploaded_by, created_at, chunks, digest, epoch, sealed "
    "FROM attachment WHERE id = $1 AND register_name = $2"};

/// A record takes it; no row counts where another one has it already, or it is swept.
inline constexpr Statement kTakeAttachment{
    "take_attachment",
    "UPDATE attachment SET record_id = $2, event_id = $3, field_class = $4, epoch = 0, sealed = $5 WHERE id "
    "= $1 AND record_id = '' AND chunks > 0"};

inline constexpr Statement kAttachmentsOfRecord{
    "attachments_of_record",
    "SELECT id, event_id, digest FROM attachment WHERE record_id = $1 AND record_id <> '' ORDER BY id"};

inline constexpr Statement kCountWaitingAttachments{
    "count_waiting_attachments", "SELECT COUNT(*) FROM attachment WHERE record_id = '' AND uploaded_by = $1"};

inline constexpr Statement kWaitingAttachmentsBefore{
    "waiting_attachments_before",
    "SELECT id FROM attachment WHERE record_id = '' AND created_at < $1 ORDER BY created_at LIMIT 100"};

inline constexpr Statement kDeleteWaitingAttachment{
    "delete_waiting_attachment", "DELETE FROM attachment WHERE id = $1 AND record_id = ''"};

/// What opens each of them, to be sealed anew.
inline constexpr Statement kSealsOfRecord{
    "seals_of_record",
    "SELECT id, event_id, field_class, sealed FROM attachment WHERE record_id = $1 AND record_id <> '' ORDER "
    "BY id"};
inline constexpr Statement kResealAttachment{
    "reseal_attachment",
    "UPDATE attachment SET sealed = $3 WHERE id = $1 AND record_id = $2 AND record_id <> ''"};

/// One of them goes.
inline constexpr Statement kDeleteChunksOfFile{
    "delete_chunks_of_file",
    "DELETE FROM blob_chunk WHERE blob_id IN (SELECT id FROM attachment WHERE id = $1 AND record_id = $2 AND "
    "record_id <> '')"};
inline constexpr Statement kDeleteAttachment{
    "delete_attachment", "DELETE FROM attachment WHERE id = $1 AND record_id = $2 AND record_id <> ''"};

inline constexpr Statement kDeleteChunksOfRecord{
    "delete_chunks_of_record",
    "DELETE FROM blob_chunk WHERE blob_id IN (SELECT id FROM attachment WHERE record_id = $1 AND record_id "
    "<> '')"};
inline constexpr Statement kDeleteAttachmentsOfRecord{
    "delete_attachments_of_record", "DELETE FROM attachment WHERE record_id = $1 AND record_id <> ''"};

}  // namespace neove::storage::statements
