#pragma once
/// \file
/// Looking for a person by name, birth, number or phone, and possible matches of one that is being typed. The
/// scope comes first, every hit is asked about again, and who looked, and whom she found, is journalled; what
/// she typed never is, but for a keyed digest.

#include "name_index/name_index.h"
#include "service/registers/list_records.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace neove::service {

/// Of a register of persons, with a text. The page has no cursor: who finds too many says more. Refusals:
/// `access.not_found`, `search.preparing`, `search.needs_more`, those of `list_records`.
Result<RecordPage> search_persons(
    House& house, const Caller& caller, Desk desk, const RecordQuery& query, const ListFilter& filter
);

struct PossibleMatch {
    ListedRecord listed;
    std::vector<name_index::Reason> reasons;  ///< strongest first
};
struct PossibleMatches {
    std::vector<PossibleMatch> matches;
    Desk desk;
};
/// Records of her own scope alone: that somebody is known elsewhere is never told while typing. `record`: the
/// one that is being changed, which is no match of itself. Refusals: `access.not_found`, `search.preparing`,
/// `form.type`.
Result<PossibleMatches> possible_matches(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const json::Value& answers,
    const RecordId& record
);

/// For each of many that are about to be opened the numbers of records of her own scope that may be the same
/// person; all empty where she may search nothing. Refuses `search.preparing`.
Result<std::vector<std::vector<std::string>>> numbers_of_matches(
    House& house, const Caller& caller, const Desk& desk, std::span<const json::Value* const> answers
);

/// The name that a list may show of a record; empty where its rule does not show names to her here.
Result<std::string> name_in_list(const Caller& caller, const FoundRecord& found);

/// Names beside the rows of a list, where its rule shows them; journalled. `relations`: of the rows, as they
/// were decided by. `ticket`: of the names in memory, taken before the snapshot; without it each is opened.
Result<> add_names(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    RecordPage& page,
    RelationsOf relations,
    std::optional<std::uint64_t> ticket
);

/// What the journal holds instead of a searched text: the same for the same words in this register, and
/// nothing without the key.
Digest search_mark(const Keys& keys, std::string_view register_id, std::string_view text);

}  // namespace neove::service
