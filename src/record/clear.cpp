#include "record/clear.h"

#include "record/history.h"

#include <algorithm>

namespace neove::record {

namespace {

/// A column's or dimension's answer as it may lie in the clear. Where it shows one field, also fields that no
/// expression reads have a code: a unit is its code, several choices are one text.
json::Value clear_value(
    const definition::Register& definition,
    const expression::Expression& from,
    const json::Value& answers,
    calendar::Date today
) {
    if (const form::Field* field = definition.form.find(from.text())) {
        const json::Value* answer = answers.find(field->id);
        if (answer == nullptr) return {};
        if (answer->string() != nullptr || answer->integer() != nullptr) return *answer;
        if (const json::Value* code = answer->find("code")) return *code;
        if (const json::Array* several = answer->array()) {
            std::string joined;
            for (const json::Value& one : *several) {
                if (one.string() != nullptr) joined += (joined.empty() ? "" : ",") + *one.string();
            }
            return joined;
        }
        return {};
    }
    const expression::Value value =
        expression::evaluate(from, form::AnswerEnvironment(definition.form, answers, today).environment());
    if (value.integer() != nullptr) return *value.integer();
    const std::string code = fact::code_of(value);
    return code.empty() ? json::Value{} : json::Value(code);
}

expression::Value typed(const json::Value& value, form::Type type) {
    if (value.integer() != nullptr) return *value.integer();
    if (value.string() == nullptr) return {};
    if (type == form::Type::Date) {
        const auto date = calendar::Date::parse_iso(*value.string());
        return date ? expression::Value(*date) : expression::Value{};
    }
    return *value.string();
}

}  // namespace

json::Value columns_of(
    const definition::Register& definition, const json::Value& answers, calendar::Date today
) {
    json::Value columns{json::Object{}};
    for (const definition::Column& column : definition.list.columns) {
        json::Value value = clear_value(definition, column.from, answers, today);
        if (!value.is_null()) columns.set(column.id, std::move(value));
    }
    return columns;
}

json::Value dimensions_of(
    const definition::Register& definition, const json::Value& answers, calendar::Date today
) {
    json::Value dimensions{json::Object{}};
    for (const fact::Dimension& dimension : definition.dimensions) {
        json::Value value = clear_value(definition, dimension.code, answers, today);
        if (!value.is_null()) dimensions.set(dimension.id, std::move(value));
    }
    return dimensions;
}

Clear::Clear(
    const definition::Register& definition,
    const json::Value& columns,
    const json::Value& dimensions,
    std::string_view state,
    calendar::Date today
) {
    for (const fact::Dimension& dimension : definition.dimensions) {
        if (const json::Value* value = dimensions.find(dimension.id)) {
            values_.insert_or_assign(dimension.id, typed(*value, form::Type::Text));
        }
    }
    for (const definition::Column& column : definition.list.columns) {
        if (const json::Value* value = columns.find(column.id)) {
            values_.insert_or_assign(column.id, typed(*value, column.type));
        }
    }
    values_.insert_or_assign("state", state);
    values_.insert_or_assign("today", today);
}

void Clear::add_happened(
    const definition::Register& definition, const History& history, std::int64_t utc_offset_micros
) {
    std::map<std::string, expression::Texts, std::less<>> days;
    for (const workflow::Action& action : definition.workflow.actions) days[action.id];
    const Corrected told(history);
    for (const Event& event : told.events()) {
        const auto found = days.find(event.kind);
        if (found != days.end()) found->second.push_back(day_of(event, utc_offset_micros).iso());
    }
    for (auto& [action, taken] : days) values_.try_emplace(action, std::move(taken));
}

expression::Environment Clear::environment() const {
    return [this](std::string_view name) -> const expression::Value* {
        const auto found = values_.find(name);
        return found == values_.end() ? nullptr : &found->second;
    };
}

Clear clear_now(
    const definition::Register& definition,
    const History& history,
    std::string_view state,
    calendar::Date today,
    std::int64_t utc_offset_micros
) {
    static const json::Value nothing;
    const json::Value& columns = history.empty() ? nothing : history.back()->columns;
    const json::Value& dimensions = history.empty() ? nothing : history.back()->dimensions;
    Clear clear(definition, columns, dimensions, state, today);
    clear.add_happened(definition, history, utc_offset_micros);
    return clear;
}

calendar::Date day_of(const Event& event, std::int64_t utc_offset_micros) {
    return calendar::date_of(event.occurred_at, utc_offset_micros);
}

}  // namespace neove::record
