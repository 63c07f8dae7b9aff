#pragma once
/// \file
/// An attachment as it rests: a sealed head (name, type, true size, hash of the plaintext) and 64 KiB sealed
/// chunks whose total is padded, so that neither the file nor its exact size can be guessed. Pure: bytes in,
/// bytes out; where chunks are kept is for the caller.
///
/// While an upload is in quarantine the key lives in the writer's memory alone; accepting it means wrapping
/// that key.

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/crypto_stream.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace neove::attachment {

constexpr std::size_t kChunkSize = 64 * 1024;

/// The Padmé size of a length (at most 12 % more, few different values), 256 at least.
std::uint64_t padded_size(std::uint64_t size);

struct Head {
    std::string name;
    std::string type;  ///< as found by content, e.g. `application/pdf`
    std::uint64_t size{0};
    Digest plain_digest{};  ///< BLAKE2b-256 of the plaintext, as `b2sum -l 256` gives it
    std::uint64_t chunks{0};
    Bytes stream_header;
};

/// What `finish` leaves to keep.
struct Finished {
    std::vector<Bytes> chunks;   ///< those not yet given out
    Bytes head;                  ///< sealed
    Digest ciphertext_digest{};  ///< over all chunks, for the custody log
    std::uint64_t size{0};
};

class Writer {
public:
    /// `key` is this attachment's alone; `associated` nails it to its place (keyring/associated_data.h).
    Writer(const crypto::Secret& key, Bytes associated);

    /// Takes any amount of plaintext and gives out the chunks that are full.
    std::vector<Bytes> write(ByteView plain);
    /// Pads, seals the last chunk and the head. Once.
    Finished finish(const std::string& name, const std::string& type);

private:
    Bytes seal(ByteView plain, bool is_last);

    crypto::Secret key_;
    Bytes associated_;
    crypto::StreamSealer stream_;
    crypto::Hasher plain_hash_;
    crypto::Hasher ciphertext_hash_;
    Bytes waiting_;
    std::uint64_t size_{0};
    std::uint64_t chunks_{0};
};

class Reader {
public:
    /// Refusal: `attachment.altered` (wrong key, wrong place or changed bytes: they cannot be told apart).
    static Result<Reader> open(const crypto::Secret& key, Bytes associated, ByteView sealed_head);

    const Head& head() const { return head_; }
    /// The plaintext of the chunk that is due, padding removed. Refusal: `attachment.altered`.
    Result<Bytes> read(ByteView sealed_chunk);
    /// Whether all of it was there: the last chunk, the size and the hash. Refusals: `attachment.incomplete`,
    /// `attachment.altered`. What was read before must not be believed until this holds.
    Result<> finish();

private:
    Reader(Head head, Bytes associated, crypto::StreamOpener stream)
        : head_(std::move(head)), associated_(std::move(associated)), stream_(std::move(stream)) {}

    Head head_;
    Bytes associated_;
    crypto::StreamOpener stream_;
    crypto::Hasher plain_hash_{crypto::Hasher::plain()};
    std::uint64_t read_{0};
    std::uint64_t chunks_{0};
    bool is_over_{false};
};

}  // namespace neove::attachment
