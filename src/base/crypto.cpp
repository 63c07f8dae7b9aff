#include "base/crypto.h"

#include "base/check.h"
#include "base/crypto_memory.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace neove::crypto {

namespace {

constexpr std::uint8_t kSuite = 0x01;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kPadding = 256;

Digest blake2b(ByteView key, std::string_view domain, ByteView data) {
    crypto_generichash_state state;
    CHECK(crypto_generichash_init(&state, key.empty() ? nullptr : key.data(), key.size(), 32) == 0);
    crypto_generichash_update(&state, as_bytes(domain).data(), domain.size());
    const std::uint8_t zero = 0;
    crypto_generichash_update(&state, &zero, 1);
    crypto_generichash_update(&state, data.data(), data.size());
    Digest out{};
    crypto_generichash_final(&state, out.data(), out.size());
    return out;
}

struct Cost {
    unsigned long long operations;
    std::size_t memory;
};

Cost cost_of(Strength strength) {
    switch (strength) {
        case Strength::SignIn: return {3, std::size_t{64} << 20U};
        case Strength::Officer: return {3, std::size_t{256} << 20U};
        case Strength::Test: return {1, std::size_t{8} << 20U};
    }
    report_bug("strength", __FILE__, __LINE__);
}

}  // namespace

void initialise() {
    CHECK(sodium_init() >= 0);
}

Secret::Secret() : bytes_(take_secret_memory()) {}
Secret Secret::random() {
    Secret secret;
    randombytes_buf(secret.bytes_, 32);
    return secret;
}
Secret Secret::from(ByteView bytes32) {
    CHECK(bytes32.size() == 32);
    Secret secret;
    std::memcpy(secret.bytes_, bytes32.data(), 32);
    return secret;
}
Secret::Secret(const Secret& other) : Secret() {
    std::memcpy(bytes_, other.bytes_, 32);
}
Secret::Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, nullptr)) {}
Secret& Secret::operator=(Secret other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}
Secret::~Secret() {
    if (bytes_ != nullptr) give_back_secret_memory(bytes_);
}
ByteView Secret::view() const {
    CHECK(bytes_ != nullptr);
    return {bytes_, 32};
}
bool Secret::equals(const Secret& other) const {
    return sodium_memcmp(view().data(), other.view().data(), 32) == 0;
}

Bytes random_bytes(std::size_t count) {
    Bytes out(count);
    randombytes_buf(out.data(), out.size());
    return out;
}
std::string random_id() {
    return to_hex(random_bytes(16));
}
std::uint32_t random_below(std::uint32_t bound) {
    return randombytes_uniform(bound);
}

Digest hash(std::string_view domain, ByteView data) {
    return blake2b({}, domain, data);
}
Digest keyed_hash(const Secret& key, std::string_view domain, ByteView data) {
    return blake2b(key.view(), domain, data);
}
Secret derive(const Secret& key, std::string_view context, std::uint64_t number) {
    CHECK(context.size() == crypto_kdf_CONTEXTBYTES);
    std::array<std::uint8_t, 32> out{};
    crypto_kdf_derive_from_key(out.data(), out.size(), number, context.data(), key.view().data());
    Secret secret = Secret::from(out);
    sodium_memzero(out.data(), out.size());
    return secret;
}
bool equal(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Bytes seal(const Secret& key, ByteView plain, ByteView associated) {
    Bytes out(1 + kNonce + plain.size() + kTag);
    out[0] = kSuite;
    randombytes_buf(&out[1], kNonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        &out[1 + kNonce],
        nullptr,
        plain.data(),
        plain.size(),
        associated.data(),
        associated.size(),
        nullptr,
        &out[1],
        key.view().data()
    );
    return out;
}

std::optional<Bytes> open(const Secret& key, ByteView sealed, ByteView associated) {
    if (sealed.size() < 1 + kNonce + kTag || sealed[0] != kSuite) return std::nullopt;
    Bytes out(sealed.size() - 1 - kNonce - kTag);
    std::uint8_t nothing = 0;
    const int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
        out.empty() ? &nothing : out.data(),
        nullptr,
        nullptr,
        sealed.data() + 1 + kNonce,
        sealed.size() - 1 - kNonce,
        associated.data(),
        associated.size(),
        sealed.data() + 1,
        key.view().data()
    );
    if (refused != 0) return std::nullopt;
    return out;
}

Bytes seal_padded(const Secret& key, ByteView plain, ByteView associated) {
    Bytes padded(plain.begin(), plain.end());
    padded.resize((plain.size() / kPadding + 1) * kPadding);
    std::size_t size = 0;
    CHECK(sodium_pad(&size, padded.data(), plain.size(), kPadding, padded.size()) == 0);
    Bytes sealed = seal(key, padded, associated);
    sodium_memzero(padded.data(), padded.size());
    return sealed;
}

std::optional<Bytes> open_padded(const Secret& key, ByteView sealed, ByteView associated) {
    auto padded = open(key, sealed, associated);
    if (!padded) return std::nullopt;
    std::size_t size = 0;
    if (sodium_unpad(&size, padded->data(), padded->size(), kPadding) != 0) return std::nullopt;
    padded->resize(size);
    return padded;
}

std::string hash_password(std::string_view password, Strength strength) {
    const auto [operations, memory] = cost_of(strength);
    std::array<char, crypto_pwhash_STRBYTES> out{};
    CHECK(
        crypto_pwhash_str_alg(
            out.data(), password.data(), password.size(), operations, memory, crypto_pwhash_ALG_ARGON2ID13
        ) == 0
    );
    return std::string(out.data());
}

bool verify_password(std::string_view verifier, std::string_view password) {
    const std::string text(verifier);
    if (text.size() >= crypto_pwhash_STRBYTES) return false;
    return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

Secret key_from_password(std::string_view password, ByteView salt16, Strength strength) {
    CHECK(salt16.size() == crypto_pwhash_SALTBYTES);
    const auto [operations, memory] = cost_of(strength);
    std::array<std::uint8_t, 32> out{};
    CHECK(
        crypto_pwhash(
            out.data(),
            out.size(),
            password.data(),
            password.size(),
            salt16.data(),
            operations,
            memory,
            crypto_pwhash_ALG_ARGON2ID13
        ) == 0
    );
    Secret secret = Secret::from(out);
    sodium_memzero(out.data(), out.size());
    return secret;
}

SigningKey SigningKey::from_seed(const Secret& seed) {
    SigningKey key{seed, {}};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
    crypto_sign_seed_keypair(key.public_key.data(), secret.data(), seed.view().data());
    sodium_memzero(secret.data(), secret.size());
    return key;
}
SigningKey SigningKey::random() {
    return from_seed(Secret::random());
}
Signature SigningKey::sign(ByteView message) const {
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
    PublicKey ignored{};
    crypto_sign_seed_keypair(ignored.data(), secret.data(), seed.view().data());
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret.data());
    sodium_memzero(secret.data(), secret.size());
    return signature;
}
bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

BoxKey BoxKey::from_seed(const Secret& seed) {
    BoxKey key;
    std::array<std::uint8_t, 32> secret{};
    crypto_box_seed_keypair(key.public_key.data(), secret.data(), seed.view().data());
    key.private_key = Secret::from(secret);
    sodium_memzero(secret.data(), secret.size());
    return key;
}
BoxKey BoxKey::random() {
    return from_seed(Secret::random());
}
Bytes box_seal(const PublicKey& to, ByteView plain) {
    Bytes out(1 + plain.size() + crypto_box_curve25519xchacha20poly1305_SEALBYTES);
    out[0] = kSuite;
    CHECK(crypto_box_curve25519xchacha20poly1305_seal(&out[1], plain.data(), plain.size(), to.data()) == 0);
    return out;
}
std::optional<Bytes> box_open(const BoxKey& key, ByteView sealed) {
    constexpr std::size_t overhead = 1 + crypto_box_curve25519xchacha20poly1305_SEALBYTES;
    if (sealed.size() < overhead || sealed[0] != kSuite) return std::nullopt;
    Bytes out(sealed.size() - overhead);
    std::uint8_t nothing = 0;
    const int refused = crypto_box_curve25519xchacha20poly1305_seal_open(
        out.empty() ? &nothing : out.data(),
        sealed.data() + 1,
        sealed.size() - 1,
        key.public_key.data(),
        key.private_key.view().data()
    );
    if (refused != 0) return std::nullopt;
    return out;
}

void wipe(void* memory, std::size_t size) {
    sodium_memzero(memory, size);
}

}  // namespace neove::crypto
