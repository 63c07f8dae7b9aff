#pragma once
/// \file
/// Statements over organisations, their other names, successors and members.

#include "storage/statement.h"

namespace neove::storage::statements {

inline constexpr Statement kAllOrganisations{
    "all_organisations",
    "SELECT id, name, short_name, kind, code, parent_id, standing_agency_id, offline, valid_from, "
    "valid_until, version, tag "
    "FROM organisation ORDER BY id"};
inline constexpr Statement kOrganisationById{
    "organisation_by_id",
    "SELECT id, name, short_name, kind, code, parent_id, standing_agency_id, offline, valid_from, "
    "valid_until, version "
    "FROM organisation WHERE id = $1"};
inline constexpr Statement kInsertOrganisation{
    "insert_organisation",
    "INSERT INTO organisation (id, name, short_name, kind, code, parent_id, standing_agency_id, offline, "
    "valid_from, "
    "valid_until, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
inline constexpr Statement kUpdateOrganisation{
    "update_organisation",
    "UPDATE organisation SET name = $2, short_name = $3, kind = $4, code = $5, parent_id = $6, "
    "standing_agency_id = $7, offline = $8, valid_from = $9, valid_until = $10, version = $11, tag = $12 "
    "WHERE id = $1"};
/// A row of before organisations were tagged.
inline constexpr Statement kTagOrganisation{
    "tag_organisation", "UPDATE organisation SET tag = $3 WHERE id = $1 AND version = $2 AND tag IS NULL"};

inline constexpr Statement kAllAliases{
    "all_aliases",
    "SELECT organisation_id, name, from_on, until_on FROM organisation_alias ORDER BY organisation_id, name"};
inline constexpr Statement kAliasesOf{
    "aliases_of",
    "SELECT organisation_id, name, from_on, until_on FROM organisation_alias WHERE organisation_id = $1 "
    "ORDER BY name"};
inline constexpr Statement kInsertAlias{
    "insert_alias",
    "INSERT INTO organisation_alias (organisation_id, name, from_on, until_on) VALUES ($1, $2, $3, $4)"};
inline constexpr Statement kDeleteAliases{
    "delete_aliases", "DELETE FROM organisation_alias WHERE organisation_id = $1"};

inline constexpr Statement kAllSuccessors{
    "all_successors",
    "SELECT organisation_id, successor_id, subject, on_date, basis FROM organisation_successor "
    "ORDER BY organisation_id, subject, successor_id"};
inline constexpr Statement kSuccessorsOf{
    "successors_of",
    "SELECT organisation_id, successor_id, subject, on_date, basis FROM organisation_successor "
    "WHERE organisation_id = $1 ORDER BY subject, successor_id"};
inline constexpr Statement kInsertSuccessor{
    "insert_successor",
    "INSERT INTO organisation_successor (organisation_id, successor_id, subject, on_date, basis) "
    "VALUES ($1, $2, $3, $4, $5)"};
inline constexpr Statement kDeleteSuccessors{
    "delete_successors", "DELETE FROM organisation_successor WHERE organisation_id = $1"};

inline constexpr Statement kAllMembers{
    "all_members",
    "SELECT organisation_id, member_id FROM organisation_member ORDER BY organisation_id, member_id"};
inline constexpr Statement kMembersOf{
    "members_of",
    "SELECT organisation_id, member_id FROM organisation_member WHERE organisation_id = $1 ORDER BY "
    "member_id"};
inline constexpr Statement kInsertMember{
    "insert_member", "INSERT INTO organisation_member (organisation_id, member_id) VALUES ($1, $2)"};
inline constexpr Statement kDeleteMembers{
    "delete_members", "DELETE FROM organisation_member WHERE organisation_id = $1"};

inline constexpr Statement kLetterheadOf{
    "letterhead_of",
    "SELECT organisation_id, above, own, place, symbol, signatures, recipients, version, tag FROM "
    "organisation_letterhead WHERE organisation_id = $1"};
inline constexpr Statement kInsertLetterhead{
    "insert_letterhead",
    "INSERT INTO organisation_letterhead (organisation_id, above, own, place, symbol, signatures, "
    "recipients, version, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
/// One of before: versions of an organisation begin at 1, so whatever is written later is newer.
inline constexpr Statement kTagLetterhead{
    "tag_letterhead",
    "UPDATE organisation_letterhead SET version = $2, tag = $3 WHERE organisation_id = $1 AND version = 0"};
inline constexpr Statement kDeleteLetterhead{
    "delete_letterhead", "DELETE FROM organisation_letterhead WHERE organisation_id = $1"};

}  // namespace neove::storage::statements
