#pragma once
/// \file
/// Countries and languages by the names people write for them, Vietnamese or English.

#include <string>
#include <string_view>

namespace neove::regions {

/// ISO 3166-1 alpha-2 of a code or a name, any case and accents: `Lào`, `lao`, `LA`. Empty where none is
/// meant.
std::string country_code(std::string_view text);

/// ISO 639-1, or 639-3 where there is none: `tiếng Việt`, `Vietnamese`, `vi`. Empty where none is meant.
std::string language_code(std::string_view text);

}  // namespace neove::regions
