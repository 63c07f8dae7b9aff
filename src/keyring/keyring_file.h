#pragma once
/// \file
/// The keyring as a value and its bytes. Nothing here opens anything: sealed keys stay sealed. The parser
/// survives any bytes and accepts exactly what the writer writes.

#include "base/bytes.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"
#include "base/result.h"
#include "keyring/domain.h"

#include <string>
#include <vector>

namespace neove::keyring {

constexpr std::size_t kKeyringLimit = 64 * 1024;

/// How a domain's root key is reached. Numbers are stored; officers' quorum will be 4.
enum class MethodKind : std::uint8_t { Host = 1, Recovery = 2, Passphrase = 3 };
std::string_view name_of(MethodKind kind);

struct UnlockMethod {
    MethodKind kind{MethodKind::Host};
    std::string id;                                        ///< 32 hex digits
    Bytes salt;                                            ///< of Argon2id, 16 bytes; empty for Host
    crypto::Strength strength{crypto::Strength::Officer};  ///< of Argon2id; what a level means never changes
    Digest commitment{};  ///< to the key made from a human secret; zero for Host
    Bytes sealed_root;    ///< R_d
    Instant created_at;
    Instant confirmed_at;  ///< when a person read the recovery key back; zero before
};

enum class EpochState : std::uint8_t {
    Current = 1,    ///< seals and opens
    Retiring = 2,   ///< opens until everything living is sealed anew
    Destroyed = 3,  ///< its bytes are gone from this file
};
std::string_view name_of(EpochState state);

struct EpochKey {
    std::uint64_t number{1};
    EpochState state{EpochState::Current};
    Bytes sealed_key;  ///< E_d,n under R_d; empty when destroyed
    Instant created_at;
    Instant ended_at;  ///< when it was destroyed; zero before
};

struct DomainKeys {
    Domain domain{Domain::Work};
    Instant root_created_at;
    std::vector<UnlockMethod> methods;
    std::vector<EpochKey> epochs;  ///< ascending numbers, the last one current
};

/// A public key that a row of the database cannot replace: desks, auditors, backup recipients, journal
/// signers.
struct PinnedKey {
    std::string name;  ///< e.g. `backup.1`; unique
    crypto::PublicKey key{};
    Instant pinned_at;
};

/// What the store is for. It lies here and not in the database, so that no row makes a demo store a real one
/// or the reverse.
enum class StoreKind : std::uint8_t {
    Unmarked = 0,  ///< only in files of format 1, which had no mark
    Real = 1,
    Demo = 2,
};

struct KeyringFile {
    StoreKind kind{StoreKind::Unmarked};
    StoreId store;
    std::uint64_t serial{
        1};  ///< grows with every writing: an older file put back is seen by who remembers it
    Instant written_at;
    std::vector<DomainKeys> domains;  ///< ascending
    std::vector<PinnedKey> pinned;    ///< ascending by name
    Digest tag{};  ///< keyed with the `system` root: nobody without it changes states or pinned keys
};

/// What `tag` covers: everything but itself.
Bytes tagged_bytes(const KeyringFile& file);
/// The job of the tag's hash: another one for each format, so that a tag of one never fits the other.
std::string_view tag_job(const KeyringFile& file);
/// The whole file, checksum included: format 1 without a mark, format 2 with one.
Bytes encode(const KeyringFile& file);
/// Refusals: `keyring.malformed`, with the place in `detail`.
Result<KeyringFile> parse_keyring(ByteView bytes);

/// The fuzz target's body: bytes either are refused or encode again to themselves.
void fuzz_keyring_file(ByteView bytes);

}  // namespace neove::keyring
