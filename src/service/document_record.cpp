#include "service/document_record.h"

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

void refresh_row(DocumentRecord& record) {
    DocumentRow& row = record.row;
    row.title = review::described(record.review, "title");
    row.type = review::described(record.review, "type");
    row.number = review::described(record.review, "number");
    row.issued_on = review::described(record.review, "issued_date");
    row.issuer = review::described(record.review, "issuer");
    row.counts = review::count(record.review);
    row.state = review::progress(row.counts);
    row.blob = record.file.blob;
}

}  // namespace

DocumentRow document_row(const storage::Row& row) {
    DocumentRow out;
    out.id = DocumentId::trusted(row.text(0));
    out.owner = OrganisationId::trusted(row.text(1));
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
    record.row = document_row(rows[0]);
    const auto plain = crypto::open_padded(
        keys.document, rows[0].bytes(15), document_place(keys, record.row.id, record.row.version)
    );
    if (!plain) return refuse(ErrorKind::Internal, "document.unreadable");
    const auto value = TRY(json::parse(as_text(*plain), kSealedLimits));
    TRY(read_sealed_part(value, record));
    return record;
}

Result<access::Object> document_object(
    storage::Snapshot& snapshot, const Caller& caller, const DocumentRow& row
) {
    access::Object object{"document", row.owner, {}, false};
    const auto named =
        TRY(snapshot.read(statements::kDocumentsOfOrganisation, {caller.acting.organisation.text()}));
    object.assigned =
        std::ranges::any_of(named, [&](const storage::Row& one) { return one.text(0) == row.id.text(); });
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
    const auto object = TRY(document_object(snapshot, caller, document_row(rows[0])));
    if (!access::decide(house.table, caller.actor, permission, object).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    return load_document(snapshot, house.keys, id);
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
