#include "definition/at_once.h"

#include "access/disclosure.h"
#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view one) {
    return std::ranges::find(list, one) != list.end();
}

/// Words that somebody typed, where a question is answered with a code or a number.
bool is_typed(const Register& one, std::string_view id, const json::Value& answer) {
    const form::Field* field = one.form.find(id);
    const bool is_text =
        field == nullptr || field->type == form::Type::Text || field->type == form::Type::LongText;
    return is_text && (answer.string() == nullptr || !answer.string()->empty());
}

class AtOnceChecker {
public:
    AtOnceChecker(const Register& one, AtOnceRule rule, const access::Rules& access)
        : register_(one), rule_(std::move(rule)), access_(access) {}

    Diagnostics check() {
        if (!rule_.same.empty()) check_same();
        const workflow::Action* action = register_.workflow.find(rule_.action);
        if (action == nullptr) {
            fault("definition.unknown_action", "/action", rule_.action);
            return std::move(faults_);
        }
        // Of persons nothing is said in a heap.
        const bool is_periodic = !action->once_per.empty() && action->once_with.empty();
        if (register_.form.persons || !is_periodic) {
            fault("definition.at_once_action", "/action", rule_.action);
            return std::move(faults_);
        }
        for (const auto& [id, code] : rule_.says) check_said(*action, id, code);
        for (const std::string& id : action->requires_fields) {
            // What it asks for itself and nobody says could never be right.
            if (contains(action->fields, id) && !contains(action->once_per, id) && !is_said(id)) {
                fault("definition.at_once_missing", "", id);
            }
        }
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(at), std::move(detail)});
    }

    bool is_said(const std::string& id) const {
        return std::ranges::find(rule_.says, id, &std::pair<std::string, std::string>::first) !=
               rule_.says.end();
    }

    /// By what a list cannot show nobody could tell which of them they are.
    void check_same() {
        const Column* column = register_.find_column(rule_.same);
        if (column == nullptr) return fault("definition.unknown_column", "/same", rule_.same);
        const bool is_one_text = column->type == form::Type::Text || column->type == form::Type::Choice;
        if (!is_one_text || !access::list_shows(access_, register_.id, rule_.same)) {
            fault("definition.at_once_same", "/same", rule_.same);
        }
    }

    void check_said(const workflow::Action& action, const std::string& id, const std::string& code) {
        const form::Field* field = register_.form.find(id);
        const std::string at = "/says/" + id;
        if (field == nullptr) return fault("definition.unknown_field", at, id);
        const bool is_option =
            field->type == form::Type::Choice &&
            std::ranges::find(field->options, code, &form::Option::code) != field->options.end();
        if (!is_option || !contains(action.fields, id) || contains(action.once_per, id)) {
            fault("definition.at_once_says", at, code);
        }
    }

    const Register& register_;
    const AtOnceRule rule_;
    const access::Rules& access_;
    Diagnostics faults_;
};

}  // namespace

std::optional<AtOnceRule> at_once_rule(const Register& one) {
    const json::Value* list = one.source.find("list");
    const json::Value* rule = list == nullptr ? nullptr : list->find("at_once");
    if (rule == nullptr || rule->object() == nullptr) return std::nullopt;
    AtOnceRule out{rule->text_or("action"), rule->text_or("same")};
    const json::Value* says = rule->find("says");
    if (says == nullptr || says->object() == nullptr) return out;
    for (const auto& [field, code] : *says->object()) {
        if (code.string() != nullptr) out.says.emplace_back(field, *code.string());
    }
    return out;
}

bool says_at_once(const Register& one, const AtOnceRule& rule, const json::Value& answers) {
    const workflow::Action* action = one.workflow.find(rule.action);
    if (action == nullptr || answers.object() == nullptr) return false;
    const bool says_all = std::ranges::all_of(rule.says, [&](const auto& said) {
        return answers.text_or(said.first) == said.second;
    });
    return says_all && std::ranges::all_of(*answers.object(), [&](const auto& answer) {
               const auto is_it = [&](const auto& said) { return said.first == answer.first; };
               const bool is_period =
                   contains(action->once_per, answer.first) && !is_typed(one, answer.first, answer.second);
               return is_period || std::ranges::any_of(rule.says, is_it);
           });
}

Diagnostics check_at_once(const Register& one, const access::Rules& access) {
    auto rule = at_once_rule(one);
    return rule ? AtOnceChecker(one, std::move(*rule), access).check() : Diagnostics{};
}

}  // namespace neove::definition
