#pragma once
/// \file
/// Streams: sealing in order and in one go over many chunks, and hashing what passes.

#include "base/bytes.h"
#include "base/crypto.h"

#include <memory>
#include <optional>
#include <string_view>

namespace neove::crypto {

/// BLAKE2b-256 of what passes.
class Hasher {
public:
    /// As `hash(domain, …)`.
    explicit Hasher(std::string_view domain);
    /// Without a domain: what `b2sum -l 256` computes of a file.
    static Hasher plain();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    ~Hasher();

    void add(ByteView data);
    Digest finish();  ///< once

private:
    Hasher();
    struct State;
    std::unique_ptr<State> state_;
};

/// crypto_secretstream_xchacha20poly1305: chunks open only in their order, unaltered, and only the last says
/// that it is.
class StreamSealer {
public:
    explicit StreamSealer(const Secret& key);
    StreamSealer(StreamSealer&&) noexcept;
    StreamSealer& operator=(StreamSealer&&) noexcept;
    ~StreamSealer();

    const Bytes& header() const { return header_; }  ///< `0x01 ‖ 24 bytes`; needed to open, not secret
    Bytes seal(ByteView plain, ByteView associated, bool is_last);

private:
    struct State;
    std::unique_ptr<State> state_;
    Bytes header_;
};

struct OpenedChunk {
    Bytes plain;
    bool is_last{false};
};

class StreamOpener {
public:
    /// Nothing when the header has not the shape of one.
    static std::optional<StreamOpener> start(const Secret& key, ByteView header);
    StreamOpener(StreamOpener&&) noexcept;
    StreamOpener& operator=(StreamOpener&&) noexcept;
    ~StreamOpener();

    /// Nothing when it is not the chunk that is due, or the last one was there already. After that nothing
    /// opens any more.
    std::optional<OpenedChunk> open(ByteView sealed, ByteView associated);

private:
    StreamOpener();
    struct State;
    std::unique_ptr<State> state_;
};

constexpr std::size_t kStreamOverhead = 17;  ///< bytes that sealing adds to a chunk

}  // namespace neove::crypto
