#pragma once
/// \file
/// What was perhaps meant: of the words that there are, those that read most like the one that was written.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace neove::definition {

/// The same words, those first that take the fewest changes of a letter; else as they came.
std::vector<std::string> nearest_first(std::string_view written, std::vector<std::string> known);

/// `written → one | another`; of many only the nearest. The word alone where nothing is known.
std::string beside_what_there_is(std::string_view written, std::vector<std::string> known, std::size_t most);

}  // namespace neove::definition
