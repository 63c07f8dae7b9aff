#pragma once
/// \file
/// The order in which a Vietnamese reader looks a name up.

#include <string>
#include <string_view>

namespace neove {

/// Bytes whose plain order is the `vi` order of the texts.
std::string collation_key(std::string_view text);

}  // namespace neove
