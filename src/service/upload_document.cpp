#include "service/upload_document.h"

#include "service/blob.h"
#include "service/document_issuer.h"
#include "service/documents.h"
#include "service/read_document.h"
#include "storage/statements/documents.h"

namespace neove::service {

namespace {

constexpr int kTries = 5;

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

Result<std::optional<DocumentRow>> known_document(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const std::string& digest
) {
    const std::string mark = file_mark(house.keys, caller.acting.organisation, digest);
    for (const storage::Row& stored : TRY(snapshot.read(storage::statements::kDocumentsOfFile, {mark}))) {
        auto row = document_row(snapshot, house.keys, stored);
        if (!row || row->is_withdrawn()) continue;
        const auto object = TRY(document_object(snapshot, house.keys, caller, *row));
        if (may_with_document(house, caller, "open", object)) return row;
    }
    return std::nullopt;
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

Result<Decided> decide_upload(
    const House& house,
    const Caller& caller,
    storage::Snapshot& snapshot,
    DocumentRecord& record,
    const StoredBlob& blob
) {
    const std::string mark = file_mark(house.keys, record.row.owner, record.file.digest);
    const auto alike = TRY(snapshot.read(storage::statements::kCountFilesLike, {mark, record.row.id.text()}));
    Decided decided;
    decided.resource_id = record.row.id.text();
    decided.status = 201;
    decided.commit.expected.push_back({"document", record.row.id.text(), 0});
    decided.commit.writes.push_back(attach_blob(blob));
    decided.commit.writes.push_back(insert_document(house.keys, record));
    decided.commit.writes.push_back(insert_file_mark(house.keys, record, alike[0].number(0)));
    decided.commit.events.push_back(document_event(
        house,
        caller,
        record.row,
        "uploaded",
        clear_part(record.row),
        json::Object{{"file", record.file.name}, {"digest", record.file.digest}}
    ));
    return decided;
}

}  // namespace

Result<Uploaded> upload_document(House& house, const Caller& caller, const Upload& upload) {
    const access::Object object{"document", caller.acting.organisation, {}, false};
    if (!may_with_document(house, caller, "upload", object)) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    // The whole file would make a long idempotency body; its digest says the same.
    const std::string digest = file_digest(upload.bytes);
    const Act what{"upload", object, upload.request_key, digest + "\n" + upload.file_name};
    const auto opened = [&](const Acted& before) -> Result<Uploaded> {
        const DocumentId id = DocumentId::trusted(before.resource_id);
        const auto document = TRY(open_document(house, caller, id));
        return Uploaded{id, document, {}};
    };
    if (const auto before = TRY(repeated(house, caller, what))) return opened(*before);
    std::optional<DocumentRow> known;
    if (!upload.again) {
        const auto snapshot = TRY(house.store.snapshot());
        known = TRY(known_document(house, *snapshot, caller, digest));
        if (known) return Uploaded{known->id, {}, known};
    }
    DocumentRecord record =
        new_record(caller, TRY(read_document(house, caller, upload.bytes, upload.file_name)));
    const Decide decide = [&](storage::Snapshot& snapshot) -> Result<Decided> {
        // Another upload of the file may have come in while this one was read.
        if (!upload.again) known = TRY(known_document(house, snapshot, caller, digest));
        if (known) return refuse(ErrorKind::Conflict, "document.known");
        const StoredBlob blob = TRY(store_blob(house, upload.bytes, record.file.name, record.file.kind));
        record.file.blob = blob.id;
        return decide_upload(house, caller, snapshot, record, blob);
    };
    auto acted = act(house, caller, what, decide);
    // Another one of the same file was first: it is looked at once more, and named.
    for (int more = 0; more < kTries && !acted && acted.error().code == "storage.conflict"; ++more)
        acted = act(house, caller, what, decide);
    if (known) return Uploaded{known->id, {}, known};
    const Acted done = TRY(std::move(acted));
    if (done.repeated) return opened(done);
    DocumentId id = record.row.id;
    return Uploaded{std::move(id), std::move(record), {}};
}

}  // namespace neove::service
