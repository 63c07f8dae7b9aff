#pragma once
/// \file
/// The only user of libsodium. What each job uses, and with which parameters, is decided in the design's
/// SECURITY 2.1; nothing here is configurable. Values that seal begin with the suite byte 0x01.

#include "base/bytes.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace neove::crypto {

/// Must run once before anything else here; refuses to start where the library cannot initialise.
void initialise();

/// Key material: 32 bytes in guarded memory, wiped on destruction. Not printable, not comparable but in
/// constant time.
class Secret {
public:
    Secret();  ///< all zero
    static Secret random();
    static Secret from(ByteView bytes32);  ///< CHECKs the size
    Secret(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret other) noexcept;
    ~Secret();

    ByteView view() const;
    bool equals(const Secret& other) const;  ///< constant time

private:
    std::uint8_t* bytes_;
};

Bytes random_bytes(std::size_t count);
std::string random_id();  ///< 32 hex digits
std::uint32_t random_below(std::uint32_t bound);

/// BLAKE2b-256 of `domain ‖ 0x00 ‖ data`: the domain prefix keeps uses apart.
Digest hash(std::string_view domain, ByteView data);
/// Keyed BLAKE2b-256 over `domain ‖ 0x00 ‖ data`.
Digest keyed_hash(const Secret& key, std::string_view domain, ByteView data);
/// Subkey `number` of a key; `context` is exactly 8 characters, e.g. `neoveSys`.
Secret derive(const Secret& key, std::string_view context, std::uint64_t number);
bool equal(ByteView a, ByteView b);  ///< constant time; false when sizes differ

/// XChaCha20-Poly1305 with a fresh random nonce: `0x01 ‖ nonce[24] ‖ ciphertext ‖ tag[16]`.
Bytes seal(const Secret& key, ByteView plain, ByteView associated);
/// Nothing when key, associated data or bytes are not exactly those of `seal`.
std::optional<Bytes> open(const Secret& key, ByteView sealed, ByteView associated);
/// Pads to a multiple of 256 before sealing, so that sizes tell little.
Bytes seal_padded(const Secret& key, ByteView plain, ByteView associated);
std::optional<Bytes> open_padded(const Secret& key, ByteView sealed, ByteView associated);

enum class Strength : std::uint8_t {
    SignIn,   ///< Argon2id t=3, 64 MiB
    Officer,  ///< Argon2id t=3, 256 MiB
    Test,     ///< Argon2id t=1, 8 MiB: for tests and demo stores only
};
/// Argon2id verifier string with its parameters.
std::string hash_password(std::string_view password, Strength strength);
bool verify_password(std::string_view verifier, std::string_view password);
/// A key from a human secret. Salt is 16 bytes.
Secret key_from_password(std::string_view password, ByteView salt16, Strength strength);

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;
/// An Ed25519 key made from a 32-byte seed.
struct SigningKey {
    Secret seed;
    PublicKey public_key{};
    static SigningKey from_seed(const Secret& seed);
    static SigningKey random();
    Signature sign(ByteView message) const;
};
bool verify(const PublicKey& key, ByteView message, const Signature& signature);

/// Sealed boxes: whoever has the public key can seal, only the private key opens (SECURITY 2.1).
struct BoxKey {
    Secret private_key;
    PublicKey public_key{};
    static BoxKey random();
    static BoxKey from_seed(const Secret& seed);
};
Bytes box_seal(const PublicKey& to, ByteView plain);
std::optional<Bytes> box_open(const BoxKey& key, ByteView sealed);

/// HMAC-SHA1 for TOTP (RFC 6238) alone: authenticator applications speak nothing else reliably.
std::array<std::uint8_t, 20> hmac_sha1(ByteView key, ByteView data);

/// Overwrites memory in a way the compiler keeps.
void wipe(void* memory, std::size_t size);

}  // namespace neove::crypto
