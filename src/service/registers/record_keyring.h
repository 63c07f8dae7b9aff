#pragma once
/// \file
/// What wraps the keys of records, and seals drafts: one key a domain and epoch. Living records are wrapped
/// under the current epoch; older epochs stay until a key day has moved everything and destroys them.

#include "base/crypto.h"
#include "base/id.h"
#include "base/result.h"
#include "keyring/associated_data.h"
#include "keyring/keyring.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace neove::service {

/// Which record of which register, and whose keys seal it.
struct RecordName {
    keyring::Domain domain{keyring::Domain::Work};
    std::string register_name;
    RecordId id;
    /// How many keys it had before: each redaction makes a new one. Part of the wrap of its key alone.
    std::int64_t generation{0};
};

struct WrappedKey {
    std::uint64_t epoch{0};
    Bytes bytes;
};

/// Thread-safe.
class RecordKeyring {
public:
    explicit RecordKeyring(const keyring::Keyring& keyring) { renew(keyring); }
    /// After a key day changed the epochs.
    void renew(const keyring::Keyring& keyring);

    /// Whether records of this domain can be opened and made here.
    bool has(keyring::Domain domain) const;

    /// Under the current epoch. CHECKs `has`.
    WrappedKey wrap(const RecordName& record, const crypto::Secret& key) const;
    /// Refuses `record.unreadable`: the epoch is gone, or the row is not ours.
    Result<crypto::Secret> unwrap(const RecordName& record, std::uint64_t epoch, ByteView wrapped) const;

    /// One draft of one person; `part` names both. CHECKs `has`.
    WrappedKey seal_draft(const RecordName& record, const std::string& part, ByteView plain) const;
    std::optional<Bytes> open_draft(
        const RecordName& record, const std::string& part, std::uint64_t epoch, ByteView sealed
    ) const;

private:
    struct Epoch {
        crypto::Secret wrapping;
        crypto::Secret draft;
    };
    using Epochs = std::map<std::uint64_t, Epoch>;
    struct Picture {
        StoreId store;
        std::map<keyring::Domain, Epochs> domains;
    };
    std::shared_ptr<const Picture> picture() const;
    static const Epoch* find(const Picture& picture, keyring::Domain domain, std::uint64_t number);

    mutable std::mutex mutex_;
    std::shared_ptr<const Picture> picture_;
};

}  // namespace neove::service
