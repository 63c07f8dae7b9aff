#include "service/registers/board.h"

#include "base/collation.h"
#include "definition/board.h"
#include "service/registers/board_index.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

constexpr std::size_t kGroupsMax = 300;
constexpr std::size_t kFirstOfMonth = 10;
/// Records are named of months that somebody works on now; the others are counted.
constexpr int kMonthsBack = 3;
constexpr int kMonthsAhead = 12;
constexpr int kMonthsOfYear = 12;

/// Months since year 0 of `2026-12`.
int ordinal_of(const std::string& month) {
    return std::stoi(month.substr(0, 4)) * kMonthsOfYear + std::stoi(month.substr(5));
}

/// How many records of a month are named.
std::size_t most_named(const std::string& month, Instant now, std::int64_t utc_offset_micros) {
    const int from_now = ordinal_of(month) - ordinal_of(month_of(now, utc_offset_micros));
    return from_now < -kMonthsBack || from_now > kMonthsAhead ? 0 : kFirstOfMonth;
}

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

namespace {

/// Counted, whichever way.
struct Counted {
    std::map<std::string, Counts> bodies;
    std::map<std::string, std::int64_t> groups;
    Counts totals;

    void add(const std::string& body, const BoardColumn& column, std::int64_t records) {
        bodies[body][column] += records;
        totals[column] += records;
    }
};

Counted counted_of(BoardTally tally) {
    Counted out;
    out.groups = std::move(tally.groups);
    for (const BoardCount& one : tally.counts) {
        for (std::size_t i = 0; i < kTimings; ++i) {
            const auto timing = static_cast<Timing>(i);
            if (one.records.at(i) == 0) continue;
            out.add(
                one.body, {timing, timing == Timing::None ? one.state : std::string()}, one.records.at(i)
            );
        }
    }
    return out;
}

/// Too many to walk is said otherwise while what need not walk is still being read.
Result<> told(const House& house, const Desk& desk, Result<> walked) {
    if (walked || walked.error().code != "board.too_many") return walked;
    if (house.boards == nullptr || house.boards->answers(desk)) return walked;
    return refuse(ErrorKind::Unavailable, "board.preparing");
}

Result<Counted> walked_board(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const definition::BoardRule& rule,
    RecordQuery query
) {
    // All groups are counted, so that she can choose another one.
    const auto chosen = query.where.find(rule.group);
    const bool is_narrowed = !rule.group.empty() && chosen != query.where.end();
    const std::string group = is_narrowed ? chosen->second : std::string();
    if (is_narrowed) query.where.erase(chosen);
    Counted out;
    const auto count = [&](const WalkedRecord& one) {
        const std::string of = rule.group.empty() ? std::string() : text_at(one.columns, rule.group);
        ++out.groups[of];
        if (is_narrowed && of != group) return;
        const bool is_timeless = one.timed.timing == Timing::None;
        out.add(
            rule.rows == "owner" ? one.row.owner.text() : text_at(one.columns, rule.rows),
            {one.timed.timing, is_timeless ? one.row.state : std::string()},
            1
        );
    };
    TRY(told(
        house, desk, walk_records(house, snapshot, caller, desk, query, access::kList, kBoardRowsMax, count)
    ));
    return out;
}

Result<Counted> counted_board(
    House& house, const Caller& caller, const Desk& desk, const RecordQuery& query
) {
    const definition::BoardRule rule = *definition::board_rule(*desk.current);
    const auto snapshot = TRY(snapshot_of(house, caller));
    if (house.boards != nullptr) {
        if (const auto asked = TRY(question_of(house, *snapshot, caller, desk, query))) {
            auto tally = TRY(house.boards->count(house, *snapshot, desk, *asked));
            if (tally) return counted_of(std::move(*tally));
        }
    }
    return walked_board(house, *snapshot, caller, desk, rule, query);
}

}  // namespace

Result<Board> board_of(House& house, const Caller& caller, const RecordQuery& query) {
    Board out;
    out.desk = TRY(desk_of(house, query.register_id));
    out.query = TRY(board_query(out.desk, query));
    const Counted counted = TRY(counted_board(house, caller, out.desk, out.query));
    out.columns = columns_of(*out.desk.current, counted.totals);
    const auto live = house.live.view();
    for (const auto& [body, counts] : counted.bodies) {
        BoardRow row{body, name_of(live->directory, body), counts_of(out.columns, counts), 0};
        for (const std::int64_t count : row.counts) row.total += count;
        out.total += row.total;
        out.rows.push_back(std::move(row));
    }
    out.totals = counts_of(out.columns, counted.totals);
    sort_rows(out.rows);
    if (!definition::board_rule(*out.desk.current)->group.empty()) take_groups(counted.groups, out);
    return out;
}

namespace {

using Timeds = std::map<std::string, BoardMonth>;

Result<Timeds> walked_months(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query
) {
    struct Month {
        BoardMonth told;
        std::multimap<std::int64_t, MonthRecord> first;
    };
    std::map<std::string, Month> months;
    const auto count = [&](const WalkedRecord& one) {
        if (!one.timed.due_at) return;
        const std::int64_t offset = house.options.utc_offset_micros;
        const std::string name = month_of(*one.timed.due_at, offset);
        Month& month = months[name];
        ++month.told.counts.at(static_cast<std::size_t>(one.timed.timing));
        ++month.told.total;
        month.first.emplace(
            one.timed.due_at->micros,
            MonthRecord{one.row.id, one.row.number, one.row.state, one.columns, one.timed}
        );
        if (month.first.size() > most_named(name, caller.now, offset))
            month.first.erase(std::prev(month.first.end()));
    };
    TRY(told(
        house, desk, walk_records(house, snapshot, caller, desk, query, access::kList, kBoardRowsMax, count)
    ));
    Timeds out;
    for (auto& [name, month] : months) {
        for (auto& [due, record] : month.first) month.told.first.push_back(std::move(record));
        out.emplace(name, std::move(month.told));
    }
    return out;
}

/// What the first records of each month say, each asked about as a row of a list.
Result<Timeds> month_records(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const std::map<std::string, MonthTally>& tallies
) {
    std::vector<RecordId> ids;
    for (const auto& [name, tally] : tallies) {
        if (most_named(name, caller.now, house.options.utc_offset_micros) == 0) continue;
        for (const auto& [due, id] : tally.first) ids.push_back(id);
    }
    const std::string limit = definition::board_rule(*desk.current)->limit;
    std::map<std::string, MonthRecord> records;
    TRY(look_at(house, snapshot, caller, desk, ids, limit, [&](const WalkedRecord& one) {
        records.emplace(
            one.row.id.text(), MonthRecord{one.row.id, one.row.number, one.row.state, one.columns, one.timed}
        );
    }));
    Timeds out;
    for (const auto& [name, tally] : tallies) {
        BoardMonth& month = out[name];
        month.counts = tally.counts;
        month.total = tally.total;
        for (const auto& [due, id] : tally.first) {
            const auto found = records.find(id.text());
            if (found != records.end()) month.first.push_back(std::move(found->second));
        }
    }
    return out;
}

Result<Timeds> counted_months(
    House& house, const Caller& caller, const Desk& desk, const RecordQuery& query
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    if (house.boards != nullptr) {
        if (const auto asked = TRY(question_of(house, *snapshot, caller, desk, query))) {
            const auto tallies = TRY(house.boards->months(house, *snapshot, desk, *asked, kFirstOfMonth));
            if (tallies) return month_records(house, *snapshot, caller, desk, *tallies);
        }
    }
    return walked_months(house, *snapshot, caller, desk, query);
}

}  // namespace

Result<BoardMonths> months_of(House& house, const Caller& caller, const RecordQuery& query) {
    BoardMonths out;
    out.desk = TRY(desk_of(house, query.register_id));
    out.query = TRY(board_query(out.desk, query));
    for (auto& [name, month] : TRY(counted_months(house, caller, out.desk, out.query))) {
        month.month = name;
        out.months.push_back(std::move(month));
    }
    return out;
}

}  // namespace neove::service
