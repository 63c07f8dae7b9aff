#include "fact/fact.h"

namespace neove::fact {

namespace {

/// In a province with few cases a day names a person; half a month serves the calendar and the statistics.
calendar::Date half_month(calendar::Date day) {
    return day.plus_days((day.day() < 15 ? 1 : 15) - day.day());
}

bool happens(const Rule& rule, const Happening& happening) {
    if (!rule.at_action.empty()) return rule.at_action == happening.action;
    return !happening.entered_state.empty() && rule.at_state == happening.entered_state;
}

std::int64_t count_of(const Rule& rule, const expression::Environment& clear) {
    if (!rule.count) return 1;
    const expression::Value value = expression::evaluate(*rule.count, clear);
    return value.integer() == nullptr ? 0 : *value.integer();
}

}  // namespace

std::string code_of(const expression::Value& value) {
    if (value.text() != nullptr) return *value.text();
    if (value.integer() != nullptr) return std::to_string(*value.integer());
    if (value.boolean() != nullptr) return *value.boolean() ? "true" : "false";
    if (value.date() != nullptr) return value.date()->iso();
    return {};
}

Diagnostics check_facts(
    const std::vector<Dimension>& dimensions,
    const std::vector<Rule>& rules,
    const std::set<std::string, std::less<>>& clear_names
) {
    Diagnostics faults;
    const auto fault = [&](std::string code, std::string where, std::string detail = {}) {
        faults.push_back({ErrorKind::Invalid, std::move(code), std::move(where), std::move(detail)});
    };
    if (dimensions.size() > kDimensionsMax) fault("fact.too_many_dimensions", "/dimensions/8");
    std::set<std::string, std::less<>> clear = clear_names;
    clear.insert("state");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
        if (!seen.insert(dimensions[i].id).second) {
            fault("fact.given_twice", "/dimensions/" + std::to_string(i));
        }
        clear.insert(dimensions[i].id);
    }
    seen.clear();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const Rule& rule = rules[i];
        const std::string where = "/facts/" + std::to_string(i);
        if (!seen.insert(rule.kind).second) fault("fact.given_twice", where);
        if (rule.at_action.empty() == rule.at_state.empty()) fault("fact.one_moment", where);
        const auto check_names = [&](const std::optional<expression::Expression>& read, const char* member) {
            if (!read) return;
            for (const std::string& name : expression::names_of(*read)) {
                if (!clear.contains(name)) fault("fact.not_in_the_clear", where + member, name);
            }
        };
        check_names(rule.when, "/when");
        check_names(rule.count, "/count");
    }
    return faults;
}

std::vector<Fact> derive_facts(
    const std::vector<Dimension>& dimensions,
    const std::vector<Rule>& rules,
    const Happening& happening,
    const expression::Environment& clear,
    bool persons
) {
    std::vector<Fact> facts;
    for (const Rule& rule : rules) {
        if (!happens(rule, happening)) continue;
        if (rule.when && !expression::holds(*rule.when, clear)) continue;
        Fact fact;
        fact.n = count_of(rule, clear);
        if (fact.n == 0) continue;
        fact.kind = rule.kind;
        fact.on_date = persons ? half_month(happening.occurred_on) : happening.occurred_on;
        for (std::size_t i = 0; i < dimensions.size() && i < kDimensionsMax; ++i) {
            const expression::Value* value = clear(dimensions[i].id);
            if (value != nullptr) fact.dimensions[i] = code_of(*value);
        }
        facts.push_back(std::move(fact));
    }
    return facts;
}

}  // namespace neove::fact
