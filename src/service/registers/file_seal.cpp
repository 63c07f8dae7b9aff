#include "service/registers/file_seal.h"

#include "storage/statements/attachments.h"
#include "storage/statements/documents.h"

#include <algorithm>
#include <utility>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::size_t kChunksPerCommit = 15;  // with their seals and row heads under a mebibyte
/// An hour more than a waiting file may be named: who takes one never meets the sweeper.
constexpr std::int64_t kSweptAfter = kFileWaits + kHour;

/// Where the chunks of a file belong, whatever record takes it.
Bytes stream_place(
    const StoreId& store, keyring::Domain domain, const std::string& register_name, const BlobId& id
) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::Attachment;
    place.store = store;
    place.domain = domain;
    place.register_name = register_name;
    place.part = id.text();
    return keyring::associated_data(place);
}

/// A waiting file is a draft of whoever uploaded it; no draft of a form has such a part.
std::string waiting_part(const AccountId& by, const BlobId& id) {
    return "file:" + by.text() + ":" + id.text();
}

/// Gives out chunks in groups, so that no more of the ciphertext than one group is in memory.
class ChunkWriter {
public:
    ChunkWriter(House& house, const BlobId& id, storage::Commit first)
        : house_(house), id_(id), commit_(std::move(first)) {}

    Result<> take(std::vector<Bytes> chunks) {
        for (Bytes& chunk : chunks) {
            commit_.writes.push_back({&statements::kInsertChunk, {id_.text(), count_++, std::move(chunk)}, 1}
            );
            if (count_ % static_cast<std::int64_t>(kChunksPerCommit) == 0) TRY(flush());
        }
        return {};
    }
    Result<> flush() {
        if (!commit_.writes.empty()) TRY(house_.store.commit(std::exchange(commit_, {})));
        return {};
    }
    std::int64_t count() const { return count_; }

private:
    House& house_;
    const BlobId& id_;
    storage::Commit commit_;
    std::int64_t count_{0};
};

Result<attachment::Finished> write_chunks(
    ChunkWriter& to, attachment::Writer& writer, ByteView bytes, const NewFile& about
) {
    constexpr std::size_t kAtOnce = kChunksPerCommit * attachment::kChunkSize;
    while (!bytes.empty()) {
        const std::size_t count = std::min(bytes.size(), kAtOnce);
        TRY(to.take(writer.write(bytes.first(count))));
        bytes = bytes.subspan(count);
    }
    attachment::Finished finished = writer.finish(about.name, about.kind);
    TRY(to.take(std::exchange(finished.chunks, {})));
    TRY(to.flush());
    return finished;
}

}  // namespace

Bytes FileSeal::plain() const {
    CanonicalWriter out;
    out.bytes(key.view()).bytes(head).number(static_cast<std::uint64_t>(pages));
    return out.result();
}

std::optional<FileSeal> FileSeal::from(ByteView plain) {
    CanonicalReader in(plain);
    const auto key = in.bytes();
    const auto head = in.bytes();
    const auto pages = in.number();
    if (!key || !head || !pages || !in.at_end() || key->size() != 32) return std::nullopt;
    return FileSeal{
        crypto::Secret::from(*key), Bytes(head->begin(), head->end()), static_cast<std::int64_t>(*pages)};
}

Result<std::optional<FileRow>> file_row(
    storage::Snapshot& snapshot, const std::string& register_name, const BlobId& id
) {
    const auto rows = TRY(snapshot.read(statements::kAttachmentById, {id.text(), register_name}));
    if (rows.empty()) return std::optional<FileRow>();
    const storage::Row& row = rows[0];
    FileRow out;
    out.id = id;
    out.register_name = register_name;
    out.record = RecordId::trusted(row.text(1));
    out.event = EventId::trusted(row.text(2));
    // A class that is none of ours is the highest; the seal, which is bound to it, then stays shut.
    const std::int64_t number = row.number(3);
    if (number >= 0 && number < static_cast<std::int64_t>(form::Class::Identity)) {
        out.field_class = static_cast<form::Class>(number);
    }
    out.uploaded_by = AccountId::trusted(row.text(4));
    out.created_at = {row.number(5)};
    out.is_whole = row.number(6) > 0;
    out.digest = row.bytes(7);
    out.epoch = static_cast<std::uint64_t>(row.number(8));
    out.sealed = row.bytes(9);
    return std::optional(std::move(out));
}

Result<BlobId> store_file(
    House& house, const AccountId& by, const RecordName& where, ByteView bytes, const NewFile& about
) {
    const BlobId id = BlobId::trusted(crypto::random_id());
    const crypto::Secret key = crypto::Secret::random();
    storage::Commit first;
    first.writes.push_back(
        {&statements::kInsertAttachment,
         {id.text(), where.register_name, by.text(), house.clock.now().micros, Bytes()},
         1}
    );
    ChunkWriter chunks(house, id, std::move(first));
    attachment::Writer writer(key, stream_place(house.keys.store, where.domain, where.register_name, id));
    attachment::Finished finished = TRY(write_chunks(chunks, writer, bytes, about));
    Bytes opened = FileSeal{key, std::move(finished.head), about.pages}.plain();
    WrappedKey sealed = house.keys.records->seal_draft(where, waiting_part(by, id), opened);
    crypto::wipe(opened.data(), opened.size());
    storage::Commit last;
    last.writes.push_back(
        {&statements::kFinishAttachment,
         {id.text(),
          chunks.count(),
          to_bytes(finished.ciphertext_digest),
          static_cast<std::int64_t>(sealed.epoch),
          std::move(sealed.bytes)},
         1}
    );
    TRY(house.store.commit(std::move(last)));
    return id;
}

std::optional<FileSeal> open_waiting(
    const House& house, const AccountId& by, keyring::Domain domain, const FileRow& row
) {
    const RecordName where{domain, row.register_name, {}};
    auto opened = house.keys.records->open_draft(where, waiting_part(by, row.id), row.epoch, row.sealed);
    if (!opened) return std::nullopt;
    auto out = FileSeal::from(*opened);
    crypto::wipe(opened->data(), opened->size());
    return out;
}

Result<attachment::Head> head_of(
    const House& house, keyring::Domain domain, const FileRow& row, const FileSeal& seal
) {
    const auto reader = TRY(attachment::Reader::open(
        seal.key, stream_place(house.keys.store, domain, row.register_name, row.id), seal.head
    ));
    return reader.head();
}

Result<Bytes> read_file(
    storage::Snapshot& snapshot,
    const House& house,
    keyring::Domain domain,
    const FileRow& row,
    const FileSeal& seal
) {
    auto reader = TRY(attachment::Reader::open(
        seal.key, stream_place(house.keys.store, domain, row.register_name, row.id), seal.head
    ));
    Bytes bytes;
    bytes.reserve(reader.head().size);
    for (const storage::Row& chunk : TRY(snapshot.read(statements::kChunksOfBlob, {row.id.text()}))) {
        const Bytes part = TRY(reader.read(chunk.bytes(1)));
        bytes.insert(bytes.end(), part.begin(), part.end());
    }
    TRY(reader.finish());
    return bytes;
}

Result<std::int64_t> sweep_waiting_files(House& house) {
    const auto snapshot = TRY(house.store.snapshot());
    const std::int64_t before = house.clock.now().micros - kSweptAfter;
    const auto rows = TRY(snapshot->read(statements::kWaitingAttachmentsBefore, {before}));
    for (const storage::Row& row : rows) {
        storage::Commit commit;
        // The row first, and it must still wait: of a file that a record took nothing is touched.
        commit.writes.push_back({&statements::kDeleteWaitingAttachment, {row.text(0)}, 1});
        commit.writes.push_back({&statements::kDeleteChunks, {row.text(0)}});
        const auto done = house.store.commit(std::move(commit));
        if (!done && done.error().code != "storage.conflict") return std::unexpected(done.error());
    }
    return static_cast<std::int64_t>(rows.size());
}

}  // namespace neove::service
