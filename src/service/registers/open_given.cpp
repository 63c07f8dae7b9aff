#include "service/registers/open_given.h"

#include "allotment/allot.h"
#include "definition/allotments.h"
#include "service/registers/given_ids.h"
#include "storage/statements/allotments.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

constexpr std::int64_t kLinkPage = 500;

Result<> add_linked(
    storage::Snapshot& snapshot, const TaskId& task, std::map<std::string, std::set<RecordId>>& out
) {
    std::string last;
    for (;;) {
        const auto page =
            TRY(snapshot.read(storage::statements::kLinksToAfter, {task.text(), last, kLinkPage}));
        for (const storage::Row& row : page) {
            last = row.text(0);
            if (row.text(4) == allotment::kDocumentTask) {
                out[row.text(1)].insert(RecordId::trusted(row.text(2)));
            }
        }
        if (static_cast<std::int64_t>(page.size()) < kLinkPage) return {};
    }
}

bool is_open(const FoundRecord& found) {
    const workflow::State* state = found.definition->workflow.find_state(found.row.state);
    return state != nullptr && !state->is_final;
}

}  // namespace

Result<std::vector<RecordRow>> open_given(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentRecord& document
) {
    std::map<std::string, std::set<RecordId>> given;  // by register
    for (const review::Task& task : document.review.tasks) TRY(add_linked(snapshot, task.id, given));
    const auto programme = house.programmes.current();
    for (const std::string& register_id : programme->registers) {
        const auto desk = desk_of(house, register_id);
        if (!desk || !definition::takes_tasks(*desk->current)) continue;
        given[register_id].merge(TRY(given_by_id(house, snapshot, caller, *desk, document)));
    }
    std::vector<RecordRow> out;
    for (const auto& [register_id, records] : given) {
        // What a programme no longer in force opened is nobody's work here.
        if (!desk_of(house, register_id)) continue;
        const std::vector<RecordId> ids(records.begin(), records.end());
        for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
            const std::size_t many = std::min(kAtOnce, ids.size() - at);
            const auto found =
                TRY(find_records(house, snapshot, caller, register_id, std::span(ids).subspan(at, many)));
            for (const auto& [id, one] : found) {
                if (is_open(one) && verdict_of(caller, one, access::kList).allowed) out.push_back(one.row);
            }
        }
    }
    return out;
}

}  // namespace neove::service
