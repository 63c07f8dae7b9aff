#pragma once
/// \file
/// An erasure as a value, and its row: who wants a record of a person gone, or answers of it, by whose
/// authority, who confirmed it; afterwards the certificate, which outlives the record. A row of its own and
/// no proposal of the house: who may erase is decided by the register's own access, not by who gives roles. A
/// row whose tag is wrong, or that is older than the journal knows, is as if absent.

#include "keyring/domain.h"
#include "record/redact.h"
#include "service/keys.h"
#include "storage/store.h"

#include <optional>
#include <string>
#include <vector>

namespace neove {
using ErasureId = Id<struct ErasureTag>;
}

namespace neove::service {

constexpr std::int64_t kErasureLife = 7 * kDay;  ///< to be confirmed in

inline constexpr std::string_view kErasureWaiting = "waiting", kErasureDone = "erased",
                                  kErasureRedacted = "redacted", kErasureRefused = "refused";

struct Erasure {
    ErasureId id;
    std::string register_name;
    RecordId record;
    std::string number;
    std::string stage{kErasureWaiting};
    std::string state;  ///< of the record before: who could erase it then may see the certificate
    AccountId proposed_by;
    Instant proposed_at;
    AccountId decided_by;
    std::optional<Instant> decided_at;
    keyring::Domain domain{keyring::Domain::Work};
    std::uint64_t epoch{0};  ///< of the key that was destroyed
    std::string authority;
    std::string ground;
    std::string decision;            ///< why it was refused
    std::int64_t record_version{0};  ///< of the record, as it stood when it was asked for
    /// Places of answers that are to go while the record stays: a redaction. None: the record goes whole.
    std::vector<record::RedactedPart> parts{};
    std::int64_t version{0};

    bool is_redaction() const { return !parts.empty(); }

    bool waits_at(Instant now) const { return stage == kErasureWaiting && now < proposed_at + kErasureLife; }
};

storage::Write insert_erasure(const Keys& keys, const Erasure& erasure);
/// Holds only while the row is as it was read: of two decisions one is refused.
storage::Write decide_erasure(const Keys& keys, Erasure erasure);

Result<std::optional<Erasure>> find_erasure(
    storage::Snapshot& snapshot, const Keys& keys, const ErasureId& id
);
/// Newest first.
Result<std::vector<Erasure>> erasures_of_register(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, int limit
);
Result<std::vector<Erasure>> erasures_of_record(
    storage::Snapshot& snapshot, const Keys& keys, const RecordId& record
);

}  // namespace neove::service
