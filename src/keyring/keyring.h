#pragma once
/// \file
/// The keyring of one node (SECURITY 2.2): how a domain's root key R_d is reached, its epoch keys E_d,n, and
/// the subkeys everything else is sealed with. Never inside the database, never in a data backup.
///
/// Not synchronised: a server unlocks before it serves and shares it read-only; changes happen under the
/// caller's lock.

#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"
#include "base/result.h"
#include "keyring/domain.h"
#include "keyring/keyring_file.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::keyring {

/// What a new keyring needs. Only recovery keys and passphrases cost Argon2id; 88 random bits do not need the
/// dear level.
struct NewKeyring {
    std::string path;
    std::string host_key_path;  ///< created when absent; must not be open to others
    StoreId store;
    Instant now;
    std::vector<Domain> domains{Domain::Work, Domain::Auth, Domain::System};  ///< `system` must be among them
    crypto::Strength recovery_strength{crypto::Strength::SignIn};
};

/// To print and to put into a safe. Shown once: nothing can show it again.
struct RecoveryKey {
    Domain domain{Domain::Work};
    std::string text;  ///< 12 syllables in three groups, 88 bits and a check
};

/// One line of `neove key status`.
struct KeyStatus {
    std::string domain;  ///< empty for pinned public keys
    std::string what;    ///< `root`, `epoch 3`, `method host`, `method recovery`, `pinned backup.1`
    std::string state;   ///< `locked`, `unlocked`, `current`, `retiring`, `destroyed`, `confirmed`,
                         ///< `unconfirmed`, `pinned`
    Instant created_at;
    std::int64_t age_days{0};
};

struct CreatedKeyring;

class Keyring {
public:
    /// Makes keys, writes the file, reads it back; every domain is left unlocked. Refusals: `keyring.exists`
    /// and those of the host key.
    static Result<CreatedKeyring> create(const NewKeyring& settings);

    /// Reads and locks nothing open. Refusals: `keyring.absent`, `keyring.malformed`.
    static Result<Keyring> load(const std::string& path);

    /// Opens every domain that has a host method. Refusals: those of the host key file,
    /// `keyring.wrong_host_key`, `keyring.altered` (the file's tag is not ours: somebody changed states,
    /// methods or pinned keys).
    Result<> unlock_with_host(const std::string& host_key_path);

    /// Accents, case, spacing and regional spelling do not matter. Refusals: `keyring.mistyped` (look again:
    /// the check syllable does not fit), `keyring.wrong_recovery_key`, `keyring.no_such_method`,
    /// `keyring.altered`.
    Result<> unlock_with_recovery(Domain domain, std::string_view text);

    /// Refusals: `keyring.wrong_passphrase`, `keyring.no_such_method`, `keyring.altered`.
    Result<> unlock_with_passphrase(Domain domain, std::string_view text);

    void lock(Domain domain);
    bool has(Domain domain) const;
    bool is_unlocked(Domain domain) const { return unlocked_.contains(domain); }

    const StoreId& store() const { return file_.store; }
    std::uint64_t serial() const { return file_.serial; }
    std::uint64_t epoch_number(Domain domain) const;  ///< the current one's; stored beside what it seals

    /// The current epoch key; CHECKs that the domain is unlocked.
    const crypto::Secret& epoch(Domain domain) const;
    /// An epoch key that still exists, the current one or one that is retiring.
    const crypto::Secret* epoch(Domain domain, std::uint64_t number) const;
    /// The current epoch's key for one job.
    crypto::Secret subkey(Domain domain, Purpose purpose) const;
    /// The same of an older epoch; nothing when that epoch is gone.
    std::optional<crypto::Secret> subkey(Domain domain, Purpose purpose, std::uint64_t number) const;

    // What follows writes the file; `system` must be unlocked (CHECK). Besides the refusals of base/file.h:
    // `keyring.changed_meanwhile` (another process wrote it), `keyring.too_large`.

    /// A person read the printed recovery key back. Refusals as `unlock_with_recovery`.
    Result<> confirm_recovery(Domain domain, std::string_view text, Instant now);
    bool recovery_confirmed(Domain domain) const;
    bool recovery_confirmed() const;  ///< of every domain: before that a store may not leave demo

    /// A passphrase as another method of an unlocked domain, replacing an older one. Refusal:
    /// `keyring.passphrase_too_short` (under 20 characters and not one of `generate_passphrase`).
    Result<> set_passphrase(
        Domain domain,
        std::string_view text,
        Instant now,
        crypto::Strength strength = crypto::Strength::Officer
    );

    /// A new recovery key in place of the old one, unconfirmed.
    Result<RecoveryKey> renew_recovery(
        Domain domain, Instant now, crypto::Strength strength = crypto::Strength::SignIn
    );

    /// A host key (made where the path has none) as the host method of every domain, replacing the old one: a
    /// machine that was lost. CHECKs that all domains are unlocked. Refusals: those of the host key.
    Result<> renew_host(const std::string& host_key_path, Instant now);

    /// Key day, first step: E_n+1 becomes current, E_n retires. Returns the new number.
    Result<std::uint64_t> begin_epoch(Domain domain, Instant now);
    /// Key day, last step: forgets a retiring epoch here and in this file. Refusal:
    /// `keyring.epoch_not_retiring`.
    Result<> destroy_epoch(Domain domain, std::uint64_t number, Instant now);

    /// Pins a public key; a name is pinned anew only by `unpin` first. Refusal: `keyring.already_pinned`.
    Result<> pin(const std::string& name, const crypto::PublicKey& key, Instant now);
    Result<> unpin(const std::string& name, Instant now);
    /// CHECKs that `system` is unlocked: before that the file's tag is unproven.
    std::optional<crypto::PublicKey> pinned(std::string_view name) const;

    /// Every key, its age and methods.
    std::vector<KeyStatus> status(Instant now) const;

private:
    struct Unlocked {
        crypto::Secret root;
        std::map<std::uint64_t, crypto::Secret> epochs;
    };

    Keyring(std::string path, KeyringFile file) : path_(std::move(path)), file_(std::move(file)) {}

    const DomainKeys& keys_of(Domain domain) const;
    const Unlocked& unlocked(Domain domain) const;
    Result<crypto::Secret> root_by_secret(
        Domain domain, MethodKind kind, ByteView secret, const std::string& refusal
    ) const;
    Result<crypto::Secret> root_by_recovery(Domain domain, std::string_view text) const;
    Result<> admit(Domain domain, crypto::Secret root);
    Result<> check_tag();
    Result<> write(KeyringFile next, Instant now);
    Result<> replace_method(Domain domain, UnlockMethod method, Instant now);

    std::string path_;
    KeyringFile file_;
    std::map<Domain, Unlocked> unlocked_;
};

struct CreatedKeyring {
    Keyring keyring;
    std::vector<RecoveryKey> recovery_keys;  ///< one per domain
};

/// Eight random syllables and a check: 64 bits.
std::string generate_passphrase();

/// Half of a first password: five random syllables and a check, 40 bits. Guessed at online alone, with pauses:
/// its verifier lies sealed.
std::string generate_half();

}  // namespace neove::keyring
