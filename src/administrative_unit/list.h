#pragma once
/// \file
/// A table of units against what is known: what one version of the list would hold after it, and every fault.
/// Decides only; nothing is saved here, and nothing may be saved while there is a fault.

#include "administrative_unit/directory.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::administrative_unit {

inline constexpr std::size_t kMostFaults = 1'000;  ///< then `units.more_faults` closes the list
inline constexpr std::size_t kMostPredecessors = 200;
inline constexpr std::size_t kMostNameLength = 120;  ///< code points

struct ListFault {
    std::size_t row{0};  ///< as the table counts: the header is row 1
    std::string column;  ///< the header as typed; empty for a whole row
    std::string code;
    std::string detail;  ///< the offending text, shortened
    bool operator==(const ListFault&) const = default;
};

/// What is known of a unit and the table would take away: a table of today's units knows little of yesterday.
struct ListLoss {
    std::size_t row{0};  ///< the unit's first in the table
    std::string code;
    std::string name;             ///< the unit's full name as it is known
    std::vector<Day> spells;      ///< on whose first days the table lets no spell begin
    std::size_t predecessors{0};  ///< that no spell in the table names
    bool operator==(const ListLoss&) const = default;
};

struct ListPlan {
    Day list;
    std::size_t rows{0};          ///< with content, without the header
    std::vector<Unit> to_add;     ///< units of which the list had no spell that begins so
    std::vector<Unit> to_change;  ///< whole new values
    std::size_t unchanged{0};
    std::vector<ListLoss> losses;  ///< in the order of the rows
    std::vector<ListFault> faults;
    bool can_be_saved() const { return faults.empty(); }
};

/// Columns are found by their headers (see the pack); the first row is the header. `code`, `name` and `kind`
/// must be there. A kind that several levels have is told apart by the `level` column or by the parent. No
/// `valid_from` means the list's own day; the pack's word for "unknown" means since nobody knows when.
/// Predecessors: `LIST/CODE` and how much of it, with semicolons between (`2025-06-30/00001 part`). What the
/// table does not name stays as it is. Codes: `units.…`, see packs/messages.
ListPlan plan_list(std::string_view table, Day list, const Directory& known);

}  // namespace neove::administrative_unit
