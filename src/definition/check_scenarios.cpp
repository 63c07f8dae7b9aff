#include "definition/check_scenarios.h"

#include "access/load_rules.h"
#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

/// As random numbers of records are made: five of these after the register's prefix.
constexpr std::string_view kNumberLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t kNumberLength = 5;

bool is_in(const auto& words, std::string_view word) {
    return std::ranges::find(words, word) != std::ranges::end(words);
}

bool is_number_of(std::string_view prefix, std::string_view written) {
    if (!written.starts_with(prefix) || written.size() != prefix.size() + 1 + kNumberLength) return false;
    const std::string_view letters = written.substr(prefix.size() + 1);
    return written[prefix.size()] == '-' &&
           letters.find_first_not_of(kNumberLetters) == std::string_view::npos;
}

/// Looks at the words of one scenario.
class ScenarioChecker {
public:
    ScenarioChecker(const Bundle& bundle, const Register& one, const std::vector<std::string>& roles)
        : bundle_(bundle), register_(one), roles_(roles) {}

    Diagnostics check(const Scenario& scenario) {
        const json::Array* steps = scenario.steps.array();
        std::string now;
        for (std::size_t i = 0; steps != nullptr && i < steps->size(); ++i) {
            at_ = below(scenario.pointer + "/steps", i);
            const json::Value& step = (*steps)[i];
            const std::string at = step.text_or("at");
            // As written they sort as they follow each other.
            if (!at.empty() && at < now) fault("definition.time_backwards", "/at", at + " < " + now);
            now = std::max(now, at);
            check_step(step);
        }
        return std::move(faults_);
    }

private:
    void fault(std::string code, const std::string& at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), at_ + at, std::move(detail)});
    }

    template <typename Known>
    void one_of(
        const json::Value& from, const std::string& where, const char* member, const char* code, Known known
    ) {
        const json::Value* word = from.find(member);
        if (word == nullptr || word->string() == nullptr || known(*word->string())) return;
        fault(code, where + "/" + member, *word->string());
    }

    template <typename Known>
    void each_of(const json::Value& expected, const char* member, const char* code, Known known) {
        const json::Value* words = expected.find(member);
        if (words == nullptr || words->array() == nullptr) return;
        for (std::size_t i = 0; i < words->array()->size(); ++i) {
            const std::string* word = (*words->array())[i].string();
            if (word != nullptr && !known(*word))
                fault(code, below(std::string("/expect/") + member, i), *word);
        }
    }

    bool is_limit(std::string_view id) const {
        return std::ranges::find(register_.limits, id, &deadline::Limit::id) != register_.limits.end();
    }

    bool is_relation(std::string_view word) const {
        const json::Value* own = register_.source.find("access");
        own = own == nullptr ? nullptr : own->find("relations");
        const auto is_it = [&](const json::Value& one) {
            return one.string() != nullptr && *one.string() == word;
        };
        if (own != nullptr && own->array() != nullptr && std::ranges::any_of(*own->array(), is_it))
            return true;
        return is_in(access::platform_relations(), word);
    }

    void check_step(const json::Value& step) {
        const auto is_action = [&](const std::string& one) {
            return register_.workflow.find(one) != nullptr;
        };
        const auto is_role = [&](const std::string& one) { return is_in(roles_, one); };
        one_of(step, "", "do", "definition.unknown_action", is_action);
        one_of(step, "", "correct", "definition.unknown_action", is_action);
        if (const json::Value* as = step.find("as"))
            one_of(*as, "/as", "role", "definition.unknown_role", is_role);
        if (const json::Value* row = step.find("relate")) {
            one_of(*row, "/relate", "role", "definition.unknown_role", is_role);
            one_of(*row, "/relate", "relation", "definition.unknown_relation", [&](const std::string& one) {
                return is_relation(one);
            });
        }
        if (const json::Value* links = step.find("links"); links != nullptr && links->array() != nullptr) {
            for (std::size_t i = 0; i < links->array()->size(); ++i)
                check_link((*links->array())[i], below("/links", i));
        }
        if (const json::Value* link = step.find("unlink")) check_link(*link, "/unlink");
        if (const json::Value* expected = step.find("expect")) check_expectation(*expected);
    }

    void check_link(const json::Value& link, const std::string& at) {
        const workflow::LinkKind* kind = register_.workflow.find_link(link.text_or("kind"));
        if (link.find("kind") == nullptr) return;  // told already: it must be said
        if (kind == nullptr) return fault("definition.unknown_link", at + "/kind", link.text_or("kind"));
        const std::string role = link.text_or("role");
        if (!role.empty() && !is_in(kind->roles, role))
            fault("definition.unknown_link_role", at + "/role", role);
        const Register* to = bundle_.find(kind->to_register);
        const std::string number = link.text_or("to");
        if (to == nullptr || number.empty() || is_number_of(to->number_prefix, number)) return;
        fault("definition.not_a_record_number", at + "/to", number + " → " + to->number_prefix + "-7K3QX");
    }

    void check_expectation(const json::Value& expected) {
        const auto is_right = [&](const std::string& one) {
            return register_.workflow.find(one) != nullptr || is_in(access::record_actions(), one);
        };
        const auto is_field = [&](const std::string& one) { return register_.form.find(one) != nullptr; };
        const auto is_state = [&](const std::string& one) {
            return register_.workflow.find_state(one) != nullptr;
        };
        const auto is_own_limit = [&](const std::string& one) { return is_limit(one); };
        one_of(expected, "/expect", "state", "definition.unknown_state", is_state);
        for (const char* member : {"may", "may_not"})
            each_of(expected, member, "definition.unknown_action", is_right);
        for (const char* member : {"shown", "hidden"})
            each_of(expected, member, "definition.unknown_field", is_field);
        for (const char* member : {"met", "met_late", "running", "overdue", "unknown", "suspended"})
            each_of(expected, member, "definition.unknown_limit", is_own_limit);
        // That nothing is due by a limit that there is not would always be true.
        if (const json::Value* due = expected.find("due"); due != nullptr && due->object() != nullptr) {
            for (const auto& [limit, day] : *due->object()) {
                if (!is_limit(limit)) fault("definition.unknown_limit", below("/expect/due", limit), limit);
            }
        }
        for (const char* member : {"facts", "facts_exactly"}) check_facts(expected, member);
    }

    void check_facts(const json::Value& expected, const char* member) {
        const json::Value* facts = expected.find(member);
        if (facts == nullptr || facts->array() == nullptr) return;
        for (std::size_t i = 0; i < facts->array()->size(); ++i) {
            const json::Value& one = (*facts->array())[i];
            const std::string at = below(std::string("/expect/") + member, i);
            one_of(one, at, "kind", "definition.unknown_fact", [&](const std::string& kind) {
                return std::ranges::find(register_.facts, kind, &fact::Rule::kind) != register_.facts.end();
            });
            const json::Value* dimensions = one.find("dimensions");
            if (dimensions == nullptr || dimensions->object() == nullptr) continue;
            for (const auto& [id, code] : *dimensions->object()) {
                const auto known = std::ranges::find(register_.dimensions, id, &fact::Dimension::id);
                if (known == register_.dimensions.end())
                    fault("definition.unknown_dimension", below(at + "/dimensions", id), id);
            }
        }
    }

    const Bundle& bundle_;
    const Register& register_;
    const std::vector<std::string>& roles_;
    std::string at_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_scenarios(const Bundle& bundle, const Compiled& compiled) {
    Diagnostics out;
    for (std::size_t p = 0; p < bundle.programmes.size(); ++p) {
        const Programme& programme = bundle.programmes[p];
        for (std::size_t r = 0; r < programme.registers.size(); ++r) {
            const Register& one = programme.registers[r];
            const std::string at = below(below("/programmes", p) + "/registers", r);
            const auto within = [&](const Fault& slip) {
                return slip.pointer == at || slip.pointer.starts_with(at + "/");
            };
            if (std::ranges::any_of(compiled.faults, within)) continue;
            for (const Scenario& scenario : compiled.scenarios) {
                if (scenario.register_id != one.id) continue;
                const Diagnostics found = ScenarioChecker(bundle, one, programme.roles).check(scenario);
                out.insert(out.end(), found.begin(), found.end());
            }
        }
    }
    return out;
}

}  // namespace neove::definition
