#pragma once
/// \file
/// An act of breaking the glass as a value, and its row: who opened which record, for how long, and what
/// somebody else thought of it. The power is a row of `relation`; this one keeps it from being forgotten. A
/// row whose tag is wrong, or that is older than the journal knows, is as if absent. Its words tell of the
/// person: they lie under the key of her record, and die with it.

#include "service/keys.h"
#include "service/registers/sealed_record.h"
#include "storage/store.h"

#include <string>
#include <vector>

namespace neove {
using BrokenGlassId = Id<struct BrokenGlassTag>;
}

namespace neove::service {

/// Of its events and entries.
inline constexpr const char* kBrokenGlass = "break_glass";

struct BrokenGlass {
    BrokenGlassId id;
    std::string register_name;
    RecordId record;
    std::string number;
    AccountId account;
    OrganisationId organisation;  ///< for which she acted
    Instant opened_at;
    Instant until;
    Instant review_due_at;
    bool is_reviewed{false};
    bool justified{false};
    AccountId reviewed_by;
    Instant reviewed_at;
    std::string reason;  ///< as far as `open_words` could tell
    std::string review;
    Bytes sealed;  ///< both, as the row holds them
    std::int64_t version{0};
};

storage::Write insert_broken_glass(const Keys& keys, const SealedRecord& seal, BrokenGlass glass);
/// Holds only while the row is as it was read: of two reviews one is refused. Without a seal no words stay.
storage::Write change_broken_glass(const Keys& keys, const SealedRecord* seal, BrokenGlass glass);

/// What was said of it; nothing where its record has no key any more. `seal`: of its record, where there is
/// one. Rows of before ADR 93 lie under a key of the house.
void open_words(const Keys& keys, const SealedRecord* seal, BrokenGlass& glass);

Result<std::optional<BrokenGlass>> find_broken_glass(
    storage::Snapshot& snapshot, const Keys& keys, const BrokenGlassId& id
);
/// Newest first.
Result<std::vector<BrokenGlass>> broken_glass_of(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, int limit
);
/// Those nobody has reviewed, by when they fall due.
Result<std::vector<BrokenGlass>> broken_glass_waiting(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, int limit
);

/// All of one record, by when they were opened.
Result<std::vector<BrokenGlass>> broken_glass_of_record(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, const RecordId& record
);

/// Whose turn it is to break a record's glass, or to take its words along. That no other act opens it, and
/// that none came since its acts were read, are rules over rows that a commit does not touch: whoever decides
/// by them expects this turn, and of two at a moment one looks again (ADR 102).
Result<storage::ExpectedVersion> glass_turn(
    storage::Snapshot& snapshot, const std::string& register_name, const RecordId& record
);

/// Words of an event about it, sealed to that event; none without a seal.
Bytes sealed_words(const SealedRecord* seal, const std::string& event, const std::string& words);

}  // namespace neove::service
