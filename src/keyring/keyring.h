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
    std::vector<Domain> domains{kStoreDomains.begin(), kStoreDomains.end()};  ///< `system` among them
    crypto::Strength recovery_strength{crypto::Strength::SignIn};
    bool demo{false};  ///< never changes afterwards
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

    /// Every domain of this keyring, in their order.
    std::vector<Domain> domains() const;
    /// The first domain that is still locked.
    std::optional<Domain> locked_domain() const;
    bool has_method(Domain domain, MethodKind kind) const;

    /// Whether this is a demonstration; CHECKs that `system` is unlocked: before that the mark is unproven.
    bool is_demo() const;
    /// What stands on the disk now, opened with the roots of this one: for a server whose keyring another
    /// process changed. CHECKs that `system` is unlocked. Refusals: those of `load`, `keyring.altered`.
    Result<Keyring> reread() const;

    const StoreId& store() const { return file_.store; }
    std::uint64_t serial() const { return file_.serial; }
    Instant written_at() const { return file_.written_at; }
    std::uint64_t epoch_number(Domain domain) const;  ///< the current one's; stored beside what it seals

    /// The current epoch key; CHECKs that the domain is unlocked.
    const crypto::Secret& epoch(Domain domain) const;
    /// An epoch key that still exists, the current one or one that is retiring.
    const crypto::Secret* epoch(Domain domain, std::uint64_t number) const;
    /// Whether the file holds that epoch's key, sealed: true until it was destroyed in this very file. Needs
    /// no unlocking.
    bool holds_epoch(Domain domain, std::uint64_t number) const;

    /// The current epoch's key for one job.
    crypto::Secret subkey(Domain domain, Purpose purpose) const;
    /// The same of an older epoch; nothing when that epoch is gone.
    std::optional<crypto::Secret> subkey(Domain domain, Purpose purpose, std::uint64_t number) const;

    // What follows writes the file; `system` must be unlocked (CHECK). Besides the refusals of base/file.h:
    // `keyring.changed_meanwhile` (another process wrote it), `keyring.too_large`.

    /// Writes the demo mark into a file of the format that had none; nothing to do in others.
    Result<> mark(Instant now);

    /// A person read the printed recovery key back. Refusals as `unlock_with_recovery`.
    Result<> confirm_recovery(Domain domain, std::string_view text, Instant now);
    bool recovery_confirmed(Domain domain) const;
    bool recovery_confirmed() const;  ///< of every domain: before that a store may not leave demo

    /// A passphrase as another method of unlocked domains, replacing an older one, in one writing. Refusal:
    /// `keyring.passphrase_too_short` (under 20 characters and not one of `generate_passphrase`).
    Result<> set_passphrase(
        const std::vector<Domain>& domains,
        std::string_view text,
        Instant now,
        crypto::Strength strength = crypto::Strength::Officer
    );
    /// Refusal: `keyring.no_such_method` (none of the domains has one).
    Result<> remove_passphrase(const std::vector<Domain>& domains, Instant now);

    /// Recovery keys that `draft_recovery` made and a person read back, in place of the old ones, in one
    /// writing: before it the old ones open, after it the new ones alone.
    Result<> adopt_recovery(
        const std::vector<RecoveryKey>& keys,
        Instant now,
        crypto::Strength strength = crypto::Strength::SignIn
    );

    /// Keys for domains that this keyring was made without, each with the recovery key that `draft_recovery`
    /// made and a person read back (`confirmed`; a demonstration has nobody to read it), and the host key as
    /// its other method. Refusals: `keyring.exists` (it has the domain), those of the host key file,
    /// `keyring.wrong_host_key`.
    Result<> add_domains(
        const std::vector<RecoveryKey>& keys,
        const std::string& host_key_path,
        bool confirmed,
        Instant now,
        crypto::Strength strength = crypto::Strength::SignIn
    );
    /// Those of `kStoreDomains` that are not there.
    std::vector<Domain> absent_domains() const;

    /// A new host key as the host method of every domain, replacing the old one: a machine that was lost.
    /// CHECKs that all domains are unlocked. Refusals: `keyring.host_key_exists` (a file stands at the path:
    /// it is never overwritten), `file.unwritable`.
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
    friend struct OlderFormat;  // a test's: writes files as format 1 did

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
    Digest tag_for(const KeyringFile& file) const;
    Result<> check_tag();
    Result<> write(KeyringFile next, Instant now);

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

/// Half of a first password: five random syllables and a check, 40 bits. Guessed at online alone, with
/// pauses: its verifier lies sealed.
std::string generate_half();

/// Whether two texts are one passphrase, however they are spelled (see `unlock_with_passphrase`).
bool same_passphrase(std::string_view a, std::string_view b);
/// Refusal: `keyring.passphrase_too_short`.
Result<> check_passphrase(std::string_view text);

/// A recovery key that opens nothing yet (`Keyring::adopt_recovery`).
RecoveryKey draft_recovery(Domain domain);
/// Whether a person typed just this key. Refusals: `keyring.mistyped`, `keyring.wrong_recovery_key`.
Result<> check_typed(const RecoveryKey& key, std::string_view typed);

}  // namespace neove::keyring
