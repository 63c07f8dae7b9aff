#pragma once
/// \file
/// A document of the register as a value, and its row. Number, date, issuer and title lie in the clear; the
/// reading, the text, the file's name and everything people did to the tasks are sealed under the version
/// they belong to.

#include "review/state.h"
#include "service/act.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace neove::service {

/// What the register's list shows.
struct DocumentRow {
    DocumentId id;
    OrganisationId owner;
    AccountId uploaded_by;
    Instant uploaded_at;
    std::string title;
    std::string type;
    std::string number;
    std::string issued_on;  ///< a full date, or empty
    std::string issuer;
    std::string state;  ///< read, partly_confirmed, confirmed, withdrawn
    review::Counts counts;
    BlobId blob;
    std::int64_t version{0};
    bool is_withdrawn() const { return state == "withdrawn"; }
};

struct DocumentFile {
    BlobId blob;
    std::string name;
    std::string kind;  ///< pdf, docx, text …
    std::int64_t size{0};
    std::int64_t pages{0};
    std::string digest;  ///< of the bytes, hex
};

/// A second reading that nobody has taken over yet.
struct PendingReading {
    review::State review;
    DocumentFile file;
    std::vector<std::string> notices;
};

/// Why a document that should not be here has left the register.
struct Withdrawal {
    std::string reason;
    AccountId by;
    Instant at;
};

struct DocumentRecord {
    DocumentRow row;
    OrganisationId issuer;  ///< as a person said; its leaders read it (ADR 97)
    review::State review;
    DocumentFile file;
    std::vector<DocumentFile> earlier_files;
    std::vector<std::string> notices;
    std::optional<PendingReading> pending;
    std::optional<Withdrawal> withdrawal;
};

/// Nothing where the row is older than the journal knows. The owner stays empty where the row's tag is not
/// ours.
std::optional<DocumentRow> document_row(
    storage::Snapshot& snapshot, const Keys& keys, const storage::Row& row
);

/// The documents that a confirmed task of the organisation lets it see; rows with a wrong tag are as if
/// absent.
Result<std::set<DocumentId>> assigned_documents(
    storage::Snapshot& snapshot, const Keys& keys, const OrganisationId& organisation
);
Digest assigned_tag(
    const Keys& keys,
    const DocumentId& document,
    const TaskId& task,
    const std::string& role,
    const OrganisationId& organisation,
    std::int64_t
        version  ///< the document's when it was confirmed; 0 in rows that `name_rows` has not met yet
);

/// Whether a row as `kSaveDocument` gives it is one that we wrote: its owner's tag is right and its seal
/// opens.
bool is_whole_document(const Keys& keys, const storage::Row& row);

/// What access decides about: also whether a confirmed task of it names the organisation the caller acts for,
/// a body that this one is a desk of, or one whose whole work either carries on alone (`carried_on.h`); or
/// whether it was such a body's own.
Result<access::Object> document_object(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentRow& row
);

/// A document as this caller stands to it: enough to decide; its seal is still closed.
struct FoundDocument {
    DocumentRow row;
    access::Object object;
    Bytes sealed;
};
/// Refuses `access.not_found` for an unknown id.
Result<FoundDocument> find_document(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& id
);

/// The record, for a caller who may do `permission` with it; anybody else gets what an unknown id gets. A
/// withdrawn document is there only for those who may see its readers, who may open it and nothing else:
/// `document.withdrawn`. Refuses `document.unreadable` (a fault of the store) where the seal does not open.
Result<DocumentRecord> document_for(
    const House& house, const Caller& caller, const FoundDocument& found, std::string_view permission
);
/// The same from its id.
Result<DocumentRecord> document_for(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const DocumentId& id,
    std::string_view permission
);

/// The record without asking who looks: for what decides whether she may, and never to be shown by itself.
Result<DocumentRecord> unsealed(const Keys& keys, const FoundDocument& found);

/// A document that another may point at before this caller: one she may open and that was not withdrawn.
Result<std::optional<DocumentRow>> linked_document(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& id
);

/// By which the same file of the same organisation is found again; keyed, and different for each
/// organisation.
std::string file_mark(const Keys& keys, const OrganisationId& owner, const std::string& digest);
/// The mark of a new document, as the `ordinal`-th of its file: two at the same moment conflict.
storage::Write insert_file_mark(const Keys& keys, const DocumentRecord& record, std::int64_t ordinal);
/// What the journal says of such a row: one never changes and never goes.
constexpr const char* kFileTable = "document_file";
storage::RowState file_mark_state(const storage::Parameters& row);

/// Brings the row's columns up to what the reading says now, and seals it for `row.version`.
storage::Write insert_document(const Keys& keys, DocumentRecord& record);
storage::Write update_document(const Keys& keys, DocumentRecord& record);

/// Keyed, so that nobody learns how often a record changed.
std::string document_etag(const House& house, const DocumentRow& row);
/// Refuses `version.stale` unless the tag is the record's; an empty tag passes only where `is_optional`.
Result<> check_etag(
    const House& house, const DocumentRow& row, std::string_view tag, bool is_optional = false
);

/// An event of the record at its version: `clear` may be read without a key, `sealed` may not.
storage::NewEvent document_event(
    const House& house,
    const Caller& caller,
    const DocumentRow& row,
    std::string kind,
    const json::Value& clear,
    const json::Value& sealed
);

}  // namespace neove::service
