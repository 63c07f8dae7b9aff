#pragma once
/// \file
/// A file that its writer cannot read: a stream sealed under a fresh key, and that key boxed for each
/// recipient. `magic[16] ‖ count ‖ count × box[81] ‖ stream header[25] ‖ chunks of 64 KiB`; everything before
/// the chunks is associated data of each.

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/crypto_stream.h"
#include "base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace neove::backup {

constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kRecipientsMax = 8;

class SealedWriter {
public:
    /// Writes `path.new`, mode 0600. Refusals: `backup.no_recipient`, `file.exists` (the path stands
    /// already), `file.unwritable`.
    static Result<SealedWriter> create(
        const std::string& path, const std::vector<crypto::PublicKey>& recipients
    );
    SealedWriter(SealedWriter&&) noexcept;
    SealedWriter& operator=(SealedWriter&&) = delete;
    /// Removes what was not finished.
    ~SealedWriter();

    Result<> add(ByteView plain);
    /// Seals the last chunk, syncs, renames to the path, syncs the folder.
    Result<> finish();

private:
    struct State;
    explicit SealedWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class SealedReader {
public:
    /// Refusals: `file.absent`, `backup.not_a_backup`, `backup.wrong_private_key`.
    static Result<SealedReader> open(const std::string& path, const crypto::BoxKey& key);
    SealedReader(SealedReader&&) noexcept;
    SealedReader& operator=(SealedReader&&) = delete;
    ~SealedReader();

    /// The next chunk; nothing after the last. Refusals: `backup.altered` (a chunk is not the one that is
    /// due, or something follows the last), `backup.truncated`.
    Result<std::optional<Bytes>> next();

private:
    struct State;
    explicit SealedReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace neove::backup
