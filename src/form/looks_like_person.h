#pragma once
/// \file
/// Whether a text that lies in the clear gives a person away. A simple rule that says what it finds, not a
/// promise that nothing is there. Only this module includes it.

#include <string_view>

namespace neove::form {

/// A run of 9 to 12 digits; or such a number written in groups, when it begins with 0 or +; or three names
/// one after the other, each of three to five words with a capital, between commas, semicolons, line ends or
/// "và".
bool looks_like_person(std::string_view text);

}  // namespace neove::form
