#include "service/registers/open_given.h"

#include "allotment/allot.h"
#include "definition/allotments.h"
#include "service/registers/board_index.h"
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
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const DocumentRecord& document,
    ThereBy by
) {
    std::map<std::string, std::set<RecordId>> given;  // by register
    for (const review::Task& task : document.review.tasks) TRY(add_linked(snapshot, task.id, given));
    const auto programme = house.programmes.current();
    for (const std::string& register_id : programme->registers) {
        const auto desk = desk_of(house, register_id);
        if (!desk || !definition::takes_tasks(*desk->current)) continue;
        given[register_id].merge(TRY(given_by_id(house, snapshot, caller, *desk, document, by)));
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

namespace {

/// Nothing where a state is unknown to the programme in force: then the record's own programme is asked.
std::optional<std::int64_t> open_in(
    const definition::Register& definition, const std::map<std::string, std::int64_t>& states
) {
    std::int64_t out = 0;
    for (const auto& [name, records] : states) {
        const workflow::State* state = definition.workflow.find_state(name);
        if (state == nullptr) return std::nullopt;
        if (!state->is_final) out += records;
    }
    return out;
}

}  // namespace

Result<std::int64_t> count_open_given(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const DocumentRecord& document
) {
    const std::string& register_id = desk.current->id;
    if (house.boards != nullptr && house.boards->answers(desk)) {
        std::map<std::string, std::set<RecordId>> given;
        for (const review::Task& task : document.review.tasks) TRY(add_linked(snapshot, task.id, given));
        const auto names = names_given(house, caller, desk, document);
        for (RecordId& id : TRY(maybe_there(house, snapshot, desk, names))) {
            given[register_id].insert(std::move(id));
        }
        const std::vector<RecordId> ids(given[register_id].begin(), given[register_id].end());
        const BoardQuestion asked{desk.programme->rules, register_id, caller.actor, caller.now};
        const auto states = TRY(house.boards->states_of(house, snapshot, desk, asked, ids));
        if (const auto open = states ? open_in(*desk.current, *states) : std::nullopt) return *open;
    }
    const auto all = TRY(open_given(house, snapshot, caller, document, ThereBy::Memory));
    return std::ranges::count(all, register_id, &RecordRow::register_name);
}

}  // namespace neove::service
