#pragma once
/// \file
/// Two records that may be about one person, as a row: noticed, and what somebody who may find both said of
/// them. It gives nobody a right; a row whose tag is wrong is as if absent.

#include "service/keys.h"
#include "service/registers/sealed_record.h"
#include "storage/store.h"

#include <optional>
#include <string>
#include <vector>

namespace neove {
using MatchPairId = Id<struct MatchPairTag>;
}

namespace neove::service {

/// Of its events and entries.
inline constexpr const char* kPossibleMatch = "possible_match";

inline constexpr const char* kSamePerson = "same";
inline constexpr const char* kTwoPersons = "different";
inline constexpr const char* kUnclear = "unclear";

struct MatchPair {
    MatchPairId id;
    std::string register_name;
    RecordId a;  ///< the lower id, whichever was typed first: the same two are one pair
    RecordId b;
    Instant noticed_at;
    bool is_answered{false};
    std::string answer;  ///< the last one; of a pair that was noticed again too
    std::int64_t answers{0};
    EventId event;  ///< of the last answer
    AccountId answered_by;
    Instant answered_at;
    Bytes sealed;  ///< words of the last answer (`seal_words`)
    std::int64_t version{0};

    const RecordId& other(const RecordId& one) const { return one == a ? b : a; }
    /// What is settled is not asked again.
    bool is_settled() const { return is_answered && answer != kUnclear; }
};
MatchPair pair_of(
    const std::string& register_name, const RecordId& one, const RecordId& other, Instant noticed_at
);

/// Nothing happens where another node wrote the same pair meanwhile.
storage::Write insert_pair(const Keys& keys, MatchPair pair);
/// Holds only while the row is as it was read: of two answers one is refused.
storage::Write change_pair(const Keys& keys, MatchPair pair);

Result<std::optional<MatchPair>> find_pair(
    storage::Snapshot& snapshot, const Keys& keys, const MatchPairId& id
);
/// `is_forged`: there is a row, and it is not ours.
struct KnownPair {
    std::optional<MatchPair> pair;
    bool is_forged{false};
    std::string id;  ///< of the row, whoever wrote it
};
Result<KnownPair> pair_of_records(storage::Snapshot& snapshot, const Keys& keys, const MatchPair& pair);

/// A page of those that wait, oldest first, behind `noticed_at` and `id`; `rows` read, forged ones too.
struct PairPage {
    std::vector<MatchPair> pairs;
    std::int64_t rows{0};
    std::int64_t at{0};  ///< where the next page begins
    std::string id;
};
Result<PairPage> waiting_pairs(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, const PairPage& behind
);
/// The same of those that were answered, newest first; the first page begins behind `kNewestFirst`.
inline constexpr std::int64_t kNewestFirst = INT64_MAX;
Result<PairPage> answered_pairs(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, const PairPage& behind
);

/// A page of those that wait in any register, by id; `last` is empty behind the last one.
struct SweptPairs {
    std::vector<MatchPair> pairs;
    std::string last;
};
Result<SweptPairs> pairs_to_sweep(storage::Snapshot& snapshot, const Keys& keys, const std::string& after);
/// Of one that nobody answered. Holds only while the row is as it was read.
storage::Write retire_pair(const MatchPair& pair);

/// Words about the two, under the key of each: with either key gone nobody reads them, in no copy of the
/// store (ADR 100). `a` and `b` are the seals of the pair's records.
Bytes seal_words(
    const SealedRecord& a, const SealedRecord& b, const std::string& words, const EventId& event
);
/// Of the last answer; empty where they do not open. Those of before ADR 100 lie under the key of `a` alone.
std::string open_words(const SealedRecord& a, const SealedRecord& b, const MatchPair& pair);

/// All that says of a record that it may be somebody known; for its erasure.
std::vector<storage::Write> delete_pairs_of(const RecordId& record);

}  // namespace neove::service
