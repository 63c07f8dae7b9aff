#include "service/blob.h"

#include "attachment/sealed_attachment.h"
#include "storage/statements/documents.h"

#include <algorithm>
#include <utility>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::size_t kChunksPerCommit = 15;  // with their seals and row heads under a mebibyte

auto unreadable() {
    return refuse(ErrorKind::Internal, "document.unreadable");
}

/// The blob's own key and its sealed head, under the house's key.
Bytes wrap(const Keys& keys, const BlobId& blob, const crypto::Secret& key, ByteView head) {
    CanonicalWriter plain;
    plain.bytes(key.view()).bytes(head);
    Bytes opened = plain.result();
    Bytes wrapped = crypto::seal(keys.attachment, opened, blob_place(keys, blob));
    crypto::wipe(opened.data(), opened.size());
    return wrapped;
}

Result<> write_chunks(
    House& house, const BlobId& blob, storage::Commit first, const std::vector<Bytes>& chunks
) {
    storage::Commit commit = std::move(first);
    for (std::size_t number = 0; number < chunks.size(); ++number) {
        commit.writes.push_back(
            {&statements::kInsertChunk, {blob.text(), static_cast<std::int64_t>(number), chunks[number]}, 1}
        );
        if ((number + 1) % kChunksPerCommit == 0 || number + 1 == chunks.size()) {
            TRY(house.store.commit(std::exchange(commit, {})));
        }
    }
    return {};
}

}  // namespace

Result<StoredBlob> store_blob(
    House& house, ByteView bytes, const std::string& name, const std::string& kind
) {
    StoredBlob blob;
    blob.id = BlobId::trusted(crypto::random_id());
    const crypto::Secret key = crypto::Secret::random();
    attachment::Writer writer(key, blob_place(house.keys, blob.id));
    std::vector<Bytes> chunks = writer.write(bytes);
    attachment::Finished finished = writer.finish(name, kind);
    std::ranges::move(finished.chunks, std::back_inserter(chunks));
    blob.chunks = static_cast<std::int64_t>(chunks.size());
    storage::Commit commit;
    commit.writes.push_back(
        {&statements::kInsertBlob,
         {blob.id.text(),
          house.clock.now().micros,
          std::int64_t{0},
          std::string("uploading"),
          wrap(house.keys, blob.id, key, finished.head)},
         1}
    );
    TRY(write_chunks(house, blob.id, std::move(commit), chunks));
    return blob;
}

storage::Write attach_blob(const StoredBlob& blob) {
    return {&statements::kAttachBlob, {blob.id.text(), blob.chunks}, 1};
}

std::vector<storage::Write> delete_blob(const BlobId& id) {
    return {{&statements::kDeleteChunks, {id.text()}}, {&statements::kDeleteBlob, {id.text()}}};
}

Result<Bytes> read_blob(storage::Snapshot& snapshot, const Keys& keys, const BlobId& id) {
    const auto blobs = TRY(snapshot.read(statements::kBlobById, {id.text()}));
    if (blobs.empty()) return unreadable();
    const auto wrapped = crypto::open(keys.attachment, blobs[0].bytes(4), blob_place(keys, id));
    if (!wrapped) return unreadable();
    CanonicalReader plain(*wrapped);
    const auto key = plain.bytes();
    const auto head = plain.bytes();
    if (!key || !head || key->size() != 32) return unreadable();
    auto reader = TRY(attachment::Reader::open(crypto::Secret::from(*key), blob_place(keys, id), *head));
    Bytes bytes;
    for (const storage::Row& row : TRY(snapshot.read(statements::kChunksOfBlob, {id.text()}))) {
        const Bytes part = TRY(reader.read(row.bytes(1)));
        bytes.insert(bytes.end(), part.begin(), part.end());
    }
    TRY(reader.finish());
    return bytes;
}

Result<std::int64_t> sweep_orphan_blobs(House& house) {
    const auto snapshot = TRY(house.store.snapshot());
    const std::int64_t before = house.clock.now().micros - kDay;
    const auto rows = TRY(snapshot->read(statements::kOrphanBlobs, {before}));
    for (const storage::Row& row : rows) {
        storage::Commit commit;
        commit.writes = delete_blob(BlobId::trusted(row.text(0)));
        TRY(house.store.commit(std::move(commit)));
    }
    return static_cast<std::int64_t>(rows.size());
}

}  // namespace neove::service
