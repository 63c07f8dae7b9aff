#include "expression/expression.h"
#include "expression/tree.h"

#include <algorithm>

namespace neove::expression {
namespace {

bool is_ordered(Type type) {
    return type == Type::Integer || type == Type::Date;
}
bool is_comparable(Type type) {
    return is_ordered(type) || type == Type::Boolean || type == Type::Text;
}

Type type_of(const Value& literal) {
    if (literal.boolean()) return Type::Boolean;
    if (literal.integer()) return Type::Integer;
    if (literal.date()) return Type::Date;
    return literal.text() ? Type::Text : Type::TextList;
}

class Checker {
public:
    Checker(const Types& types, Diagnostics& faults) : types_(types), faults_(faults) {}

    std::optional<Type> visit(const Node& node) {
        if (node.operation == Operation::Literal) return type_of(node.value);
        if (node.operation == Operation::Name) return name(node);
        if (node.operation == Operation::Sum) return sum(node.of[0]);
        std::vector<Type> of;
        for (const Node& inner : node.of) {
            const std::optional<Type> type = visit(inner);
            if (type) of.push_back(*type);
        }
        if (of.size() < node.of.size()) return std::nullopt;  // already told, deeper down
        const std::optional<Type> type = result(node.operation, of);
        if (!type) return fault("expression.type", node, {});
        const bool compares = node.operation == Operation::Equal || node.operation == Operation::Contains;
        if (compares && !(are_options(node.of[0], node.of[1]) && are_options(node.of[1], node.of[0]))) {
            return std::nullopt;
        }
        return type;
    }

private:
    std::nullopt_t fault(std::string_view code, const Node& node, std::string detail) {
        faults_.push_back(
            {ErrorKind::Invalid, std::string(code), std::to_string(node.column), std::move(detail)}
        );
        return std::nullopt;
    }

    bool is_rows(std::string_view name) const {
        const std::optional<NameType> known = types_(name);
        return known && known->type == Type::RowList;
    }

    std::optional<Type> name(const Node& node) {
        const std::optional<NameType> known = types_(node.name);
        if (!known) return fault("expression.unknown_name", node, node.name);
        const std::size_t dot = node.name.rfind('.');
        // A column has one value a row, so outside a sum it means nothing.
        if (dot != std::string::npos && is_rows(std::string_view(node.name).substr(0, dot)))
            return fault("expression.type", node, node.name);
        return known->type;
    }

    std::optional<Type> sum(const Node& path) {
        const std::optional<NameType> column = types_(path.name);
        if (!column) return fault("expression.unknown_name", path, path.name);
        if (column->type == Type::Integer && is_rows(path.name.substr(0, path.name.rfind('.'))))
            return Type::Integer;
        return fault("expression.type", path, path.name);
    }

    /// Whether every text written in `literal` is one the choice `name` can be; true where neither is such.
    bool are_options(const Node& name, const Node& literal) {
        if (name.operation != Operation::Name || literal.operation != Operation::Literal) return true;
        const std::span<const std::string> options = types_(name.name)->options;
        if (options.empty()) return true;
        const Texts written = literal.value.text() ? Texts{*literal.value.text()} : *literal.value.texts();
        const std::size_t before = faults_.size();
        for (const std::string& text : written) {
            if (std::ranges::count(options, text) == 0) fault("expression.unknown_option", literal, text);
        }
        return faults_.size() == before;
    }

    static std::optional<Type> when(bool holds, Type type) {
        return holds ? std::optional(type) : std::nullopt;
    }

    static std::optional<Type> result(Operation operation, const std::vector<Type>& of) {
        const Type first = of.front();
        const bool alike = std::ranges::count(of, first) == std::ssize(of);
        const bool shifts_date = first == Type::Date && of.back() == Type::Integer;
        switch (operation) {
            case Operation::And:
            case Operation::Or:
            case Operation::Not: return when(alike && first == Type::Boolean, Type::Boolean);
            case Operation::Answered: return Type::Boolean;
            case Operation::Equal: return when(alike && is_comparable(first), Type::Boolean);
            case Operation::Less:
            case Operation::LessEqual: return when(alike && is_ordered(first), Type::Boolean);
            case Operation::Contains:
                return when(first == Type::TextList && of[1] == Type::Text, Type::Boolean);
            case Operation::Add:
                if (shifts_date) return Type::Date;
                return when(alike && first == Type::Integer, Type::Integer);
            case Operation::Subtract:
                if (shifts_date) return Type::Date;
                return when(alike && is_ordered(first), Type::Integer);
            case Operation::Multiply: return when(alike && first == Type::Integer, Type::Integer);
            case Operation::Count:
                return when(first == Type::TextList || first == Type::RowList, Type::Integer);
            case Operation::YearsBetween:
            case Operation::MonthsBetween:
            case Operation::Year: return when(alike && first == Type::Date, Type::Integer);
            case Operation::Min:
            case Operation::Max: return when(alike && is_ordered(first), first);
            case Operation::If: return when(first == Type::Boolean && of[1] == of[2], of[1]);
            case Operation::Literal:
            case Operation::Name:
            case Operation::Sum: break;  // visit() has answered them
        }
        return std::nullopt;
    }

    const Types& types_;
    Diagnostics& faults_;
};

}  // namespace

std::optional<Type> check(const Expression& expression, const Types& types, Diagnostics& faults) {
    return Checker(types, faults).visit(expression.tree().root);
}

bool check_is(const Expression& expression, Type wanted, const Types& types, Diagnostics& faults) {
    const std::optional<Type> type = check(expression, types, faults);
    if (!type) return false;
    if (*type == wanted) return true;
    faults.push_back({ErrorKind::Invalid, "expression.type", "1", expression.text()});
    return false;
}

}  // namespace neove::expression
