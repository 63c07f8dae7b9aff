#pragma once
/// \file
/// The words, signs and functions of the language and its bounds, as tables. Only the parser includes it.

#include "expression/tree.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace neove::expression {

inline constexpr std::size_t kCharactersMax = 1'000;
inline constexpr std::size_t kNodesMax = 200;
inline constexpr std::size_t kDepthMax = 16;
inline constexpr std::array<std::string_view, 9> kWords{
    "and", "or", "not", "in", "contains", "is", "answered", "true", "false"};

struct Function {
    std::string_view name;
    Operation operation;
    std::size_t least;
    std::size_t most;
};
inline constexpr std::array<Function, 8> kFunctions{{
    {"count", Operation::Count, 1, 1},
    {"sum", Operation::Sum, 1, 1},
    {"years_between", Operation::YearsBetween, 2, 2},
    {"months_between", Operation::MonthsBetween, 2, 2},
    {"year", Operation::Year, 1, 1},
    {"min", Operation::Min, 2, kNodesMax},
    {"max", Operation::Max, 2, kNodesMax},
    {"if", Operation::If, 3, 3},
}};

/// How tightly signs bind. Comparisons do not chain; `not` stands between them and `and`.
using Level = int;
inline constexpr Level kOr = 1;
inline constexpr Level kAnd = 2;
inline constexpr Level kNot = 3;
inline constexpr Level kComparison = 4;
inline constexpr Level kSum = 5;
inline constexpr Level kProduct = 6;
inline constexpr Level kSign = 7;

struct Sign {
    std::string_view text;
    Level level;
    Operation operation;
    bool swaps{false};
    bool negates{false};
};
inline constexpr std::array<Sign, 14> kSigns{{
    {"or", kOr, Operation::Or},
    {"and", kAnd, Operation::And},
    {"=", kComparison, Operation::Equal},
    {"!=", kComparison, Operation::Equal, false, true},
    {"<", kComparison, Operation::Less},
    {"<=", kComparison, Operation::LessEqual},
    {">", kComparison, Operation::Less, true},
    {">=", kComparison, Operation::LessEqual, true},
    {"contains", kComparison, Operation::Contains},
    {"in", kComparison, Operation::Contains, true},
    {"is", kComparison, Operation::Answered},
    {"+", kSum, Operation::Add},
    {"-", kSum, Operation::Subtract},
    {"*", kProduct, Operation::Multiply},
}};

}  // namespace neove::expression
