#pragma once
/// \file
/// The words and signs of an expression, each with its column. Only the parser includes it.

#include "base/result.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace neove::expression {

struct Token {
    std::string_view text;  ///< as written, quotes included; empty at the end and where no token begins
    std::size_t column{1};  ///< in characters, from 1
};

std::unexpected<Error> fault(std::string_view code, const Token& token);

/// The tokens of valid UTF-8, the end among them. Refuses with `expression.syntax`.
Result<std::vector<Token>> split(std::string_view text);

/// Whether the text has the shape of a name; words of the language have it too.
bool looks_like_name(std::string_view text);

}  // namespace neove::expression
