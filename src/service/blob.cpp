#include "service/blob.h"

#include <algorithm>

#include "storage/statements/documents.h"

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::size_t kChunk = 64U << 10U;
constexpr std::int64_t kChunksPerCommit = 15;  // with seals and row heads under a mebibyte

/// Number and count are in the place: a chunk cannot be moved, and a blob cannot be cut short.
Bytes chunk_place(const Keys& keys, const BlobId& blob, std::int64_t number, std::int64_t chunks) {
    CanonicalWriter place;
    place.bytes(blob_place(keys, blob));
    place.number(static_cast<std::uint64_t>(number)).number(static_cast<std::uint64_t>(chunks));
    return place.result();
}

auto unreadable() { return refuse(ErrorKind::Internal, "document.unreadable"); }

}  // namespace

Result<StoredBlob> store_blob(House& house, ByteView bytes) {
    StoredBlob blob;
    blob.id = BlobId::trusted(crypto::random_id());
    blob.chunks = static_cast<std::int64_t>(std::max<std::size_t>(1, (bytes.size() + kChunk - 1) / kChunk));
    const crypto::Secret key = crypto::Secret::random();
    storage::Commit commit;
    commit.writes.push_back(
        {&statements::kInsertBlob,
         {blob.id.text(), house.clock.now().micros, std::int64_t{0}, std::string("uploading"),
          crypto::seal(house.keys.attachment, key.view(), blob_place(house.keys, blob.id))},
         1}
    );
    for (std::int64_t number = 0; number < blob.chunks; ++number) {
        const std::size_t from = static_cast<std::size_t>(number) * kChunk;
        const ByteView plain = bytes.subspan(from, std::min(kChunk, bytes.size() - from));
        commit.writes.push_back(
            {&statements::kInsertChunk,
             {blob.id.text(), number,
              crypto::seal(key, plain, chunk_place(house.keys, blob.id, number, blob.chunks))},
             1}
        );
        if ((number + 1) % kChunksPerCommit == 0 || number + 1 == blob.chunks) {
            TRY(house.store.commit(std::exchange(commit, {})));
        }
    }
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
    const auto key = crypto::open(keys.attachment, blobs[0].bytes(4), blob_place(keys, id));
    if (!key || key->size() != 32) return unreadable();
    const std::int64_t chunks = blobs[0].number(2);
    const crypto::Secret secret = crypto::Secret::from(*key);
    const auto rows = TRY(snapshot.read(statements::kChunksOfBlob, {id.text()}));
    if (static_cast<std::int64_t>(rows.size()) != chunks) return unreadable();
    Bytes bytes;
    for (std::int64_t number = 0; number < chunks; ++number) {
        const storage::Row& row = rows[static_cast<std::size_t>(number)];
        const auto plain = crypto::open(secret, row.bytes(1), chunk_place(keys, id, number, chunks));
        if (!plain) return unreadable();
        bytes.insert(bytes.end(), plain->begin(), plain->end());
    }
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
