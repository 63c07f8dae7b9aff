#pragma once
/// \file
/// Records that may be about one person, for those who are told: of the roles that the register names those
/// who may find both records, asked anew at every look. One of them compares the two and says what they are.

#include "name_index/name_index.h"
#include "service/registers/found_record.h"
#include "service/registers/match_pair.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace neove::service {

/// One of the two, as a list shows it.
struct ComparedRecord {
    RecordRow row;
    std::string owner_name;
};
struct MatchView {
    MatchPair pair;
    std::array<ComparedRecord, 2> records;    ///< the one that was opened first stands first
    std::vector<name_index::Reason> reasons;  ///< as their cards are today; strongest first
    std::string words;                        ///< of the last answer
    std::string answered_by_name;
    bool may_answer{false};
};

struct MatchPage {
    Desk desk;
    std::vector<MatchView> waiting;   ///< oldest first
    std::vector<MatchView> answered;  ///< newest first
    bool more{false};                 ///< others may wait behind these
    std::string next;                 ///< cursor to them; empty where there are none
};
constexpr std::size_t kPairsShown = 50;
/// So many rows one page looks through at most; most of those that wait are somebody else's.
constexpr std::int64_t kLookedThrough = 2'000;
/// `cursor`: of the page before; what was answered stands on the first one alone. Refuses `access.not_found`
/// to a role that is not told, `search.preparing`, `request.cursor`. Whom she is shown is journalled.
Result<MatchPage> list_matches(
    House& house, const Caller& caller, const std::string& register_id, const std::string& cursor = {}
);

/// `answer`: `same`, `different` or `unclear`. Refusals: `access.not_found` (also where she may find only one
/// of the two), `match.answer`, `match.answered` (settled already), `field.required`,
/// `form.looks_like_person`, `search.preparing`.
Result<MatchView> answer_match(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const MatchPairId& id,
    const std::string& answer,
    const std::string& words
);

/// Those of a register that wait for the caller, oldest first, without their words. None while names are
/// being prepared.
struct WaitingMatches {
    std::vector<MatchView> pairs;
    std::optional<PairPage> behind;  ///< where others may wait
};
Result<WaitingMatches> matches_waiting(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk
);

}  // namespace neove::service
