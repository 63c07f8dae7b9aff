#pragma once
/// \file
/// Countable facts: what an event adds to the figures. A fact has at most eight coded dimensions and never an
/// answer that is not declared to lie in the clear. Pure; counting them is a later matter.

#include "base/result.h"
#include "calendar/date.h"
#include "expression/expression.h"

#include <array>
#include <cstdint>
#include <optional>
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
    std::string kind;  ///< its id within the register
    std::string at_action;
    std::string at_state;
    std::optional<expression::Expression> when;   ///< over dimensions, list columns and `state`
    std::optional<expression::Expression> count;  ///< over the same; 1 where absent
};

struct Fact {
    std::string kind;
    calendar::Date on_date;  ///< of the event; half-months in registers of persons (1st or 15th)
    std::array<std::string, kDimensionsMax> dimensions;
    std::int64_t n{1};
};

struct Happening {
    std::string action;
    std::string entered_state;  ///< empty where the state stayed
    calendar::Date occurred_on;
};

/// More than eight dimensions, a rule that nothing triggers, a name that is not in the clear.
Diagnostics check_facts(const std::vector<Dimension>& dimensions, const std::vector<Rule>& rules);

/// What one happening adds, from the clear part of its event alone, so that a rebuild needs no key.
std::vector<Fact> derive_facts(
    const std::vector<Dimension>& dimensions,
    const std::vector<Rule>& rules,
    const Happening& happening,
    const expression::Environment& clear,
    bool persons
);

}  // namespace neove::fact
