#pragma once
/// \file
/// The one condition language of forms, workflows, limits, access and facts (grammar: README.md). Total and
/// bounded: what parses always ends with a value, at worst an absent one. web/src/register/expression.ts is
/// its twin.

#include "base/result.h"
#include "expression/value.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace neove::expression {

struct Tree;

/// A parsed expression: immutable, cheap to copy, safe to share between threads. Two are equal when their
/// texts are.
class Expression {
public:
    const std::string& text() const;
    const Tree& tree() const { return *tree_; }
    bool operator==(const Expression& other) const { return text() == other.text(); }
    std::strong_ordering operator<=>(const Expression& other) const { return text() <=> other.text(); }

private:
    friend Result<Expression> parse(std::string_view text);
    explicit Expression(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
    std::shared_ptr<const Tree> tree_;  ///< never null
};

/// At most 1,000 characters, 200 nodes, 16 levels of nesting (parentheses, calls, `not`, signs). Refuses with
/// `expression.syntax`, `expression.too_large`, `expression.number` (beyond kIntegerMax) or `expression.day`
/// (no such day); `where` is the column in characters, from 1.
Result<Expression> parse(std::string_view text);

/// Whether an expression can read a field of that name: its shape is right and it is no word of the language.
bool is_name(std::string_view name);

/// Every name the expression reads; a sum over a column reads `rows.column`.
std::set<std::string, std::less<>> names_of(const Expression& expression);

/// What a name stands for. The pointer must live until evaluate() returns; null means absent.
using Environment = std::function<const Value*(std::string_view name)>;

Value evaluate(const Expression& expression, const Environment& environment);

/// The expression as a condition: true only where its value is true, so an absent one does not hold.
bool holds(const Expression& expression, const Environment& environment);

/// Static types. Of an Opaque name one may only ask `is answered`.
enum class Type : std::uint8_t { Boolean, Integer, Text, Date, TextList, RowList, Opaque };

/// What a definition says of a name. A column of rows is told under `rows.column`.
struct NameType {
    Type type{Type::Opaque};
    std::span<const std::string> options{};  ///< of a choice; empty: any text. Must outlive the check
};
using Types = std::function<std::optional<NameType>(std::string_view name)>;

/// The type of the whole, or nothing and at least one fault: `expression.unknown_name`, `expression.type`,
/// `expression.unknown_option` (a choice compared with a text it never is). `where` is the column, `detail`
/// the name or word at fault. What passes yields a value of its type or an absent one in every environment
/// that keeps its own types.
std::optional<Type> check(const Expression& expression, const Types& types, Diagnostics& faults);

/// The same for a place that wants one type, such as a condition; another type is `expression.type`.
bool check_is(const Expression& expression, Type wanted, const Types& types, Diagnostics& faults);

}  // namespace neove::expression
