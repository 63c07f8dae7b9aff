#include "base/crypto_stream.h"

#include "base/check.h"

#include <sodium.h>

namespace neove::crypto {

namespace {
constexpr std::uint8_t kSuite = 0x01;
static_assert(kStreamOverhead == crypto_secretstream_xchacha20poly1305_ABYTES);
}  // namespace

struct Hasher::State {
    crypto_generichash_state hash;
    ~State() { sodium_memzero(&hash, sizeof hash); }
};
Hasher::Hasher() : state_(std::make_unique<State>()) {
    CHECK(crypto_generichash_init(&state_->hash, nullptr, 0, 32) == 0);
}
Hasher::Hasher(std::string_view domain) : Hasher() {
    add(as_bytes(domain));
    const std::uint8_t zero = 0;
    add({&zero, 1});
}
Hasher Hasher::plain() {
    return {};
}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;
void Hasher::add(ByteView data) {
    crypto_generichash_update(&state_->hash, data.data(), data.size());
}
Digest Hasher::finish() {
    Digest out{};
    CHECK(crypto_generichash_final(&state_->hash, out.data(), out.size()) == 0);
    return out;
}

struct StreamSealer::State {
    crypto_secretstream_xchacha20poly1305_state stream;
    ~State() { sodium_memzero(&stream, sizeof stream); }
};
StreamSealer::StreamSealer(const Secret& key)
    : state_(std::make_unique<State>()), header_(1 + crypto_secretstream_xchacha20poly1305_HEADERBYTES) {
    header_[0] = kSuite;
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, &header_[1], key.view().data());
}
StreamSealer::StreamSealer(StreamSealer&&) noexcept = default;
StreamSealer& StreamSealer::operator=(StreamSealer&&) noexcept = default;
StreamSealer::~StreamSealer() = default;
Bytes StreamSealer::seal(ByteView plain, ByteView associated, bool is_last) {
    Bytes out(plain.size() + kStreamOverhead);
    const unsigned char tag = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
    CHECK(
        crypto_secretstream_xchacha20poly1305_push(
            &state_->stream,
            out.data(),
            nullptr,
            plain.data(),
            plain.size(),
            associated.data(),
            associated.size(),
            tag
        ) == 0
    );
    return out;
}

struct StreamOpener::State {
    crypto_secretstream_xchacha20poly1305_state stream;
    bool is_over{false};
    ~State() { sodium_memzero(&stream, sizeof stream); }
};
StreamOpener::StreamOpener() : state_(std::make_unique<State>()) {}
StreamOpener::StreamOpener(StreamOpener&&) noexcept = default;
StreamOpener& StreamOpener::operator=(StreamOpener&&) noexcept = default;
StreamOpener::~StreamOpener() = default;
std::optional<StreamOpener> StreamOpener::start(const Secret& key, ByteView header) {
    if (header.size() != 1 + crypto_secretstream_xchacha20poly1305_HEADERBYTES || header[0] != kSuite)
        return std::nullopt;
    StreamOpener opener;
    crypto_secretstream_xchacha20poly1305_init_pull(&opener.state_->stream, &header[1], key.view().data());
    return opener;
}
std::optional<OpenedChunk> StreamOpener::open(ByteView sealed, ByteView associated) {
    if (state_->is_over || sealed.size() < kStreamOverhead) return std::nullopt;
    OpenedChunk chunk{Bytes(sealed.size() - kStreamOverhead), false};
    unsigned char tag = 0;
    std::uint8_t nothing = 0;
    const int refused = crypto_secretstream_xchacha20poly1305_pull(
        &state_->stream,
        chunk.plain.empty() ? &nothing : chunk.plain.data(),
        nullptr,
        &tag,
        sealed.data(),
        sealed.size(),
        associated.data(),
        associated.size()
    );
    chunk.is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    state_->is_over = refused != 0 || chunk.is_last;
    if (refused != 0) return std::nullopt;
    return chunk;
}

}  // namespace neove::crypto
