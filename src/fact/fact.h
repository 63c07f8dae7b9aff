#pragma once
/// \file
/// Countable facts: what an event adds to the figures. A fact has at most eight coded dimensions and never an
/// answer that is not declared to lie in the clear. Pure; counting them is a later matter.

#include "base/result.h"
#include "calendar/date.h"
#include "expression/expression.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace neove::fact {

constexpr std::size_t kDimensionsMax = 8;

/// One dimension of a register: a coded value in the clear. `code` is an expression over the answers that
/// yields text or an integer (an age band, a form of exploitation, a commune's code).
struct Dimension {
    std::string id;
    expression::Expression code;
};

/// When one is counted: at an action, or at entering a state.
struct Rule {
    std::string kind;                               ///< its id within the register
    std::string at_action{};                        ///< either this
    std::string at_state{};                         ///< or this
    std::optional<expression::Expression> when{};   ///< over dimensions, list columns and `state`
    std::optional<expression::Expression> count{};  ///< over the same; 1 where absent
};

struct Fact {
    std::string kind;
    calendar::Date
        on_date;  ///< of the event; in registers of persons only its half-month: the 1st or the 15th
    std::array<std::string, kDimensionsMax> dimensions;
    std::int64_t n{1};
    bool operator==(const Fact&) const = default;
};

struct Happening {
    std::string action;
    std::string entered_state;  ///< empty where the state stayed
    calendar::Date occurred_on;
};

/// More than eight dimensions (`fact.too_many_dimensions`), an id given twice (`fact.given_twice`), a rule
/// with no moment or with two (`fact.one_moment`), a condition that reads what does not lie in the clear
/// (`fact.not_in_the_clear`, `detail` names it). `clear_names` are the register's columns; dimensions and
/// `state` are clear by themselves.
Diagnostics check_facts(
    const std::vector<Dimension>& dimensions,
    const std::vector<Rule>& rules,
    const std::set<std::string, std::less<>>& clear_names
);

/// A dimension's value as it is stored: text as it is, integers in decimal, absent as nothing.
std::string code_of(const expression::Value& value);

/// What one happening adds, from the clear part of its event alone, so that a rebuild needs no key: `clear`
/// answers with dimensions, columns and `state` as they were derived then.
std::vector<Fact> derive_facts(
    const std::vector<Dimension>& dimensions,
    const std::vector<Rule>& rules,
    const Happening& happening,
    const expression::Environment& clear,
    bool persons
);

}  // namespace neove::fact
