#include "bodies.h"

#include "base/check.h"
#include "expression/expression.h"

#include <array>
#include <map>

namespace neove::expression {
namespace {

using calendar::Date;

unsigned hash(std::string_view name) {
    unsigned sum = 7;
    for (const char c : name) sum = sum * 31 + static_cast<unsigned char>(c);
    return sum;
}

/// Every name has a type of its own: b boolean, c integer, d text, e date, f texts, g rows. A column of rows
/// is a number.
Type type_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot != std::string_view::npos && type_of(name.substr(0, dot)) == Type::RowList) return Type::Integer;
    return static_cast<Type>(hash(name) % 7);
}

/// Values at and beyond the edges; `round` picks among them.
Value value_of(Type type, std::size_t round) {
    static const std::array<std::array<Value, 4>, 7> kValues{{
        {true, false, {}, true},
        {0, kIntegerMax, -kIntegerMax - 1, 31},
        {"a", "", {}, "b"},
        {Date::first(), Date::last(), {}, Date()},
        {Texts{"a", "b"}, Texts{}, {}, Texts{""}},
        {Rows(2), Rows{}, {}, Rows{}},
        {"opaque", {}, 3, true},
    }};
    return kValues.at(static_cast<std::size_t>(type)).at(round % 4);
}

/// Rows whose every cell the expression asks for is a number.
Value rows_with(std::string_view name, const Expression& expression, std::int64_t cell) {
    Row row;
    for (const std::string& path : names_of(expression)) {
        if (path.starts_with(name) && path.size() > name.size() && path[name.size()] == '.')
            row.emplace_back(path.substr(name.size() + 1), cell);
    }
    return Rows(2, row);
}

bool is_of(const Value& value, Type type) {
    switch (type) {
        case Type::Boolean: return value.boolean();
        case Type::Integer: return value.integer();
        case Type::Text: return value.text();
        case Type::Date: return value.date();
        case Type::TextList: return value.texts();
        case Type::RowList: return value.rows();
        case Type::Opaque: return true;
    }
    return false;
}

void evaluate_once(const Expression& expression, std::size_t round, std::optional<Type> type) {
    std::map<std::string, Value, std::less<>> values;
    const Environment environment = [&](std::string_view name) {
        const Type kind = type_of(name);
        // Each round and each name another edge; rows get cells half of the time.
        const std::size_t pick = round + hash(name) / 7;
        Value value = kind == Type::RowList && pick % 2 == 0
                          ? rows_with(name, expression, kIntegerMax * (round == 0))
                          : value_of(kind, pick);
        return &values.insert_or_assign(std::string(name), std::move(value)).first->second;
    };
    const Value value = evaluate(expression, environment);
    CHECK(value == evaluate(expression, environment));
    if (type && !value.is_absent()) CHECK(is_of(value, *type));
    if (value.integer()) CHECK(*value.integer() <= kIntegerMax && *value.integer() >= -kIntegerMax);
    CHECK(holds(expression, environment) == (value == Value(true)));
}

}  // namespace

bool fuzz_evaluate(ByteView bytes) {
    const auto expression = parse(as_text(bytes));
    if (!expression) {
        CHECK(expression.error().code.starts_with("expression."));
        CHECK(expression.error().where.size() <= 4 && expression.error().where[0] != '0');
        return false;
    }
    CHECK(*expression == parse(as_text(bytes)).value());
    for (const std::string& name : names_of(*expression)) CHECK(is_name(name));
    Diagnostics faults;
    const auto type = check(
        *expression,
        [](std::string_view name) { return std::optional(NameType{.type = type_of(name)}); },
        faults
    );
    CHECK(type.has_value() == faults.empty());
    for (std::size_t round = 0; round < 4; ++round) evaluate_once(*expression, round, type);
    return type.has_value();
}

}  // namespace neove::expression
