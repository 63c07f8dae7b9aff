#include "service/registers/board.h"

#include "base/collation.h"
#include "definition/board.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

constexpr std::size_t kGroupsMax = 300;
constexpr std::size_t kFirstOfMonth = 20;

std::string text_at(const json::Value& columns, const std::string& column) {
    const json::Value* value = columns.find(column);
    return value == nullptr || value->string() == nullptr ? std::string() : *value->string();
}

using Counts = std::map<BoardColumn, std::int64_t>;

/// The columns that hold anything, in the order of timings and of the workflow; those of time always.
std::vector<BoardColumn> columns_of(const definition::Register& definition, const Counts& totals) {
    std::vector<BoardColumn> out{{Timing::Overdue}, {Timing::DueSoon}, {Timing::Running}};
    for (const Timing timing : {Timing::Met, Timing::MetLate}) {
        if (totals.contains({timing})) out.push_back({timing});
    }
    for (const workflow::State& state : definition.workflow.states) {
        if (totals.contains({Timing::None, state.id})) out.push_back({Timing::None, state.id});
    }
    return out;
}

std::vector<std::int64_t> counts_of(const std::vector<BoardColumn>& columns, const Counts& counts) {
    std::vector<std::int64_t> out;
    for (const BoardColumn& column : columns) {
        const auto found = counts.find(column);
        out.push_back(found == counts.end() ? 0 : found->second);
    }
    return out;
}

std::string name_of(const organisation::Directory& directory, const std::string& body) {
    const auto id = OrganisationId::parse(body);
    const auto* one = id ? directory.find(*id) : nullptr;
    return one == nullptr ? std::string() : one->name;
}

void sort_rows(std::vector<BoardRow>& rows) {
    std::map<std::string, std::string> keys;
    for (const BoardRow& row : rows) keys.emplace(row.body, collation_key(row.name));
    std::ranges::sort(rows, [&](const BoardRow& a, const BoardRow& b) {
        const std::int64_t late = a.counts.front(), later = b.counts.front();
        return std::tie(later, keys[a.body], a.body) < std::tie(late, keys[b.body], b.body);
    });
}

void take_groups(const std::map<std::string, std::int64_t>& groups, Board& board) {
    for (const auto& [value, records] : groups) {
        if (!value.empty()) board.groups.push_back({value, records});
    }
    std::ranges::sort(board.groups, {}, [](const BoardGroup& one) { return collation_key(one.value); });
    board.more_groups = board.groups.size() > kGroupsMax;
    if (board.more_groups) board.groups.resize(kGroupsMax);
}

}  // namespace

Result<RecordQuery> board_query(const Desk& desk, RecordQuery query) {
    const auto rule = definition::board_rule(*desk.current);
    if (!rule) return refuse(ErrorKind::NotFound, "access.not_found");
    if (query.states.empty() && query.filter.empty()) query.states = rule->states;
    return query;
}

Result<Board> board_of(House& house, const Caller& caller, const RecordQuery& query) {
    Board out;
    out.desk = TRY(desk_of(house, query.register_id));
    out.query = TRY(board_query(out.desk, query));
    const definition::BoardRule rule = *definition::board_rule(*out.desk.current);
    // All groups are counted, so that she can choose another one.
    RecordQuery wide = out.query;
    const auto chosen = wide.where.find(rule.group);
    const std::string group = chosen == wide.where.end() ? std::string() : chosen->second;
    const bool is_narrowed = chosen != wide.where.end();
    if (is_narrowed) wide.where.erase(chosen);
    std::map<std::string, Counts> bodies;
    std::map<std::string, std::int64_t> groups;
    Counts totals;
    const auto snapshot = TRY(snapshot_of(house, caller));
    TRY(walk_records(
        house,
        *snapshot,
        caller,
        out.desk,
        wide,
        access::kList,
        kBoardRowsMax,
        [&](const WalkedRecord& one) {
            const std::string of = rule.group.empty() ? std::string() : text_at(one.columns, rule.group);
            ++groups[of];
            if (is_narrowed && of != group) return;
            const BoardColumn column{
                one.timed.timing, one.timed.timing == Timing::None ? one.row.state : std::string()};
            const std::string body =
                rule.rows == "owner" ? one.row.owner.text() : text_at(one.columns, rule.rows);
            ++bodies[body][column];
            ++totals[column];
        }
    ));
    out.columns = columns_of(*out.desk.current, totals);
    const auto live = house.live.view();
    for (const auto& [body, counts] : bodies) {
        BoardRow row{body, name_of(live->directory, body), counts_of(out.columns, counts), 0};
        for (const std::int64_t count : row.counts) row.total += count;
        out.total += row.total;
        out.rows.push_back(std::move(row));
    }
    out.totals = counts_of(out.columns, totals);
    sort_rows(out.rows);
    if (!rule.group.empty()) take_groups(groups, out);
    return out;
}

Result<BoardMonths> months_of(House& house, const Caller& caller, const RecordQuery& query) {
    BoardMonths out;
    out.desk = TRY(desk_of(house, query.register_id));
    out.query = TRY(board_query(out.desk, query));
    struct Month {
        BoardMonth told;
        std::multimap<std::int64_t, MonthRecord> first;
    };
    std::map<std::string, Month> months;
    const auto snapshot = TRY(snapshot_of(house, caller));
    TRY(walk_records(
        house,
        *snapshot,
        caller,
        out.desk,
        out.query,
        access::kList,
        kBoardRowsMax,
        [&](const WalkedRecord& one) {
            if (!one.timed.due_at) return;
            Month& month = months[month_of(*one.timed.due_at, house.options.utc_offset_micros)];
            ++month.told.counts.at(static_cast<std::size_t>(one.timed.timing));
            ++month.told.total;
            month.first.emplace(
                one.timed.due_at->micros,
                MonthRecord{one.row.id, one.row.number, one.row.state, one.columns, one.timed}
            );
            if (month.first.size() > kFirstOfMonth) month.first.erase(std::prev(month.first.end()));
        }
    ));
    for (auto& [name, month] : months) {
        month.told.month = name;
        for (auto& [due, record] : month.first) month.told.first.push_back(std::move(record));
        out.months.push_back(std::move(month.told));
    }
    return out;
}

}  // namespace neove::service
