#pragma once
/// \file
/// Statements of backup and restore: every column of every table, in the order of its key, page by page; how
/// many rows there are; and the row as it goes back. What `blob.sealed_key` holds is a key and goes its own
/// way.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kSaveStoreFact{
    "save_store_fact",
    "SELECT fact_key, fact_value FROM store_fact WHERE fact_key > $1 ORDER BY fact_key LIMIT $2"};
inline constexpr Statement kCountStoreFact{"count_store_fact", "SELECT COUNT(*) FROM store_fact"};
inline constexpr Statement kPutStoreFact{
    "put_store_fact", "INSERT INTO store_fact (fact_key, fact_value) VALUES ($1, $2)"};

inline constexpr Statement kSaveRecordVersion{
    "save_record_version",
    "SELECT register_name, record_id, version FROM record_version WHERE (register_name, record_id) > "
    "($1, $2) ORDER BY register_name, record_id LIMIT $3"};
inline constexpr Statement kCountRecordVersion{"count_record_version", "SELECT COUNT(*) FROM record_version"};
inline constexpr Statement kPutRecordVersion{
    "put_record_version",
    "INSERT INTO record_version (register_name, record_id, version) VALUES ($1, $2, $3)"};

inline constexpr Statement kSaveEvent{
    "save_event",
    "SELECT id, register_name, record_id, version, position, kind, occurred_at, occurred_precision, "
    "actor, acting_org, clear, sealed, body_digest, recorded_at FROM event WHERE id > $1 ORDER BY id "
    "LIMIT $2"};
inline constexpr Statement kCountEvent{"count_event", "SELECT COUNT(*) FROM event"};
inline constexpr Statement kPutEvent{
    "put_event",
    "INSERT INTO event (id, register_name, record_id, version, position, kind, occurred_at, "
    "occurred_precision, actor, acting_org, clear, sealed, body_digest, recorded_at) VALUES ($1, $2, "
    "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"};

inline constexpr Statement kSaveJournal{
    "save_journal",
    "SELECT seq, recorded_at, node, actor, session_digest, action, register_name, record_id, event_id, "
    "classes, purpose, body, reason, digest, head FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2"};
inline constexpr Statement kCountJournal{"count_journal", "SELECT COUNT(*) FROM journal"};
inline constexpr Statement kPutJournal{
    "put_journal",
    "INSERT INTO journal (seq, recorded_at, node, actor, session_digest, action, register_name, "
    "record_id, event_id, classes, purpose, body, reason, digest, head) VALUES ($1, $2, $3, $4, $5, "
    "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};

inline constexpr Statement kSaveChainQueue{
    "save_chain_queue",
    "SELECT id, recorded_at, node, actor, session_digest, action, register_name, record_id, event_id, "
    "classes, purpose, body, reason FROM chain_queue WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr Statement kCountChainQueue{"count_chain_queue", "SELECT COUNT(*) FROM chain_queue"};

inline constexpr Statement kSaveAccount{
    "save_account",
    "SELECT id, login_digest, state, stage, sealed, tag, version FROM account WHERE id > $1 ORDER BY id "
    "LIMIT "
    "$2"};
inline constexpr Statement kCountAccount{"count_account", "SELECT COUNT(*) FROM account"};
inline constexpr Statement kPutAccount{
    "put_account",
    "INSERT INTO account (id, login_digest, state, stage, sealed, tag, version) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};

inline constexpr Statement kSaveRoleGrant{
    "save_role_grant",
    "SELECT id, account_id, role_name, organisation_id, from_at, until_at, tag, version FROM role_grant "
    "WHERE "
    "id > $1 ORDER BY id LIMIT $2"};
inline constexpr Statement kCountRoleGrant{"count_role_grant", "SELECT COUNT(*) FROM role_grant"};
inline constexpr Statement kPutRoleGrant{
    "put_role_grant",
    "INSERT INTO role_grant (id, account_id, role_name, organisation_id, from_at, until_at, tag, "
    "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};

inline constexpr Statement kSaveProposal{
    "save_proposal",
    "SELECT id, state, action, account_id, proposed_by, proposed_at, expires_at, decided_by, decided_at, "
    "sealed, tag, version FROM proposal WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr Statement kCountProposal{"count_proposal", "SELECT COUNT(*) FROM proposal"};
inline constexpr Statement kPutProposal{
    "put_proposal",
    "INSERT INTO proposal (id, state, action, account_id, proposed_by, proposed_at, expires_at, decided_by, "
    "decided_at, sealed, tag, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};

inline constexpr Statement kSaveOrganisation{
    "save_organisation",
    "SELECT id, name, short_name, kind, code, parent_id, standing_agency_id, offline, valid_from, "
    "valid_until, version, tag FROM organisation WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr Statement kCountOrganisation{"count_organisation", "SELECT COUNT(*) FROM organisation"};
inline constexpr Statement kPutOrganisation{
    "put_organisation",
    "INSERT INTO organisation (id, name, short_name, kind, code, parent_id, standing_agency_id, "
    "offline, valid_from, valid_until, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "$12)"};

inline constexpr Statement kSaveOrganisationAlias{
    "save_organisation_alias",
    "SELECT organisation_id, name, from_on, until_on FROM organisation_alias WHERE (organisation_id, "
    "name) > ($1, $2) ORDER BY organisation_id, name LIMIT $3"};
inline constexpr Statement kCountOrganisationAlias{
    "count_organisation_alias", "SELECT COUNT(*) FROM organisation_alias"};
inline constexpr Statement kPutOrganisationAlias{
    "put_organisation_alias",
    "INSERT INTO organisation_alias (organisation_id, name, from_on, until_on) VALUES ($1, $2, $3, $4)"};

inline constexpr Statement kSaveOrganisationSuccessor{
    "save_organisation_successor",
    "SELECT organisation_id, successor_id, subject, on_date, basis FROM organisation_successor WHERE "
    "(organisation_id, successor_id, subject) > ($1, $2, $3) ORDER BY organisation_id, successor_id, "
    "subject LIMIT $4"};
inline constexpr Statement kCountOrganisationSuccessor{
    "count_organisation_successor", "SELECT COUNT(*) FROM organisation_successor"};
inline constexpr Statement kPutOrganisationSuccessor{
    "put_organisation_successor",
    "INSERT INTO organisation_successor (organisation_id, successor_id, subject, on_date, basis) "
    "VALUES ($1, $2, $3, $4, $5)"};

inline constexpr Statement kSaveOrganisationMember{
    "save_organisation_member",
    "SELECT organisation_id, member_id FROM organisation_member WHERE (organisation_id, member_id) > "
    "($1, $2) ORDER BY organisation_id, member_id LIMIT $3"};
inline constexpr Statement kCountOrganisationMember{
    "count_organisation_member", "SELECT COUNT(*) FROM organisation_member"};
inline constexpr Statement kPutOrganisationMember{
    "put_organisation_member",
    "INSERT INTO organisation_member (organisation_id, member_id) VALUES ($1, $2)"};

inline constexpr Statement kSaveUnit{
    "save_administrative_unit",
    "SELECT list_version, code, valid_from, valid_until, name, kind, parent_code, basis, confidence FROM "
    "administrative_unit WHERE (list_version, code, valid_from) > ($1, $2, $3) ORDER BY list_version, code, "
    "valid_from LIMIT $4"};
inline constexpr Statement kCountUnit{
    "count_administrative_unit", "SELECT COUNT(*) FROM administrative_unit"};
inline constexpr Statement kPutUnit{
    "put_administrative_unit",
    "INSERT INTO administrative_unit (list_version, code, valid_from, valid_until, name, kind, parent_code, "
    "basis, confidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

inline constexpr Statement kSaveUnitPredecessor{
    "save_administrative_unit_predecessor",
    "SELECT list_version, code, valid_from, ordinal, from_list, from_code, extent FROM "
    "administrative_unit_predecessor WHERE (list_version, code, valid_from, ordinal) > ($1, $2, $3, $4) "
    "ORDER BY list_version, code, valid_from, ordinal LIMIT $5"};
inline constexpr Statement kCountUnitPredecessor{
    "count_administrative_unit_predecessor", "SELECT COUNT(*) FROM administrative_unit_predecessor"};
inline constexpr Statement kPutUnitPredecessor{
    "put_administrative_unit_predecessor",
    "INSERT INTO administrative_unit_predecessor (list_version, code, valid_from, ordinal, from_list, "
    "from_code, extent) VALUES ($1, $2, $3, $4, $5, $6, $7)"};

inline constexpr Statement kSaveLetterhead{
    "save_letterhead",
    "SELECT organisation_id, above, own, place, symbol, signatures, recipients, version, tag FROM "
    "organisation_letterhead WHERE organisation_id > $1 ORDER BY organisation_id LIMIT $2"};
inline constexpr Statement kCountLetterhead{
    "count_letterhead", "SELECT COUNT(*) FROM organisation_letterhead"};
inline constexpr Statement kPutLetterhead{
    "put_letterhead",
    "INSERT INTO organisation_letterhead (organisation_id, above, own, place, symbol, signatures, "
    "recipients, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

inline constexpr Statement kSaveOrganisationUnit{
    "save_organisation_unit",
    "SELECT organisation_id, list_version, code FROM organisation_unit WHERE organisation_id > $1 ORDER BY "
    "organisation_id LIMIT $2"};
inline constexpr Statement kCountOrganisationUnit{
    "count_organisation_unit", "SELECT COUNT(*) FROM organisation_unit"};
inline constexpr Statement kPutOrganisationUnit{
    "put_organisation_unit",
    "INSERT INTO organisation_unit (organisation_id, list_version, code) VALUES ($1, $2, $3)"};

inline constexpr Statement kSaveDocument{
    "save_document",
    "SELECT id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, issuer, state, "
    "tasks, confirmed, uncertain, blob_id, version, sealed, owner_tag FROM document WHERE id > $1 ORDER BY "
    "id "
    "LIMIT $2"};
inline constexpr Statement kCountDocument{"count_document", "SELECT COUNT(*) FROM document"};
inline constexpr Statement kPutDocument{
    "put_document",
    "INSERT INTO document (id, owner_org, uploaded_by, uploaded_at, title, type, number, issued_on, "
    "issuer, state, tasks, confirmed, uncertain, blob_id, version, sealed, owner_tag) VALUES ($1, $2, $3, "
    "$4, $5, "
    "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"};

inline constexpr Statement kSaveBlob{
    "save_blob", "SELECT id, created_at, chunks, state FROM blob WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr Statement kCountBlob{"count_blob", "SELECT COUNT(*) FROM blob"};
inline constexpr Statement kPutBlob{
    "put_blob", "INSERT INTO blob (id, created_at, chunks, state, sealed_key) VALUES ($1, $2, $3, $4, $5)"};

inline constexpr Statement kSaveBlobChunk{
    "save_blob_chunk",
    "SELECT blob_id, number, sealed FROM blob_chunk WHERE (blob_id, number) > ($1, $2) ORDER BY "
    "blob_id, number LIMIT $3"};
inline constexpr Statement kCountBlobChunk{"count_blob_chunk", "SELECT COUNT(*) FROM blob_chunk"};
inline constexpr Statement kPutBlobChunk{
    "put_blob_chunk", "INSERT INTO blob_chunk (blob_id, number, sealed) VALUES ($1, $2, $3)"};

inline constexpr Statement kSaveConfirmedTask{
    "save_confirmed_task",
    "SELECT id, document_id, path, body, category, choice, due_on, confirmed_by, confirmed_at FROM "
    "confirmed_task WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr Statement kCountConfirmedTask{"count_confirmed_task", "SELECT COUNT(*) FROM confirmed_task"};
inline constexpr Statement kPutConfirmedTask{
    "put_confirmed_task",
    "INSERT INTO confirmed_task (id, document_id, path, body, category, choice, due_on, confirmed_by, "
    "confirmed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

inline constexpr Statement kSaveConfirmedTaskBody{
    "save_confirmed_task_body",
    "SELECT task_id, role_name, ordinal, name, organisation_id, via, document_id, tag, version FROM "
    "confirmed_task_body WHERE "
    "(task_id, role_name, ordinal) > ($1, $2, $3) ORDER BY task_id, role_name, ordinal LIMIT $4"};
inline constexpr Statement kCountConfirmedTaskBody{
    "count_confirmed_task_body", "SELECT COUNT(*) FROM confirmed_task_body"};
inline constexpr Statement kPutConfirmedTaskBody{
    "put_confirmed_task_body",
    "INSERT INTO confirmed_task_body (task_id, role_name, ordinal, name, organisation_id, via, document_id, "
    "tag, version) VALUES "
    "($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

inline constexpr Statement kSaveDocumentFile{
    "save_document_file",
    "SELECT document_id, digest, ordinal FROM document_file WHERE (document_id, digest) > ($1, $2) "
    "ORDER BY document_id, digest LIMIT $3"};
inline constexpr Statement kCountDocumentFile{"count_document_file", "SELECT COUNT(*) FROM document_file"};
inline constexpr Statement kPutDocumentFile{
    "put_document_file", "INSERT INTO document_file (document_id, digest, ordinal) VALUES ($1, $2, $3)"};

inline constexpr Statement kSaveDocumentRelation{
    "save_document_relation",
    "SELECT document_id, relation, other_id, tag FROM document_relation WHERE "
    "(document_id, relation, other_id) > ($1, $2, $3) ORDER BY document_id, relation, other_id LIMIT $4"};
inline constexpr Statement kCountDocumentRelation{
    "count_document_relation", "SELECT COUNT(*) FROM document_relation"};
inline constexpr Statement kPutDocumentRelation{
    "put_document_relation",
    "INSERT INTO document_relation (document_id, relation, other_id, tag) VALUES ($1, $2, $3, $4)"};

inline constexpr Statement kSaveBlobKey{
    "save_blob_key", "SELECT id, sealed_key FROM blob WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kSaveRecord{
    "save_record",
    "SELECT id, register_name, number, state, owner_org, created_by, opened_at, changed_at, version, "
    "bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag, sealed FROM record "
    "WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountRecord{"count_record", "SELECT COUNT(*) FROM record"};

inline constexpr Statement kPutRecord{
    "put_record",
    "INSERT INTO record (id, register_name, number, state, owner_org, created_by, opened_at, "
    "changed_at, version, bundle, c1, c2, c3, c4, c5, c6, c7, c8, due_at, entered, last_event, tag, "
    "sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
    "$19, $20, $21, $22, $23)"};

inline constexpr Statement kSaveRecordKey{
    "save_record_key",
    "SELECT record_id, register_name, domain, epoch, wrapped, generation FROM record_key WHERE record_id > "
    "$1 "
    "ORDER BY record_id LIMIT $2"};

inline constexpr Statement kCountRecordKey{"count_record_key", "SELECT COUNT(*) FROM record_key"};

inline constexpr Statement kPutRecordKey{
    "put_record_key",
    "INSERT INTO record_key (record_id, register_name, domain, epoch, wrapped, generation) VALUES ($1, $2, "
    "$3, $4, $5, $6)"};

inline constexpr Statement kSaveResealed{
    "save_resealed",
    "SELECT record_id, register_name, version, sealed FROM resealed WHERE record_id > $1 ORDER BY record_id "
    "LIMIT $2"};

inline constexpr Statement kCountResealed{"count_resealed", "SELECT COUNT(*) FROM resealed"};

inline constexpr Statement kPutResealed{
    "put_resealed",
    "INSERT INTO resealed (record_id, register_name, version, sealed) VALUES ($1, $2, $3, $4)"};

inline constexpr Statement kSaveClock{
    "save_clock",
    "SELECT record_id, limit_id, ordinal, register_name, started_at, due_at, stopped_at, detail FROM "
    "clock WHERE (record_id, limit_id, ordinal) > ($1, $2, $3) ORDER BY record_id, limit_id, ordinal "
    "LIMIT $4"};

inline constexpr Statement kCountClock{"count_clock", "SELECT COUNT(*) FROM clock"};

inline constexpr Statement kPutClock{
    "put_clock",
    "INSERT INTO clock (record_id, limit_id, ordinal, register_name, started_at, due_at, stopped_at, "
    "detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};

inline constexpr Statement kSaveFact{
    "save_fact",
    "SELECT register_name, subject, ordinal, kind, on_date, org, unit, d1, d2, d3, d4, d5, d6, d7, "
    "d8, n FROM fact WHERE (register_name, subject, ordinal) > ($1, $2, $3) ORDER BY register_name, "
    "subject, ordinal LIMIT $4"};

inline constexpr Statement kCountFact{"count_fact", "SELECT COUNT(*) FROM fact"};

inline constexpr Statement kPutFact{
    "put_fact",
    "INSERT INTO fact (register_name, subject, ordinal, kind, on_date, org, unit, d1, d2, d3, d4, d5, "
    "d6, d7, d8, n) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"};

inline constexpr Statement kSaveRelation{
    "save_relation",
    "SELECT id, register_name, record_id, kind, account_id, organisation_id, from_at, until_at, "
    "given_by, version, tag FROM relation WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountRelation{"count_relation", "SELECT COUNT(*) FROM relation"};

inline constexpr Statement kPutRelation{
    "put_relation",
    "INSERT INTO relation (id, register_name, record_id, kind, account_id, organisation_id, from_at, "
    "until_at, given_by, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

inline constexpr Statement kSaveRecordLink{
    "save_record_link",
    "SELECT id, register_name, record_id, kind, to_register, to_id, role_name FROM record_link WHERE "
    "id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountRecordLink{"count_record_link", "SELECT COUNT(*) FROM record_link"};

inline constexpr Statement kPutRecordLink{
    "put_record_link",
    "INSERT INTO record_link (id, register_name, record_id, kind, to_register, to_id, role_name) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};

inline constexpr Statement kSaveDraft{
    "save_draft",
    "SELECT account_id, register_name, record_key, action, changed_at, epoch, sealed, writer FROM draft "
    "WHERE "
    "(account_id, register_name, record_key, action) > ($1, $2, $3, $4) ORDER BY account_id, "
    "register_name, record_key, action LIMIT $5"};

inline constexpr Statement kCountDraft{"count_draft", "SELECT COUNT(*) FROM draft"};

inline constexpr Statement kPutDraft{
    "put_draft",
    "INSERT INTO draft (account_id, register_name, record_key, action, changed_at, epoch, sealed, writer) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};

inline constexpr Statement kSaveRecordCard{
    "save_record_card",
    "SELECT record_id, register_name, version, sealed FROM record_card WHERE record_id > $1 ORDER BY "
    "record_id LIMIT $2"};

inline constexpr Statement kCountRecordCard{"count_record_card", "SELECT COUNT(*) FROM record_card"};

inline constexpr Statement kPutRecordCard{
    "put_record_card",
    "INSERT INTO record_card (record_id, register_name, version, sealed) VALUES ($1, $2, $3, $4)"};

inline constexpr Statement kSaveBundle{
    "save_bundle",
    "SELECT digest, source, first_used_at FROM bundle WHERE digest > $1 ORDER BY digest LIMIT $2"};

inline constexpr Statement kCountBundle{"count_bundle", "SELECT COUNT(*) FROM bundle"};

inline constexpr Statement kPutBundle{
    "put_bundle", "INSERT INTO bundle (digest, source, first_used_at) VALUES ($1, $2, $3)"};

inline constexpr Statement kSaveAcceptedAccess{
    "save_accepted_access",
    "SELECT digest, table_text, accepted_at, proposed_by, confirmed_by, tag FROM accepted_access "
    "WHERE digest > $1 ORDER BY digest LIMIT $2"};

inline constexpr Statement kCountAcceptedAccess{
    "count_accepted_access", "SELECT COUNT(*) FROM accepted_access"};

inline constexpr Statement kPutAcceptedAccess{
    "put_accepted_access",
    "INSERT INTO accepted_access (digest, table_text, accepted_at, proposed_by, confirmed_by, tag) "
    "VALUES ($1, $2, $3, $4, $5, $6)"};

inline constexpr Statement kSaveErasure{
    "save_erasure",
    "SELECT id, register_name, record_id, number, stage, state, proposed_by, proposed_at, decided_by, "
    "decided_at, domain, epoch, sealed, version, tag FROM erasure WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountErasure{"count_erasure", "SELECT COUNT(*) FROM erasure"};

inline constexpr Statement kPutErasure{
    "put_erasure",
    "INSERT INTO erasure (id, register_name, record_id, number, stage, state, proposed_by, proposed_at, "
    "decided_by, decided_at, domain, epoch, sealed, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
    "$9, "
    "$10, $11, $12, $13, $14, $15)"};

inline constexpr Statement kSaveAttachment{
    "save_attachment",
    "SELECT id, register_name, record_id, event_id, field_class, uploaded_by, created_at, chunks, digest, "
    "epoch, sealed FROM attachment WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountAttachment{"count_attachment", "SELECT COUNT(*) FROM attachment"};

inline constexpr Statement kPutAttachment{
    "put_attachment",
    "INSERT INTO attachment (id, register_name, record_id, event_id, field_class, uploaded_by, created_at, "
    "chunks, digest, epoch, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

inline constexpr Statement kSaveAccessTable{
    "save_access_table",
    "SELECT id, table_text, bundle, accepted_at, proposed_by, confirmed_by, waiting_text, "
    "waiting_bundle, waiting_by, waiting_at, sealed, version, tag FROM access_table WHERE id > $1 "
    "ORDER BY id LIMIT $2"};

inline constexpr Statement kCountAccessTable{"count_access_table", "SELECT COUNT(*) FROM access_table"};

inline constexpr Statement kPutAccessTable{
    "put_access_table",
    "INSERT INTO access_table (id, table_text, bundle, accepted_at, proposed_by, confirmed_by, "
    "waiting_text, waiting_bundle, waiting_by, waiting_at, sealed, version, tag) VALUES ($1, $2, $3, "
    "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};

inline constexpr Statement kSaveBreakGlass{
    "save_break_glass",
    "SELECT id, register_name, record_id, number, account_id, organisation_id, opened_at, until_at, "
    "review_due_at, stage, justified, reviewed_by, reviewed_at, sealed, version, tag FROM break_glass "
    "WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountBreakGlass{"count_break_glass", "SELECT COUNT(*) FROM break_glass"};

inline constexpr Statement kPutBreakGlass{
    "put_break_glass",
    "INSERT INTO break_glass (id, register_name, record_id, number, account_id, organisation_id, "
    "opened_at, until_at, review_due_at, stage, justified, reviewed_by, reviewed_at, sealed, version, "
    "tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"};

inline constexpr Statement kSaveMatchLook{
    "save_match_look",
    "SELECT record_id, version, register_name, account_id, role, organisation_id, noted_at FROM match_look "
    "WHERE (record_id, version) > ($1, $2) ORDER BY record_id, version LIMIT $3"};

inline constexpr Statement kCountMatchLook{"count_match_look", "SELECT COUNT(*) FROM match_look"};

inline constexpr Statement kPutMatchLook{
    "put_match_look",
    "INSERT INTO match_look (record_id, version, register_name, account_id, role, organisation_id, noted_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};

inline constexpr Statement kSaveMatch{
    "save_match",
    "SELECT id, register_name, record_a, record_b, noticed_at, stage, answer, answers, event_id, "
    "answered_by, answered_at, sealed, version, tag FROM possible_match WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountMatch{"count_match", "SELECT COUNT(*) FROM possible_match"};

inline constexpr Statement kPutMatch{
    "put_match",
    "INSERT INTO possible_match (id, register_name, record_a, record_b, noticed_at, stage, answer, answers, "
    "event_id, answered_by, answered_at, sealed, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10, $11, $12, $13, $14)"};

inline constexpr Statement kSaveExport{
    "save_export",
    "SELECT id, register_name, asked_by, role, organisation_id, asked_at, stage, until_at, sealed, version, "
    "tag FROM export_request WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountExport{"count_export", "SELECT COUNT(*) FROM export_request"};

inline constexpr Statement kPutExport{
    "put_export",
    "INSERT INTO export_request (id, register_name, asked_by, role, organisation_id, asked_at, stage, "
    "until_at, sealed, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

inline constexpr Statement kSaveFeed{
    "save_feed",
    "SELECT id, account_id, grant_id, token_digest, opened_at, until_at, ended_at, epoch, version, tag FROM "
    "calendar_feed WHERE id > $1 ORDER BY id LIMIT $2"};

inline constexpr Statement kCountFeed{"count_feed", "SELECT COUNT(*) FROM calendar_feed"};

inline constexpr Statement kPutFeed{
    "put_feed",
    "INSERT INTO calendar_feed (id, account_id, grant_id, token_digest, opened_at, until_at, ended_at, "
    "epoch, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};

inline constexpr Statement kCountReminderAddress{
    "count_reminder_address", "SELECT COUNT(*) FROM reminder_address"};

inline constexpr Statement kRestoreReminderAddress{
    "restore_reminder_address",
    "INSERT INTO reminder_address (account_id, sealed, version) VALUES ($1, $2, $3)"};

}  // namespace neove::storage::statements
