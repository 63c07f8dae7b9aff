#pragma once
/// \file
/// When two ways of writing mean the same: "Quý IV/2026" and "quý 04 - 2026".

#include <string>
#include <string_view>

namespace neove::record {

/// Its words in lower case with one space between them: what stands between words goes, Roman numbers up to
/// XXXIX become Arabic ones, zeros before a number fall away. Accents stay. Input must be NFC.
std::string read_alike(std::string_view text);

/// The same without the words of `part`, where they stand side by side; what would leave nothing stays.
std::string without_words(std::string_view alike, std::string_view part);

}  // namespace neove::record
