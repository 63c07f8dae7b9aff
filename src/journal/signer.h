#pragma once
/// \file
/// Signs checkpoints with a key that evolves: the secret that signed one is replaced by the next before the
/// checkpoint is shown to anyone. Who takes the server over on Friday cannot sign Thursday anew.

#include "base/result.h"
#include "journal/checkpoint.h"
#include "journal/signing_lock.h"

#include <optional>
#include <span>
#include <string>

namespace neove::journal {

/// Two files of their own, in no backup of data. The state holds the next secret and the newest checkpoint;
/// the log is append-only.
struct SignerFiles {
    std::string state;
    std::string log;
    std::string lock() const { return state + ".lock"; }
};

/// The first public key with its store: printed at installation, given to every verification from outside.
/// `neove-journal-key-1 store key`.
struct FirstKey {
    StoreId store;
    crypto::PublicKey key{};
};
std::string to_line(const FirstKey& key);
Result<FirstKey> parse_first_key(std::string_view line);

class Signer {
public:
    /// Begins a signing line and holds it. Refusals: `file.exists` (there is one already), `journal.in_use`.
    static Result<Signer> create(const SignerFiles& files, const StoreId& store);

    /// Continues it and holds it until the signer ends, and completes the log when a crash fell between the
    /// two files. Refusals: `journal.in_use` (another process holds it), `journal.state_absent`,
    /// `journal.state_malformed`, `journal.log_differs` (the log does not end where the state says).
    static Result<Signer> open(const SignerFiles& files);

    /// Looks at it beside whoever holds it: writes nothing and cannot sign. Refuses as `open` does about the
    /// state.
    static Result<Signer> look(const SignerFiles& files);

    /// Signs the entries after `signed_until()`, in order; there must be one at least and the line held
    /// (CHECK). The time is raised to the last checkpoint's when it lies before. When this refuses, nothing
    /// was signed or `open` will complete it.
    Result<Checkpoint> sign(std::span<const Digest> entry_digests, const Digest& head, Instant at);

    const StoreId& store() const { return store_; }
    std::int64_t signed_until() const { return last_ ? last_->last_seq : 0; }
    const std::optional<Checkpoint>& last() const { return last_; }
    /// Before the first checkpoint this is the store's first key.
    FirstKey next_key() const { return {store_, next_.public_key}; }

private:
    Signer(SignerFiles files, StoreId store, crypto::SigningKey next, std::optional<Checkpoint> last)
        : files_(std::move(files)),
          store_(std::move(store)),
          next_(std::move(next)),
          last_(std::move(last)) {}

    Result<> complete_log() const;

    std::optional<SigningLock> lock_;
    SignerFiles files_;
    StoreId store_;
    crypto::SigningKey next_;
    std::optional<Checkpoint> last_;
};

}  // namespace neove::journal
