#pragma once
/// \file
/// One act over many records: the action that a register's board offers, or that it answers at once
/// (`at_once`), its answers given once, each record found, authorised and decided by itself
/// (`act_on_record`), in a Commit of its own. What one record refuses the others do not feel.

#include "service/registers/act_on_record.h"
#include "service/registers/list_records.h"

#include <string>
#include <vector>

namespace neove::service {

inline constexpr std::size_t kBulkMax = 500;
/// So many are offered at a time, each read and decided on: more would keep the others waiting.
inline constexpr std::size_t kOfferedAtOnce = 200;

struct OfferedRecord {
    RecordId id;
    std::string number;
    std::string state;
    OrganisationId owner;
    json::Value columns;
    Timed timed;
    std::string etag;  ///< what she sees now: the act says so, and a record that changed meanwhile refuses
    std::int64_t sorted_by{0};  ///< where it stands in a list by days
};
struct BulkOffer {
    Desk desk;
    std::vector<OfferedRecord> records;  ///< at most `most`, first those that are due first
    std::int64_t left{0};                ///< how many more there are behind them
    std::string next;                    ///< the query's cursor for those; empty at the end
    access::Classes write{0};            ///< that she may write in all of them
};
/// The records that the question finds, that are late unless it says otherwise, and of which she may take the
/// action now; behind its cursor, so that those she acted on are not offered again. Refusals:
/// `access.not_found` (another action than those), `bulk.no_period` (of what is answered at once), those of
/// `walk_records`.
Result<BulkOffer> offer_bulk(
    House& house,
    const Caller& caller,
    const RecordQuery& query,
    const std::string& action,
    std::size_t most = kOfferedAtOnce
);

struct BulkTarget {
    RecordId id;
    std::string etag;
};
struct BulkResult {
    RecordId id;
    std::string number{};  ///< of one that was done
    bool is_done{false};
    Error refusal{};
    Diagnostics faults{};  ///< of `record.many_faults`
};
/// Refuses `bulk.none`, `bulk.too_many`, `bulk.twice`.
Result<> check_targets(const std::vector<BulkTarget>& targets);
/// The key of a record's part of a request, so that each knows whether it was done; empty of an empty one.
std::string key_of_part(const std::string& request_key, const RecordId& id);

/// Refuses as a whole: `access.not_found` (as above), `bulk.none`, `bulk.too_many`, `bulk.twice`,
/// `bulk.other_answers` (of what is answered at once), `session.step_up`. Of a record that is not hers the
/// result is that of one that is not there. A request that came before is not carried out twice: each record
/// knows its part of it.
Result<std::vector<BulkResult>> act_on_many(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const std::vector<BulkTarget>& targets,
    const WantedAct& wanted,
    const std::string& request_key,
    const std::string& request_body
);

}  // namespace neove::service
