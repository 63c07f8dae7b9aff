#include "definition/clear_names.h"

namespace neove::definition {

namespace {

expression::Type type_of(form::Type type) {
    if (type == form::Type::Integer || type == form::Type::Money) return expression::Type::Integer;
    return type == form::Type::Date ? expression::Type::Date : expression::Type::Text;
}

}  // namespace

ClearNames::ClearNames(const Register& one, Happened happened) {
    if (happened == Happened::Yes) {
        for (const workflow::Action& action : one.workflow.actions) {
            known_[action.id] = {expression::Type::TextList};
        }
    }
    for (const fact::Dimension& dimension : one.dimensions) known_[dimension.id] = {};
    for (const Column& column : one.list.columns) {
        Known known{type_of(column.type)};
        const form::Field* field = one.form.find(column.from.text());
        if (field != nullptr && column.type == form::Type::Choice) {
            for (const form::Option& option : field->options) known.options.push_back(option.code);
            if (field->may_decline) known.options.emplace_back(form::kDeclined);
            if (field->may_be_not_asked) known.options.emplace_back(form::kNotAsked);
        }
        known_[column.id] = std::move(known);
    }
    Known states;
    for (const workflow::State& state : one.workflow.states) states.options.push_back(state.id);
    known_["state"] = std::move(states);
    known_["today"] = {expression::Type::Date};
}

expression::Types ClearNames::types() const {
    return [this](std::string_view name) -> std::optional<expression::NameType> {
        const auto found = known_.find(name);
        if (found == known_.end()) return std::nullopt;
        return expression::NameType{found->second.type, found->second.options};
    };
}

}  // namespace neove::definition
