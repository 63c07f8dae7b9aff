#include "service/registers/linked_here.h"

#include "storage/statements/record_links.h"

#include <algorithm>

namespace neove::service {

namespace {

/// How many of these she may list, by state. At most `kAtOnce` of one register.
Result<> count(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::string& register_id,
    const std::vector<RecordId>& ids,
    std::map<std::string, std::int64_t>& states
) {
    for (const auto& [id, found] : TRY(find_records(house, snapshot, caller, register_id, ids))) {
        if (verdict_of(caller, found, access::kList).allowed) ++states[found.row.state];
    }
    return {};
}

}  // namespace

LinkedRegister counted(Desk desk, const std::map<std::string, std::int64_t>& states) {
    LinkedRegister out{std::move(desk), {}, 0};
    const auto add = [&](const std::string& state, std::int64_t records) {
        out.states.push_back({state, records});
        out.records += records;
    };
    for (const workflow::State& state : out.desk.current->workflow.states) {
        if (const auto found = states.find(state.id); found != states.end()) add(state.id, found->second);
    }
    // A state that the register has no more, of a record that was opened under an older one.
    for (const auto& [state, records] : states) {
        if (out.desk.current->workflow.find_state(state) == nullptr) add(state, records);
    }
    return out;
}

Result<LinkedHere> linked_here(
    House& house, const Caller& caller, std::string_view register_id, const RecordId& id
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    [[maybe_unused]] const FoundRecord target =
        TRY(record_for(house, *snapshot, caller, register_id, id, access::kOpen));
    LinkedHere out;
    std::map<std::string, std::vector<RecordId>> linkers;
    const auto rows = TRY(snapshot->read(
        storage::statements::kLinkersOf,
        {id.text(), std::string(), std::string(), static_cast<std::int64_t>(kLinkersMax) + 1}
    ));
    for (const storage::Row& row : rows) {
        linkers[row.text(0)].push_back(RecordId::trusted(row.text(1)));
    }
    for (auto& [name, ids] : linkers) {
        auto desk = desk_of(house, name);
        if (!desk) continue;  // of a programme that is not run any more
        std::map<std::string, std::int64_t> states;
        for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
            const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(at + kAtOnce, ids.size()));
            TRY(count(
                house, *snapshot, caller, name, {ids.begin() + static_cast<std::ptrdiff_t>(at), end}, states
            ));
        }
        if (!states.empty()) out.registers.push_back(counted(std::move(*desk), states));
    }
    out.more = rows.size() > kLinkersMax;
    return out;
}

}  // namespace neove::service
