#include "expression/cases/cases.h"

#include "calendar/date.h"

namespace neove::expression {
namespace {

std::unexpected<Error> not_a_case() {
    return refuse(ErrorKind::Malformed, "json.malformed");
}

Result<Value> read_texts(const json::Array& from) {
    Texts texts;
    for (const json::Value& item : from) {
        if (!item.string()) return not_a_case();
        texts.push_back(*item.string());
    }
    return texts;
}

Result<Value> read_rows(const json::Array& from) {
    Rows rows;
    for (const json::Value& item : from) {
        Values cells = TRY(read_environment(item));
        rows.emplace_back(cells.begin(), cells.end());
    }
    return rows;
}

json::Value write_value(const Value& value) {
    if (value.boolean()) return *value.boolean();
    if (value.integer()) return *value.integer();
    if (value.text()) return *value.text();
    if (value.date()) return json::Object{{"date", value.date()->iso()}};
    if (value.texts()) return json::Array(value.texts()->begin(), value.texts()->end());
    // Rows are read and never made: how many there are tells them apart well enough, and an empty list of
    // rows looks like any other in the twin.
    if (value.rows() && value.rows()->empty()) return json::Array{};
    if (value.rows()) return json::Object{{"rows", value.rows()->size()}};
    return nullptr;
}

}  // namespace

Result<Value> read_value(const json::Value& from) {
    if (from.is_null()) return Value();
    if (from.boolean()) return *from.boolean();
    if (from.integer()) return *from.integer();
    if (from.string()) return *from.string();
    if (from.array()) return read_texts(*from.array());
    if (const json::Value* rows = from.find("rows"); rows && rows->array()) return read_rows(*rows->array());
    const auto day = calendar::Date::parse_iso(from.text_or("date"));
    if (!day) return not_a_case();
    return *day;
}

Result<Values> read_environment(const json::Value& from) {
    if (!from.object()) return not_a_case();
    Values values;
    for (const auto& [name, value] : *from.object()) values[name] = TRY(read_value(value));
    return values;
}

json::Value answer(std::string_view text, const Values& values) {
    const Result<Expression> expression = parse(text);
    if (!expression)
        return json::Object{
            {"fault", expression.error().code}, {"column", std::stoll(expression.error().where)}};
    const Value value = evaluate(*expression, [&](std::string_view name) {
        const auto found = values.find(name);
        return found == values.end() ? nullptr : &found->second;
    });
    return json::Object{{"value", write_value(value)}};
}

Result<std::string> answer_line(std::string_view line) {
    const json::Value one = TRY(json::parse(line));
    const json::Value* environment = one.find("environment");
    if (!environment) return not_a_case();
    const Values values = TRY(read_environment(*environment));
    return json::write(answer(one.text_or("expression"), values));
}

}  // namespace neove::expression
