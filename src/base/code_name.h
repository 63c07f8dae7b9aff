#pragma once
/// \file
/// Names of countries and languages by their codes, as the same collection of the world's words knows them
/// that browsers use.

#include <string>
#include <string_view>

namespace neove {

/// Of an ISO 3166-1 code of two letters; the code itself where it names nothing.
std::string country_name(std::string_view code, bool english);
/// Of an ISO 639 code of two or three letters; likewise.
std::string language_name(std::string_view code, bool english);

}  // namespace neove
