#pragma once
/// \file
/// Files at rest: every blob under a key of its own, as attachment/ seals it; here are only its rows.

#include "service/house.h"

#include <string>
#include <vector>

namespace neove::service {

struct StoredBlob {
    BlobId id;
    std::int64_t chunks{0};
};

/// Writes the bytes in groups of at most a mebibyte. Until `attach_blob` is committed with the event that
/// names it the blob is an orphan, which `sweep_orphan_blobs` forgets after a day.
Result<StoredBlob> store_blob(House& house, ByteView bytes, const std::string& name, const std::string& kind);
storage::Write attach_blob(const StoredBlob& blob);
std::vector<storage::Write> delete_blob(const BlobId& id);

/// The bytes as they came. Refuses `document.unreadable` where a chunk is missing, moved or altered.
Result<Bytes> read_blob(storage::Snapshot& snapshot, const Keys& keys, const BlobId& id);

/// How many were forgotten.
Result<std::int64_t> sweep_orphan_blobs(House& house);

}  // namespace neove::service
