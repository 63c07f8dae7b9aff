#pragma once
/// \file
/// What changes when one access table follows another, line by line, and whether anybody gains by it: what
/// two persons are shown before they sign.

#include "access/rules.h"

namespace neove::access {

struct Change {
    enum class Kind : std::uint8_t { Added, Removed, Changed } kind{Kind::Added};
    std::string before;  ///< the line as in `to_tsv`, without its end; empty where added
    std::string after;   ///< empty where removed
    bool wider{false};   ///< somebody may do or see more by it
    bool operator==(const Change&) const = default;
};

/// Every line that differs, in the order of the table. Empty exactly where both tables are the same.
std::vector<Change> difference(const Rules& before, const Rules& after);

/// Whether the second allows anybody anything that the first does not: an action, a class, a longer time, a
/// column or name in a list, a larger export or one on fewer approvals, break-glass that gives more or that
/// fewer hear of, an action that gives a relation, a deny that is gone or lifted by more, and what the words
/// mean: a field of a lower class, an action that asks less of whoever takes it, is taken in another state or
/// leads elsewhere, a link or question that asks less, records that may be erased sooner, a dimension that
/// lies outside the seal. What cannot be compared counts as wider. Where false, no actor in no standing gets
/// more.
bool is_wider(const Rules& before, const Rules& after);
/// Whether it is the words that mean more: such a bundle cannot run under the table of before.
bool means_more(const Rules& before, const Rules& after);
/// Of these registers, or of none.
std::set<std::string, std::less<>> registers_that_mean_more(const Rules& before, const Rules& after);
/// The second, with the class that the first says of each field that is gone: one that comes back is no new
/// one, and two sign a lower class.
Rules with_classes_of_before(const Rules& before, const Rules& after);

/// Whether a kind of guard says what guards rest on (ADR 119): what a question hangs by, time limits, the
/// domain, codes of allotments, a board. It is told of registers and fields, not of actions.
bool is_of_ground(std::string_view kind);

/// The classes of a cell.
struct CellClasses {
    Classes read{0};
    Classes write{0};
    Classes with_purpose{0};
    auto operator<=>(const CellClasses&) const = default;
};

/// Changes as people read them: cells that change alike and differ in the state alone are one line, and what
/// holds for a register as a whole is one line a rule.
struct ReadableChange {
    Change::Kind kind{Change::Kind::Added};
    bool wider{false};
    std::string register_name;
    std::string
        part;  ///< `cell`, `deny`, `list`, `list_identity`, `export`, `break_glass`, `matches`, `gives`
    // Of a cell:
    std::string role;
    std::string action;
    std::string relation;
    Condition condition;
    std::vector<std::string> states;  ///< empty text: before the record exists
    std::optional<CellClasses> cell_before;
    std::optional<CellClasses> cell_after;
    // Of the other parts: what that part says of the register, before and after; the rest is empty.
    std::optional<RegisterPolicy> before;
    std::optional<RegisterPolicy> after;
};
/// In the order of the changes; nothing is left out. Parts of what words mean: `class`, `guard`, `kept`,
/// `clear`.
std::vector<ReadableChange> readable(const std::vector<Change>& changes);

}  // namespace neove::access
