#include "service/registers/occasions.h"

#include "definition/occasions.h"
#include "service/registers/list_records.h"

#include <algorithm>

namespace neove::service {

namespace {

/// Of what was never closed there may be as much.
constexpr std::size_t kScanMost = 20'000;

bool is_hers(const access::Standing& standing) {
    return std::ranges::any_of(standing.relations, [](const std::string& held) {
        return held != access::kAny && held != access::kAbove && !held.ends_with(access::kToBelow);
    });
}

std::string text_in(const json::Value& columns, const std::string& id) {
    return id.empty() ? std::string() : columns.text_or(id);
}

/// What is still to come, where its register does not say in which states that is so.
std::vector<std::string> states_of(const Desk& desk, const definition::OccasionRule& rule) {
    if (!rule.states.empty()) return rule.states;
    std::vector<std::string> out;
    for (const workflow::State& state : desk.current->workflow.states) {
        if (!state.is_final) out.push_back(state.id);
    }
    return out;
}

Result<> add_occasions(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const definition::OccasionRule& rule,
    Occasions& out
) {
    RecordQuery query;
    query.register_id = desk.current->id;
    query.states = states_of(desk, rule);
    query.sort = rule.on;
    const std::string from = today(house, caller.now);
    std::size_t found = 0;
    const auto walked = walk_records(
        house,
        snapshot,
        caller,
        desk,
        query,
        access::kList,
        kScanMost,
        [&](const WalkedRecord& one) {
            const std::string on = text_in(one.columns, rule.on);
            if (on < from || !is_hers(one.standing)) return;
            if (found++ >= kOccasionsShown) {
                out.more = true;
                return;
            }
            Occasion occasion{desk, one.row, on, text_in(one.columns, rule.at)};
            for (const std::string& column : rule.show) {
                std::string said = text_in(one.columns, column);
                if (!said.empty()) occasion.says.push_back(std::move(said));
            }
            out.all.push_back(std::move(occasion));
        }
    );
    if (walked) return {};
    // A register that is closed to her has no days for her; of one that is too long those found are told.
    if (walked.error().code == "access.not_found") return {};
    if (walked.error().code != "board.too_many") return std::unexpected(walked.error());
    out.more = true;
    return {};
}

}  // namespace

Result<Occasions> occasions_of(House& house, const Caller& caller) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto programme = house.programmes.current();
    Occasions out;
    for (const std::string& id : programme->registers) {
        const Desk desk = TRY(desk_of(house, id));
        if (const auto rule = definition::occasion_rule(*desk.current)) {
            TRY(add_occasions(house, *snapshot, caller, desk, *rule, out));
        }
    }
    std::ranges::sort(out.all, {}, [](const Occasion& one) {
        return std::tuple(one.on, one.at, one.row.id.text());
    });
    if (out.all.size() > kOccasionsShown) {
        out.all.erase(out.all.begin() + kOccasionsShown, out.all.end());
        out.more = true;
    }
    return out;
}

}  // namespace neove::service
