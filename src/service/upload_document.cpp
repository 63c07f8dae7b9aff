#include "service/upload_document.h"

#include "service/blob.h"
#include "service/document_issuer.h"
#include "service/documents.h"
#include "service/read_document.h"
#include "storage/statements/documents.h"

namespace neove::service {

namespace {

constexpr int kTries = 5;

/// What the request is, as its idempotency key holds it. The whole file would make a long body; its digest
/// says the same.
std::string body_of(const Upload& upload, const std::string& digest) {
    std::string out = digest + "\n" + upload.file_name;
    if (!upload.own_plan) return out;
    const OwnPlan& own = *upload.own_plan;
    for (const std::string& word :
         {own.plan.text(),
          own.head.number.value_or(""),
          own.head.issued_on.value_or(""),
          own.head.title.value_or("")}) {
        out += "\n" + word;
    }
    return out;
}

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
        const auto object = TRY(document_object(house, snapshot, caller, *row));
        if (may_with_document(house, caller, "open", object)) return row;
    }
    return std::nullopt;
}

json::Value clear_part(const DocumentRow& row, const std::optional<OwnPlan>& own) {
    return json::Object{
        {"carries_out", own ? own->plan.text() : std::string()},
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
    const Upload& upload,
    std::vector<storage::Write> relations,
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
    for (storage::Write& write : relations) decided.commit.writes.push_back(std::move(write));
    decided.commit.events.push_back(document_event(
        house,
        caller,
        record.row,
        upload.own_plan ? "plan_recorded" : "uploaded",
        clear_part(record.row, upload.own_plan),
        json::Object{{"file", record.file.name}, {"digest", record.file.digest}}
    ));
    return decided;
}

/// Asked before the file is read: whom the plan gave nothing has no own plan of it.
Result<std::optional<Carried>> carried_by_upload(House& house, const Caller& caller, const Upload& upload) {
    if (!upload.own_plan) return std::optional<Carried>();
    const auto snapshot = TRY(house.store.snapshot());
    const DocumentId& plan = upload.own_plan->plan;
    if (!TRY(linked_document(house, *snapshot, caller, plan))) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    return TRY(carried_in(house, *snapshot, caller, *upload.own_plan));
}

/// Into a record that has no version yet: what it says is of its first one.
Result<std::vector<storage::Write>> own_plan_writes(
    const House& house,
    const Caller& caller,
    const Upload& upload,
    const std::optional<Carried>& carried,
    DocumentRecord& record
) {
    if (!carried) return std::vector<storage::Write>();
    record.row.version = 0;
    auto writes = state_own_plan(house, caller, *upload.own_plan, *carried, record);
    record.row.version = 1;
    return writes;
}

}  // namespace

Result<Uploaded> upload_document(House& house, const Caller& caller, const Upload& upload) {
    const access::Object object{"document", caller.acting.organisation, {}, false};
    const std::string permission = upload.own_plan ? "record_plan" : "upload";
    if (!may_with_document(house, caller, permission, object)) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    const std::string digest = file_digest(upload.bytes);
    const Act what{permission, object, upload.request_key, body_of(upload, digest)};
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
    const std::optional<Carried> carried = TRY(carried_by_upload(house, caller, upload));
    const auto must = upload.own_plan ? MustOrder::Nothing : MustOrder::Something;
    DocumentRecord record =
        new_record(caller, TRY(read_document(house, caller, upload.bytes, upload.file_name, must)));
    const auto relations = TRY(own_plan_writes(house, caller, upload, carried, record));
    const Decide decide = [&](storage::Snapshot& snapshot) -> Result<Decided> {
        // Another upload of the file may have come in while this one was read.
        if (!upload.again) known = TRY(known_document(house, snapshot, caller, digest));
        if (known) return refuse(ErrorKind::Conflict, "document.known");
        const StoredBlob blob = TRY(store_blob(house, upload.bytes, record.file.name, record.file.kind));
        record.file.blob = blob.id;
        return decide_upload(house, caller, snapshot, upload, relations, record, blob);
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
