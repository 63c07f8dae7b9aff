#pragma once
/// \file
/// The register of documents: list, open, describe, and who looked. Every read of one document is journalled
/// before a byte of it leaves.

#include "service/document_record.h"

namespace neove::service {

struct DocumentPage {
    std::vector<DocumentRow> items;
    std::string next;  ///< sealed to this caller; empty on the last page
};

struct DocumentQuery {
    std::string cursor;
    std::string
        text;  ///< every word of it stands in title, number, issuer, kind or date; accents do not count
    std::string state;  ///< one state of a row; empty: all but withdrawn ones
    /// `given`: of what gives the caller's own body something, what her body may record an own plan of;
    /// `missing`: of these, what came within a year and has none yet. It hints and decides nothing.
    std::string own_plan{};
};

/// Newest first; only what the caller may see, and no hint at the rest. Withdrawn documents are listed only
/// when asked for, to those who may see their readers. Refuses `request.cursor`.
Result<DocumentPage> list_documents(House& house, const Caller& caller, const DocumentQuery& query);

/// For showing it, its text or its reading.
Result<DocumentRecord> open_document(House& house, const Caller& caller, const DocumentId& id);

/// A document that this one names, or that a person says it changes or replaces.
struct DocumentRelation {
    std::string relation;  ///< changes, replaces, carries_out; changed_by, replaced_by as the other one says
    DocumentId document;   ///< empty where the register has none that the caller may see
    std::string title;
    std::string text;  ///< as this document names it
};
/// A document is named by its title only to a caller who may open it; to others a stated relation to it is
/// not there at all.
Result<std::vector<DocumentRelation>> relations_of(
    House& house, const Caller& caller, const DocumentRecord& record
);

/// That this document changes or replaces another, as a person says it: a document of the register (whose
/// title is looked up whenever it is shown, and never copied), or words.
struct StatedRelation {
    std::string relation;  ///< changes, replaces
    DocumentId document;   ///< empty where the register has none
    std::string text;      ///< only where there is no document
};
constexpr std::size_t kRelationsMax = 50;

struct DocumentChange {
    std::optional<std::string> title;
    std::optional<std::string> number;
    std::optional<std::string> issued_on;
    std::optional<std::string> issuer;
    std::optional<std::vector<StatedRelation>> relations;
};
/// Writes what is said of a document's head into its review. Refuses what `change_document` does of it.
Result<> describe_document(const DocumentChange& change, const std::string& today, review::State& state);

/// The record as the change leaves it. Refusals: `version.stale`, `document.issued_on_invalid`,
/// `document.issued_in_the_future`,
/// `document.title_empty`, `document.relation_unknown` (a kind of relation, a document the caller may not
/// see, or no words).
Result<DocumentRecord> change_document(
    House& house,
    const Caller& caller,
    const DocumentId& id,
    const std::string& etag,
    const DocumentChange& change,
    const std::string& request_key,
    const std::string& request_body
);

struct OriginalFile {
    DocumentFile file;
    Bytes bytes;
};
/// Needs a factor shown within five minutes: `session.step_up`.
Result<OriginalFile> original_of(House& house, const Caller& caller, const DocumentId& id);

struct ReaderEntry {
    Instant at;
    std::string name;
    std::string organisation;  ///< where that person held a role then; more than one by `; `
    std::string action;        ///< `document.open` …
};
/// Shows what persons did, so looking at it is journalled too. Newest first, at most `kReadersMax`; one
/// person's same action within ten minutes is one line.
constexpr std::size_t kReadersMax = 500;
Result<std::vector<ReaderEntry>> readers_of(House& house, const Caller& caller, const DocumentId& id);

}  // namespace neove::service
