#include "service/upload_document.h"

#include "service/blob.h"
#include "service/read_document.h"

namespace neove::service {

namespace {

DocumentRecord new_record(const Caller& caller, ReadDocument read) {
    DocumentRecord record;
    record.row.id = DocumentId::trusted(crypto::random_id());
    record.row.owner = caller.acting.organisation;
    record.row.uploaded_by = caller.account.id;
    record.row.uploaded_at = caller.now;
    record.row.version = 1;
    record.review = std::move(read.review);
    record.file = std::move(read.file);
    record.notices = std::move(read.notices);
    return record;
}

json::Value clear_part(const DocumentRow& row) {
    return json::Object{
        {"owner", row.owner.text()},
        {"title", row.title},
        {"type", row.type},
        {"number", row.number},
        {"issued_on", row.issued_on},
        {"issuer", row.issuer},
        {"tasks", row.counts.tasks},
        {"uncertain", row.counts.uncertain},
        {"blob", row.blob.text()}};
}

}  // namespace

Result<DocumentId> upload_document(House& house, const Caller& caller, const Upload& upload) {
    const access::Object object{"document", caller.acting.organisation, {}, false};
    if (!access::decide(house.table, caller.actor, "upload", object).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    DocumentRecord record =
        new_record(caller, TRY(read_document(house, caller, upload.bytes, upload.file_name)));
    // The whole file would make a long idempotency body; its digest says the same.
    const Act what{"upload", object, upload.request_key, record.file.digest + "\n" + upload.file_name};
    const auto acted = act(house, caller, what, [&](storage::Snapshot&) -> Result<Decided> {
        const StoredBlob blob = TRY(store_blob(house, upload.bytes, record.file.name, record.file.kind));
        record.file.blob = blob.id;
        Decided decided;
        decided.resource_id = record.row.id.text();
        decided.status = 201;
        decided.commit.expected.push_back({"document", record.row.id.text(), 0});
        decided.commit.writes.push_back(attach_blob(blob));
        decided.commit.writes.push_back(insert_document(house.keys, record));
        decided.commit.events.push_back(document_event(
            house,
            caller,
            record.row,
            "uploaded",
            clear_part(record.row),
            json::Object{{"file", record.file.name}, {"digest", record.file.digest}}
        ));
        return decided;
    });
    const Acted done = TRY(acted);
    return DocumentId::trusted(done.resource_id);
}

}  // namespace neove::service
