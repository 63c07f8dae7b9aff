#include "definition/scenario/play.h"

#include <algorithm>

namespace neove::definition {

namespace {

/// Looks at the words of one step.
class Names {
public:
    Names(const Register& definition, const std::vector<std::string>& roles, const json::Value& step)
        : definition_(definition), roles_(roles), step_(step) {}

    std::vector<Difference> unknown() {
        const auto is_action = [&](const std::string& one) {
            return definition_.workflow.find(one) != nullptr;
        };
        const auto is_right = [&](const std::string& one) {
            return is_action(one) ||
                   std::ranges::find(access::record_actions(), one) != access::record_actions().end();
        };
        const auto is_field = [&](const std::string& one) { return definition_.form.find(one) != nullptr; };
        const auto is_role = [&](const std::string& one) {
            return std::ranges::find(roles_, one) != roles_.end();
        };
        one_of(step_, "", "do", is_action);
        one_of(step_, "", "correct", is_action);
        if (const json::Value* as = step_.find("as")) one_of(*as, "/as", "role", is_role);
        const json::Value* expected = step_.find("expect");
        if (expected == nullptr) return std::move(out_);
        for (const char* member : {"may", "may_not"}) each_of(*expected, member, is_right);
        for (const char* member : {"shown", "hidden"}) each_of(*expected, member, is_field);
        limits_due(*expected);
        return std::move(out_);
    }

private:
    template <typename Known>
    void say(const std::string& where, const std::string& word, Known known) {
        if (!known(word)) out_.push_back({where, word, "–", "?"});
    }
    template <typename Known>
    void one_of(const json::Value& from, const std::string& where, const char* member, Known known) {
        const json::Value* word = from.find(member);
        if (word == nullptr || word->string() == nullptr) return;
        say(where + "/" + member, *word->string(), known);
    }
    template <typename Known>
    void each_of(const json::Value& from, const char* member, Known known) {
        const json::Value* words = from.find(member);
        if (words == nullptr || words->array() == nullptr) return;
        for (const json::Value& word : *words->array()) {
            if (word.string() != nullptr) say(std::string("/expect/") + member, *word.string(), known);
        }
    }

    /// That nothing is due by a limit that there is not would always be true.
    void limits_due(const json::Value& expected) {
        const json::Value* due = expected.find("due");
        if (due == nullptr || due->object() == nullptr) return;
        const auto is_limit = [&](const std::string& one) {
            return std::ranges::find(definition_.limits, one, &deadline::Limit::id) !=
                   definition_.limits.end();
        };
        for (const auto& [limit, day] : *due->object()) say("/expect/due/" + limit, limit, is_limit);
    }

    const Register& definition_;
    const std::vector<std::string>& roles_;
    const json::Value& step_;
    std::vector<Difference> out_;
};

}  // namespace

std::vector<Difference> unknown_names(
    const Register& definition, const std::vector<std::string>& roles, const json::Value& step
) {
    return Names(definition, roles, step).unknown();
}

}  // namespace neove::definition
