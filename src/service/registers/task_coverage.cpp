#include "service/registers/task_coverage.h"

#include "service/document_record.h"
#include "storage/statements/allotments.h"

#include <algorithm>

namespace neove::service {

namespace {

/// By task and register, the records that point at it.
using Pointers = std::map<std::string, std::map<std::string, std::vector<std::string>>>;
/// States of those that she may list, by record.
using States = std::map<std::string, std::string>;

Result<States> states_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::string& register_id,
    const std::vector<RecordId>& ids
) {
    States out;
    for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
        const std::span some = std::span(ids).subspan(at, std::min(kAtOnce, ids.size() - at));
        for (const auto& [id, found] : TRY(find_records(house, snapshot, caller, register_id, some))) {
            if (verdict_of(caller, found, access::kList).allowed) out[id] = found.row.state;
        }
    }
    return out;
}

}  // namespace

Result<Coverage> coverage_of(House& house, const Caller& caller, const DocumentId& document) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    [[maybe_unused]] const DocumentRecord seen =
        TRY(document_for(house, *snapshot, caller, document, "open"));
    const auto rows = TRY(snapshot->read(
        storage::statements::kRecordsOfTasks,
        {document.text(),
         std::string(),
         std::string(),
         std::string(),
         static_cast<std::int64_t>(kCoverageMax) + 1}
    ));
    Pointers pointers;
    std::map<std::string, std::vector<RecordId>> records;
    for (const storage::Row& row : rows) {
        pointers[row.text(0)][row.text(1)].push_back(row.text(2));
        records[row.text(1)].push_back(RecordId::trusted(row.text(2)));
    }
    std::map<std::string, States> states;
    for (auto& [name, ids] : records) {
        if (!desk_of(house, name)) continue;  // of a programme that is not run any more
        std::ranges::sort(ids);
        ids.erase(std::ranges::unique(ids).begin(), ids.end());
        states[name] = TRY(states_of(house, *snapshot, caller, name, ids));
    }
    Coverage out;
    for (const auto& [task, by_register] : pointers) {
        CoveredTask covered{TaskId::trusted(task), {}};
        for (const auto& [name, ids] : by_register) {
            std::map<std::string, std::int64_t> counts;
            for (const std::string& id : ids) {
                if (const auto at = states[name].find(id); at != states[name].end()) ++counts[at->second];
            }
            if (!counts.empty()) covered.registers.push_back(counted(*desk_of(house, name), counts));
        }
        if (!covered.registers.empty()) out.tasks.push_back(std::move(covered));
    }
    out.more = rows.size() > kCoverageMax;
    return out;
}

}  // namespace neove::service
