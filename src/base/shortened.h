#pragma once
/// \file
/// A text too long for its place.

#include <cstddef>
#include <string>

namespace neove::text {

/// At most so many code points of valid UTF-8, ended after a whole word with "…" where there is more; 0: all.
std::string shortened(std::string words, std::size_t most);

}  // namespace neove::text
