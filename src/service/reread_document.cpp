#include "service/reread_document.h"

#include "service/blob.h"
#include "service/confirmed_task.h"
#include "service/read_document.h"
#include "storage/statements/documents.h"

namespace neove::service {

namespace {

/// Only somebody who may review the document makes us read a file. The version is checked when the change is
/// decided, so that a repeated request is answered and not refused as stale.
Result<> check_may_review(House& house, const Caller& caller, const DocumentId& id) {
    const auto snapshot = TRY(house.store.snapshot());
    TRY(document_for(house, *snapshot, caller, id, "review"));
    return {};
}

Result<Rereading> rereading_of(DocumentRecord record) {
    if (!record.pending) return refuse(ErrorKind::Conflict, "review.no_reread");
    review::Difference difference = review::compare(record.review, record.pending->review);
    return Rereading{std::move(difference), std::move(record)};
}

/// The mark of a further file, unless the document had this one before. Another upload of it at the same
/// moment conflicts.
Result<> add_file_mark(House& house, const DocumentRecord& record, ReviewChange& change) {
    const auto snapshot = TRY(house.store.snapshot());
    const std::string mark = file_mark(house.keys, record.row.owner, record.file.digest);
    const auto alike =
        TRY(snapshot->read(storage::statements::kCountFilesLike, {mark, record.row.id.text()}));
    if (alike[0].number(1) > 0) return {};
    change.writes.push_back(insert_file_mark(house.keys, record, alike[0].number(0)));
    return {};
}

Result<Rereading> waiting_reread(House& house, const Caller& caller, const DocumentId& id) {
    const auto snapshot = TRY(house.store.snapshot());
    return rereading_of(TRY(document_for(house, *snapshot, caller, id, "review")));
}

}  // namespace

Result<Rereading> reread_document(
    House& house,
    const Caller& caller,
    const ReviewRequest& request,
    ByteView bytes,
    const std::string& file_name
) {
    TRY(check_may_review(house, caller, request.document));
    ReviewRequest keyed = request;
    keyed.request_body += "\n" + file_digest(bytes);
    const auto before = TRY(repeated(house, caller, {"review", {}, keyed.request_key, keyed.request_body}));
    if (before) return waiting_reread(house, caller, request.document);
    ReadDocument read = TRY(read_document(house, caller, bytes, file_name));
    auto changed =
        change_review(house, caller, "review", keyed, [&](DocumentRecord& record) -> Result<ReviewChange> {
            const StoredBlob blob = TRY(store_blob(house, bytes, read.file.name, read.file.kind));
            read.file.blob = blob.id;
            ReviewChange change;
            change.kind = "reread";
            change.clear.set("blob", blob.id.text());
            change.writes.push_back(attach_blob(blob));
            if (record.pending) {
                for (storage::Write& write : delete_blob(record.pending->file.blob)) {
                    change.writes.push_back(std::move(write));
                }
            }
            record.pending =
                PendingReading{std::move(read.review), std::move(read.file), std::move(read.notices)};
            return change;
        });
    return rereading_of(TRY(std::move(changed)));
}

Result<DocumentRecord> accept_reread(
    House& house, const Caller& caller, const ReviewRequest& request, const review::Acceptance& acceptance
) {
    return change_review(
        house,
        caller,
        "review",
        request,
        [&](DocumentRecord& record) -> Result<ReviewChange> {
            if (!record.pending) return refuse(ErrorKind::Conflict, "review.no_reread");
            auto accepted = TRY(review::accept(record.review, record.pending->review, acceptance));
            ReviewChange change;
            change.kind = "reread_accepted";
            json::Array withdrawn;
            for (const TaskId& id : accepted.withdrawn) {
                withdrawn.emplace_back(id.text());
                for (storage::Write& write : delete_confirmed(id, record.row.version + 1)) {
                    change.writes.push_back(std::move(write));
                }
            }
            change.clear.set("withdrawn", std::move(withdrawn));
            for (const std::set<TaskId>* taken :
                 {&acceptance.changed, &acceptance.added, &acceptance.missing}) {
                change.touched.insert(change.touched.end(), taken->begin(), taken->end());
            }
            record.review = std::move(accepted.state);
            record.earlier_files.push_back(std::move(record.file));
            record.file = std::move(record.pending->file);
            record.notices = std::move(record.pending->notices);
            record.pending.reset();
            TRY(add_file_mark(house, record, change));
            return change;
        }
    );
}

}  // namespace neove::service
