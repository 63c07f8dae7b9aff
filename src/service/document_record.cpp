#include "service/document_record.h"

#include "keyring/row_tag.h"
#include "service/document_form.h"
#include "storage/statements/documents.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr json::Limits kSealedLimits{.bytes = 256U << 20U, .depth = 32};

Bytes seal_record(const Keys& keys, const DocumentRecord& record) {
    return crypto::seal_padded(
        keys.document,
        as_bytes(json::write_canonical(sealed_part(record))),
        document_place(keys, record.row.id, record.row.version)
    );
}

Digest owner_tag(const Keys& keys, const DocumentId& id, const OrganisationId& owner) {
    return keyring::row_tag(keys.row_tag, "document", {{"id", id.text()}, {"owner_org", owner.text()}});
}

void refresh_row(DocumentRecord& record) {
    DocumentRow& row = record.row;
    row.title = review::described(record.review, "title");
    row.type = review::described(record.review, "type");
    row.number = review::described(record.review, "number");
    row.issued_on = review::described(record.review, "issued_date");
    row.issuer = review::described(record.review, "issuer");
    row.counts = review::count(record.review);
    row.state = record.withdrawal ? "withdrawn" : review::progress(row.counts);
    row.blob = record.file.blob;
}

}  // namespace

DocumentRow document_row(const Keys& keys, const storage::Row& row) {
    DocumentRow out;
    out.id = DocumentId::trusted(row.text(0));
    const OrganisationId owner = OrganisationId::trusted(row.text(1));
    // An owner that SQL wrote owns nothing: no relation of ownership can hold for an empty one.
    if (crypto::equal(owner_tag(keys, out.id, owner), row.bytes(15))) out.owner = owner;
    out.uploaded_by = AccountId::trusted(row.text(2));
    out.uploaded_at = {row.number(3)};
    out.title = row.text(4);
    out.type = row.text(5);
    out.number = row.text(6);
    out.issued_on = row.text(7);
    out.issuer = row.text(8);
    out.state = row.text(9);
    out.counts = {row.number(10), row.number(11), row.number(12)};
    out.blob = BlobId::trusted(row.text(13));
    out.version = row.number(14);
    return out;
}

Result<DocumentRecord> load_document(storage::Snapshot& snapshot, const Keys& keys, const DocumentId& id) {
    const auto rows = TRY(snapshot.read(statements::kDocumentById, {id.text()}));
    if (rows.empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    DocumentRecord record;
    record.row = document_row(keys, rows[0]);
    const auto plain = crypto::open_padded(
        keys.document, rows[0].bytes(16), document_place(keys, record.row.id, record.row.version)
    );
    if (!plain) return refuse(ErrorKind::Internal, "document.unreadable");
    const auto value = TRY(json::parse(as_text(*plain), kSealedLimits));
    TRY(read_sealed_part(value, record));
    return record;
}

Result<std::set<DocumentId>> assigned_documents(
    storage::Snapshot& snapshot, const Keys& keys, const OrganisationId& organisation
) {
    std::set<DocumentId> out;
    for (const storage::Row& row :
         TRY(snapshot.read(statements::kBodiesOfOrganisation, {organisation.text()}))) {
        const DocumentId document = DocumentId::trusted(row.text(0));
        const Digest tag =
            assigned_tag(keys, document, TaskId::trusted(row.text(1)), row.text(2), organisation);
        if (crypto::equal(tag, row.bytes(4))) out.insert(document);
    }
    return out;
}

Digest assigned_tag(
    const Keys& keys,
    const DocumentId& document,
    const TaskId& task,
    const std::string& role,
    const OrganisationId& organisation
) {
    return keyring::row_tag(
        keys.row_tag,
        "confirmed_task_body",
        {{"document_id", document.text()},
         {"task_id", task.text()},
         {"role_name", role},
         {"organisation_id", organisation.text()}}
    );
}

Result<access::Object> document_object(
    storage::Snapshot& snapshot, const Keys& keys, const Caller& caller, const DocumentRow& row
) {
    access::Object object{"document", row.owner, {}, false};
    const auto assigned = TRY(assigned_documents(snapshot, keys, caller.acting.organisation));
    object.assigned = assigned.contains(row.id);
    return object;
}

Result<DocumentRecord> document_for(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const DocumentId& id,
    std::string_view permission
) {
    const auto rows = TRY(snapshot.read(statements::kDocumentById, {id.text()}));
    if (rows.empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    const auto object = TRY(document_object(snapshot, house.keys, caller, document_row(house.keys, rows[0])));
    if (!access::decide(house.table, caller.actor, permission, object).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    DocumentRecord record = TRY(load_document(snapshot, house.keys, id));
    if (record.withdrawal && permission != "readers") {
        if (!access::decide(house.table, caller.actor, "readers", object).allowed) {
            return refuse(ErrorKind::NotFound, "access.not_found");
        }
        if (permission != "open") return refuse(ErrorKind::Conflict, "document.withdrawn");
    }
    return record;
}

Result<std::optional<DocumentRow>> linked_document(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& id
) {
    const auto rows = TRY(snapshot.read(statements::kDocumentById, {id.text()}));
    if (rows.empty()) return std::nullopt;
    DocumentRow row = document_row(house.keys, rows[0]);
    const auto object = TRY(document_object(snapshot, house.keys, caller, row));
    const bool may_open = access::decide(house.table, caller.actor, "open", object).allowed;
    if (!may_open || row.is_withdrawn()) return std::nullopt;
    return row;
}

std::string file_mark(const Keys& keys, const OrganisationId& owner, const std::string& digest) {
    CanonicalWriter what;
    what.text(owner.text()).text(digest);
    return to_base64url(crypto::keyed_hash(keys.file_mark, "neove.file_mark", what.result()));
}

storage::Write insert_file_mark(const Keys& keys, const DocumentRecord& record, std::int64_t ordinal) {
    const std::string mark = file_mark(keys, record.row.owner, record.file.digest);
    return {&statements::kInsertDocumentFile, {record.row.id.text(), mark, ordinal}, 1};
}

storage::Write add_file_mark(const Keys& keys, const DocumentRecord& record) {
    const std::string mark = file_mark(keys, record.row.owner, record.file.digest);
    return {&statements::kAddDocumentFile, {record.row.id.text(), mark}};
}

storage::Write insert_document(const Keys& keys, DocumentRecord& record) {
    refresh_row(record);
    const DocumentRow& row = record.row;
    return {
        &statements::kInsertDocument,
        {row.id.text(),
         row.owner.text(),
         row.uploaded_by.text(),
         row.uploaded_at.micros,
         row.title,
         row.type,
         row.number,
         row.issued_on,
         row.issuer,
         row.state,
         row.counts.tasks,
         row.counts.confirmed,
         row.counts.uncertain,
         row.blob.text(),
         row.version,
         to_bytes(owner_tag(keys, row.id, row.owner)),
         seal_record(keys, record)},
        1};
}

storage::Write update_document(const Keys& keys, DocumentRecord& record) {
    refresh_row(record);
    const DocumentRow& row = record.row;
    return {
        &statements::kUpdateDocument,
        {row.id.text(),
         row.title,
         row.type,
         row.number,
         row.issued_on,
         row.issuer,
         row.state,
         row.counts.tasks,
         row.counts.confirmed,
         row.counts.uncertain,
         row.blob.text(),
         row.version,
         seal_record(keys, record)},
        1};
}

}  // namespace neove::service
