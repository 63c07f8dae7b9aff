#pragma once
/// \file
/// Statements over documents, their sealed blobs and confirmed tasks.

#include "storage/statement.h"

namespace neove::storage::statements {

/// Newest first, after the cursor (uploaded_at, id); the caller passes a far future and an empty id for the
/// first page.
inline constexpr Statement kDocumentsBefore{
    "documents_before",
    "SELECT id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, issuer, state, tasks, "
    "confirmed, "
    "uncertain, blob_id, version, owner_tag FROM document WHERE uploaded_at < $1 OR (uploaded_at = $1 AND id "
    "< $2) "
    "ORDER BY uploaded_at DESC, id DESC LIMIT $3"};
inline constexpr Statement kDocumentById{
    "document_by_id",
    "SELECT id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, issuer, state, tasks, "
    "confirmed, "
    "uncertain, blob_id, version, owner_tag, sealed FROM document WHERE id = $1"};
/// As a link to it is shown: without its seal.
inline constexpr Statement kDocumentRowById{
    "document_row_by_id",
    "SELECT id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, issuer, state, tasks, "
    "confirmed, uncertain, blob_id, version, owner_tag FROM document WHERE id = $1"};
/// Those that another document may cite.
inline constexpr Statement kDocumentsByNumber{
    "documents_by_number",
    "SELECT id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, issuer, state, tasks, "
    "confirmed, "
    "uncertain, blob_id, version, owner_tag FROM document WHERE number = $1 ORDER BY uploaded_at DESC, id "
    "DESC LIMIT "
    "20"};
/// Of one owner and one day of issue, whatever their numbers are: those are compared as people type them.
inline constexpr Statement kDocumentsOfDay{
    "documents_of_day",
    "SELECT id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, issuer, state, tasks, "
    "confirmed, uncertain, blob_id, version, owner_tag FROM document WHERE issued_on = $1 AND owner_org = $2 "
    "ORDER BY uploaded_at DESC, id DESC LIMIT 1000"};
/// Of one owner, those with a confirmed task, newest first.
inline constexpr Statement kConfirmedDocumentsOf{
    "confirmed_documents_of",
    "SELECT id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, issuer, state, tasks, "
    "confirmed, uncertain, blob_id, version, owner_tag FROM document WHERE owner_org = $1 AND confirmed > 0 "
    "AND state <> 'withdrawn' ORDER BY uploaded_at DESC, id DESC LIMIT 1000"};
inline constexpr Statement kInsertDocument{
    "insert_document",
    "INSERT INTO document (id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, issuer, "
    "state, "
    "tasks, confirmed, uncertain, blob_id, version, owner_tag, sealed) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"};
inline constexpr Statement kUpdateDocument{
    "update_document",
    "UPDATE document SET title = $2, type = $3, number = $4, issued_on = $5, issuer = $6, state = $7, tasks "
    "= $8, "
    "confirmed = $9, uncertain = $10, blob_id = $11, version = $12, sealed = $13 WHERE id = $1"};

/// Changes nothing; no row counts where the document has gone on meanwhile.
inline constexpr Statement kHoldDocument{
    "hold_document", "UPDATE document SET version = version WHERE id = $1 AND version = $2"};

/// Those that came from a file, newest first.
inline constexpr Statement kDocumentsOfFile{
    "documents_of_file",
    "SELECT d.id, d.owner_org, d.uploaded_by, d.uploaded_at, d.title, d.type, d.number, d.issued_on, "
    "d.issuer, "
    "d.state, d.tasks, d.confirmed, d.uncertain, d.blob_id, d.version, d.owner_tag FROM document d "
    "JOIN document_file f ON f.document_id = d.id WHERE f.digest = $1 "
    "ORDER BY d.uploaded_at DESC, d.id DESC LIMIT 20"};
/// How many documents came from a file, and whether this one did.
inline constexpr Statement kCountFilesLike{
    "count_files_like",
    "SELECT COUNT(*), COUNT(CASE WHEN document_id = $2 THEN 1 END) FROM document_file WHERE digest = $1"};
inline constexpr Statement kInsertDocumentFile{
    "insert_document_file", "INSERT INTO document_file (document_id, digest, ordinal) VALUES ($1, $2, $3)"};
/// What other documents say of this one, but for the plans that carry it out: of these there is one of every
/// body. The reader checks every tag.
inline constexpr Statement kRelationsTo{
    "relations_to",
    "SELECT document_id, relation, tag FROM document_relation WHERE other_id = $1 AND relation <> "
    "'carries_out' ORDER BY document_id, relation LIMIT 500"};
/// Bodies' own plans that carry this one out; the reader checks every tag and asks each plan.
inline constexpr Statement kOwnPlansOf{
    "own_plans_of",
    "SELECT document_id, relation, other_id, tag FROM document_relation WHERE other_id = $1 AND relation = "
    "'carries_out' ORDER BY document_id LIMIT $2"};
/// The plans that a document carries out.
inline constexpr Statement kCarriedOutBy{
    "carried_out_by",
    "SELECT document_id, relation, other_id, tag FROM document_relation WHERE document_id = $1 AND relation "
    "= 'carries_out' ORDER BY other_id"};
/// Every document that is a body's own plan.
inline constexpr Statement kAllOwnPlans{
    "all_own_plans",
    "SELECT document_id, relation, other_id, tag FROM document_relation WHERE relation = 'carries_out' "
    "ORDER BY document_id"};
/// Those of documents of one organisation.
inline constexpr Statement kOwnPlansBy{
    "own_plans_by",
    "SELECT r.document_id, r.relation, r.other_id, r.tag FROM document_relation r JOIN document d ON d.id = "
    "r.document_id WHERE r.relation = 'carries_out' AND d.owner_org = $1 AND d.state <> 'withdrawn' ORDER BY "
    "r.document_id, r.other_id"};
/// Documents of whose confirmed tasks a record is that names the organisation; nothing is believed of it.
inline constexpr Statement kDocumentsGivenTo{
    "documents_given_to",
    "SELECT DISTINCT t.document_id FROM relation r JOIN record_link l ON l.record_id = r.record_id JOIN "
    "confirmed_task t ON t.id = l.to_id WHERE r.organisation_id = $1 AND r.organisation_id <> '' AND "
    "r.until_at IS NULL ORDER BY t.document_id"};
inline constexpr Statement kInsertRelation{
    "insert_relation",
    "INSERT INTO document_relation (document_id, relation, other_id, tag) VALUES ($1, $2, $3, $4)"};
inline constexpr Statement kDeleteRelationsOf{
    "delete_relations_of", "DELETE FROM document_relation WHERE document_id = $1"};

/// Who issued it, as a person said; the reader checks the tag.
inline constexpr Statement kIssuingBodyOf{
    "issuing_body_of",
    "SELECT document_id, organisation_id, version, tag FROM issuing_body WHERE document_id = $1"};
/// Rows that let leaders of an organisation see a document; the reader checks every tag.
inline constexpr Statement kIssuedBy{
    "issued_by",
    "SELECT document_id, organisation_id, version, tag FROM issuing_body WHERE organisation_id = $1"};
inline constexpr Statement kInsertIssuingBody{
    "insert_issuing_body",
    "INSERT INTO issuing_body (document_id, organisation_id, version, tag) VALUES ($1, $2, $3, $4)"};
inline constexpr Statement kUpdateIssuingBody{
    "update_issuing_body",
    "UPDATE issuing_body SET organisation_id = $2, version = $3, tag = $4 WHERE document_id = $1 AND version "
    "= $5"};

inline constexpr Statement kInsertBlob{
    "insert_blob",
    "INSERT INTO blob (id, created_at, chunks, state, sealed_key) VALUES ($1, $2, $3, $4, $5)"};
inline constexpr Statement kAttachBlob{
    "attach_blob", "UPDATE blob SET state = 'attached', chunks = $2 WHERE id = $1 AND state = 'uploading'"};
inline constexpr Statement kBlobById{
    "blob_by_id", "SELECT id, created_at, chunks, state, sealed_key FROM blob WHERE id = $1"};
inline constexpr Statement kInsertChunk{
    "insert_chunk", "INSERT INTO blob_chunk (blob_id, number, sealed) VALUES ($1, $2, $3)"};
inline constexpr Statement kChunksOfBlob{
    "chunks_of_blob", "SELECT number, sealed FROM blob_chunk WHERE blob_id = $1 ORDER BY number"};
inline constexpr Statement kOrphanBlobs{
    "orphan_blobs", "SELECT id FROM blob WHERE state = 'uploading' AND created_at < $1 LIMIT 100"};
inline constexpr Statement kDeleteBlob{"delete_blob", "DELETE FROM blob WHERE id = $1"};
inline constexpr Statement kDeleteChunks{"delete_chunks", "DELETE FROM blob_chunk WHERE blob_id = $1"};

inline constexpr Statement kInsertConfirmedTask{
    "insert_confirmed_task",
    "INSERT INTO confirmed_task (id, document_id, path, body, category, choice, due_on, confirmed_by, "
    "confirmed_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
inline constexpr Statement kInsertConfirmedBody{
    "insert_confirmed_body",
    "INSERT INTO confirmed_task_body (task_id, role_name, ordinal, name, organisation_id, via, document_id, "
    "tag, version) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
/// Changes nothing; no row counts where the task was withdrawn meanwhile.
inline constexpr Statement kHoldConfirmedTask{
    "hold_confirmed_task", "UPDATE confirmed_task SET path = path WHERE id = $1"};
/// The old tag must still stand.
inline constexpr Statement kVersionConfirmedBody{
    "version_confirmed_body",
    "UPDATE confirmed_task_body SET tag = $4, version = $5 "
    "WHERE task_id = $1 AND role_name = $2 AND ordinal = $3 AND tag = $6"};
/// A new reading withdrew it: a person must confirm it again.
inline constexpr Statement kDeleteConfirmedTask{
    "delete_confirmed_task", "DELETE FROM confirmed_task WHERE id = $1"};
inline constexpr Statement kDeleteConfirmedBodies{
    "delete_confirmed_bodies", "DELETE FROM confirmed_task_body WHERE task_id = $1"};
inline constexpr Statement kConfirmedBodiesOf{
    "confirmed_bodies_of",
    "SELECT b.task_id, b.role_name, b.ordinal, b.name, b.organisation_id, b.via FROM confirmed_task_body b "
    "JOIN confirmed_task t ON t.id = b.task_id WHERE t.document_id = $1 "
    "ORDER BY b.task_id, b.role_name, b.ordinal"};
inline constexpr Statement kConfirmedTasksOf{
    "confirmed_tasks_of",
    "SELECT id, document_id, path, body, category, choice, due_on, confirmed_by, confirmed_at FROM "
    "confirmed_task "
    "WHERE document_id = $1 ORDER BY confirmed_at, id"};
/// Rows that let an organisation see a document; the reader checks every tag.
inline constexpr Statement kBodiesOfOrganisation{
    "bodies_of_organisation",
    "SELECT document_id, task_id, role_name, organisation_id, tag, version FROM confirmed_task_body "
    "WHERE organisation_id = $1"};
/// The same for one document.
inline constexpr Statement kBodiesInDocument{
    "bodies_in_document",
    "SELECT document_id, task_id, role_name, organisation_id, tag, version FROM confirmed_task_body "
    "WHERE document_id = $1 AND organisation_id = $2"};

}  // namespace neove::storage::statements
