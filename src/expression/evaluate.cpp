#include "expression/expression.h"
#include "expression/tree.h"

#include <algorithm>

namespace neove::expression {
namespace {

using calendar::Date;

/// Integers and dates count alike; what kind it was is asked before.
std::int64_t number(const Value& value) {
    return value.integer() ? *value.integer() : value.date()->days();
}
bool are_integers(const Value& a, const Value& b) {
    return a.integer() && b.integer();
}
bool are_dates(const Value& a, const Value& b) {
    return a.date() && b.date();
}
bool are_ordered(const Value& a, const Value& b) {
    return are_integers(a, b) || are_dates(a, b);
}

Value bounded(std::int64_t value) {
    return value >= -kIntegerMax && value <= kIntegerMax ? Value(value) : Value();
}

Value product(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    return __builtin_mul_overflow(a, b, &out) ? Value() : bounded(out);
}

Value day(std::int64_t days) {
    const Date nearest = Date::from_days(days);
    return nearest.days() == days ? Value(nearest) : Value();
}

/// Full months: one ends on the same-numbered day, or on the last day of a month that has no such day.
std::int64_t months_between(Date a, Date b) {
    if (b < a) return -months_between(b, a);
    const int months = (b.year() - a.year()) * 12 + b.month() - a.month();
    return a.plus_months(months) <= b ? months : months - 1;
}

Value sum(const Value& rows, std::string_view column) {
    if (rows.texts() && rows.texts()->empty()) return 0;  // the twin cannot tell empty lists apart
    if (!rows.rows()) return {};
    Value total = 0;
    for (const Row& row : *rows.rows()) {
        const auto cell = std::ranges::find(row, column, &Row::value_type::first);
        if (cell == row.end() || !cell->second.integer()) return {};
        const Value addend = bounded(*cell->second.integer());
        if (addend.is_absent() || total.is_absent()) return {};
        total = bounded(*total.integer() + *addend.integer());
    }
    return total;
}

Value subtract(const Value& a, const Value& b) {
    if (a.date() && b.integer()) return day(number(a) - number(b));
    return are_ordered(a, b) ? bounded(number(a) - number(b)) : Value();
}

class Evaluator {
public:
    explicit Evaluator(const Environment& environment) : environment_(environment) {}

    /// The value of a node; only what had to be computed is put into `room`.
    const Value& read(const Node& node, Value& room) const {
        if (node.operation == Operation::Literal) return node.value;
        if (node.operation == Operation::Name) return find(node.name);
        return room = compute(node);
    }

private:
    const Value& find(std::string_view name) const {
        static const Value absent;
        const Value* value = environment_(name);
        if (!value || (value->integer() && bounded(*value->integer()).is_absent())) return absent;
        return *value;
    }

    bool is_true(const Node& node) const {
        Value room;
        const bool* value = read(node, room).boolean();
        return value && *value;
    }

    Value compute(const Node& node) const {
        const auto& of = node.of;
        Value room;
        switch (node.operation) {
            case Operation::And: return is_true(of[0]) && is_true(of[1]);
            case Operation::Or: return is_true(of[0]) || is_true(of[1]);
            case Operation::Not: return !is_true(of[0]);
            case Operation::If: return read(of[is_true(of[0]) ? 1 : 2], room);
            case Operation::Answered: return read(of[0], room).is_answered();
            case Operation::Count: return count(find(of[0].name));
            case Operation::Sum: {
                const std::string_view path = of[0].name;
                const std::size_t dot = path.rfind('.');
                return sum(find(path.substr(0, dot)), path.substr(dot + 1));
            }
            case Operation::Year: {
                const Date* date = read(of[0], room).date();
                return date ? Value(date->year()) : Value();
            }
            case Operation::Min:
            case Operation::Max: return extreme(node);
            default: break;
        }
        Value other;
        return combine(node.operation, read(of[0], room), read(of[1], other));
    }

    static Value combine(Operation operation, const Value& a, const Value& b) {
        switch (operation) {
            case Operation::Equal: return !a.is_absent() && !a.texts() && !a.rows() && a == b;
            case Operation::Less: return are_ordered(a, b) && number(a) < number(b);
            case Operation::LessEqual: return are_ordered(a, b) && number(a) <= number(b);
            case Operation::Contains:
                return a.texts() && b.text() && std::ranges::count(*a.texts(), *b.text()) > 0;
            case Operation::Add:
                if (a.date() && b.integer()) return day(number(a) + number(b));
                return are_integers(a, b) ? bounded(number(a) + number(b)) : Value();
            case Operation::Subtract: return subtract(a, b);
            case Operation::Multiply: return are_integers(a, b) ? product(number(a), number(b)) : Value();
            default: break;
        }
        if (!are_dates(a, b)) return {};
        const std::int64_t months = months_between(*a.date(), *b.date());
        return operation == Operation::YearsBetween ? months / 12 : months;
    }

    static Value count(const Value& list) {
        if (list.texts()) return list.texts()->size();
        return list.rows() ? Value(list.rows()->size()) : Value();
    }

    Value extreme(const Node& node) const {
        Value room;
        Value best = read(node.of[0], room);
        for (const Node& inner : node.of) {
            const Value& next = read(inner, room);
            if (!are_ordered(best, next)) return {};
            if (node.operation == Operation::Min ? number(next) < number(best) : number(next) > number(best))
                best = next;
        }
        return best;
    }

    const Environment& environment_;
};

}  // namespace

bool Value::is_answered() const {
    if (text()) return !text()->empty();
    if (texts()) return !texts()->empty();
    if (rows()) return !rows()->empty();
    return !is_absent();
}

Value evaluate(const Expression& expression, const Environment& environment) {
    Value room;
    return Evaluator(environment).read(expression.tree().root, room);
}

bool holds(const Expression& expression, const Environment& environment) {
    const Value value = evaluate(expression, environment);
    return value.boolean() && *value.boolean();
}

}  // namespace neove::expression
