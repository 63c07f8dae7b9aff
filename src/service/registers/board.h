#pragma once
/// \file
/// A register as a board: its records counted by body and by how they stand to one limit, and along the
/// months in which that limit ends. What is counted is what the caller may list, row by row: every number is
/// the length of a list that she can open.

#include "service/registers/list_records.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace neove::service {

/// A board that has to look at rows (asked by words or other columns, or not in memory yet) looks at
/// no more than this, and says so where there are more.
inline constexpr std::size_t kBoardRowsMax = 30'000;

/// Where a record is counted: by its timing, and by its state where no day of the limit is known.
struct BoardColumn {
    Timing timing{Timing::None};
    std::string state{};  ///< of `None` alone
    auto operator<=>(const BoardColumn&) const = default;
};

struct BoardRow {
    std::string body;  ///< an organisation's id; empty: the record names none
    std::string name;
    std::vector<std::int64_t> counts;  ///< as the board's columns
    std::int64_t total{0};
};

struct BoardGroup {
    std::string value;
    std::int64_t records{0};
};

struct Board {
    Desk desk;
    RecordQuery query;  ///< as it was asked, states filled in
    std::vector<BoardColumn> columns;
    std::vector<BoardRow> rows;  ///< those with most overdue first, then by name
    std::vector<std::int64_t> totals;
    std::int64_t total{0};
    /// What the board can be narrowed to, by value, whatever it is narrowed to now.
    std::vector<BoardGroup> groups;
    bool more_groups{false};
};

/// Refusals: `access.not_found` (a register without a board, or nothing of it for her), those of
/// `walk_records`, `board.preparing` (too many to walk while they are still being read into memory).
Result<Board> board_of(House& house, const Caller& caller, const RecordQuery& query);

struct MonthRecord {
    RecordId id;
    std::string number;
    std::string state;
    json::Value columns;
    Timed timed;
};
struct BoardMonth {
    std::string month;  ///< `2026-12`
    std::array<std::int64_t, kTimings> counts{};
    std::vector<MonthRecord> first;  ///< those that end first; none of months long past or far ahead
    std::int64_t total{0};
};
struct BoardMonths {
    Desk desk;
    RecordQuery query;
    std::vector<BoardMonth> months;
};
/// The same records along time; those without a day are in no month. The same refusals.
Result<BoardMonths> months_of(House& house, const Caller& caller, const RecordQuery& query);

/// The board's rule, and the question as a board asks it: of the states that it counts, unless one is named.
/// Refuses `access.not_found` for a register without a board.
Result<RecordQuery> board_query(const Desk& desk, RecordQuery query);

}  // namespace neove::service
