#include "definition/reminded.h"

#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

std::optional<RemindedRule> reminded_rule(const Register& one) {
    const json::Value* list = one.source.find("list");
    const json::Value* rule = list == nullptr ? nullptr : list->find("reminded");
    if (rule == nullptr || rule->object() == nullptr) return std::nullopt;
    RemindedRule out{rule->text_or("action")};
    const json::Value* says = rule->find("says");
    if (says == nullptr) return out;
    if (says->string() != nullptr) out.says.push_back(*says->string());
    if (says->array() == nullptr) return out;
    for (const json::Value& field : *says->array()) {
        if (field.string() != nullptr) out.says.push_back(*field.string());
    }
    return out;
}

Diagnostics check_reminded(const Register& one) {
    Diagnostics out;
    const auto rule = reminded_rule(one);
    if (!rule) return out;
    const auto fault = [&](const char* code, std::string at, const std::string& detail) {
        out.push_back({ErrorKind::Invalid, code, std::move(at), detail});
    };
    const workflow::Action* action = one.workflow.find(rule->action);
    if (action == nullptr) {
        fault("definition.unknown_action", "/action", rule->action);
        return out;
    }
    // An agenda says nothing of what a person's record holds.
    if (action->creates || one.form.persons) fault("definition.reminded_action", "/action", rule->action);
    for (std::size_t i = 0; i < rule->says.size(); ++i) {
        const std::string& id = rule->says[i];
        const form::Field* field = one.form.find(id);
        if (field == nullptr) {
            fault("definition.unknown_field", below("/says", i), id);
            continue;
        }
        const bool is_open = form::class_of(one.form, *field) < form::Class::Confidential;
        const bool is_asked = std::ranges::find(action->fields, id) != action->fields.end();
        if (!is_open || !is_asked) fault("definition.reminded_says", below("/says", i), id);
    }
    return out;
}

}  // namespace neove::definition
