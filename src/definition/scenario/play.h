#pragma once
/// \file
/// The state of a scenario under way, and what an expectation says of it.

#include "access/rules.h"
#include "definition/scenario/scenario.h"
#include "record/record.h"

namespace neove::definition {

struct Play {
    const Register& definition;
    const access::Rules& rules;
    const Setting& setting;
    Instant now{};
    record::Record record{};
    std::vector<record::Event> history{};
    std::vector<fact::Fact> facts{};
    std::vector<deadline::Clock> clocks{};
    std::vector<access::RelationRow> relations{};
    std::map<std::pair<std::string, std::string>, std::optional<std::size_t>> handed{};  ///< of them, by gift
    std::map<std::string, Instant> entered{};
    access::Actor actor{};
    bool has_purpose{false};

    bool is_open() const { return !history.empty(); }
    access::Standing standing() const;
    /// What the access table says to this actor, for `open`, `list` or an action.
    access::Verdict verdict(std::string_view action) const;
};

/// One thing that came otherwise; the caller knows where it is written.
struct Difference {
    std::string member;  ///< of the expectation, as a JSON Pointer below it
    std::string what;
    std::string expected;
    std::string derived;
};

std::vector<Difference> compare(const Play& play, const json::Value& expected);

}  // namespace neove::definition
