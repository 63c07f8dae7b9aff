#pragma once
/// \file
/// What the parser hands to check() and evaluate(). Only this module includes it.
///
/// Each meaning has one operation: the parser writes `a != b` as Not(Equal), `a > b` as Less(b, a),
/// `x in [...]` as Contains([...], x), `is not answered` as Not(Answered) and `-a` as Subtract(0, a).

#include "expression/value.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace neove::expression {

enum class Operation : std::uint8_t {
    Literal,
    Name,
    And,
    Or,
    Not,
    Equal,
    Less,
    LessEqual,
    Contains,
    Answered,
    Add,
    Subtract,
    Multiply,
    Count,
    Sum,  ///< of one Name, `rows.column`
    YearsBetween,
    MonthsBetween,
    Year,
    Min,
    Max,
    If,
};

struct Node {
    Operation operation{Operation::Literal};
    std::size_t column{1};  ///< of its sign or word, in characters, from 1
    Value value{};          ///< of a Literal; a list only beside Contains
    std::string name{};     ///< of a Name
    std::vector<Node> of{};
};

struct Tree {
    std::string text;
    Node root;
};

}  // namespace neove::expression
