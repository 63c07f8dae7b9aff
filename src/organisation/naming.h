#pragma once
/// \file
/// How names of bodies are compared: one key for all the ways a name is written. The words of the language
/// are data (packs); here is only what is done with them.

#include "base/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace neove::organisation {

/// Looks text up without making a string of it first.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using TextMap = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

/// The words that the rules need. All but abbreviations are stored as keys (see `key`).
struct Naming {
    TextMap abbreviations;            ///< `UBND` → its words, as written
    std::vector<std::string> levels;  ///< `tỉnh`, `thành phố`, `xã` …: the noun before a territory's name
    std::vector<std::string> territory_kinds;  ///< kinds whose names end with the name of their territory
    std::vector<std::string> links;            ///< `của`, `thuộc`: between a unit and its body
    std::vector<std::string> heads;  ///< `giám đốc`: titles of who heads a body, before its name
    std::string and_word;            ///< what `&` stands for

    /// Lower case, NFC, one tone placement, short forms spelled out, punctuation and runs of blanks as one
    /// blank.
    std::string key(std::string_view name) const;
};

/// A name's key without its first and last `blank`s is never empty for a name with a letter or digit.
std::vector<std::string_view> words_of(std::string_view key);

/// Whether `key` ends with the whole words of `tail` and something stands before them.
bool ends_with_words(std::string_view key, std::string_view tail);

/// Reads `naming.yaml` and, where given, a file whose `plain` maps short forms to full ones. Every fault is
/// listed; a naming with faults is not to be used.
Naming read_naming(std::string_view rules, std::string_view abbreviations, Diagnostics& faults);

}  // namespace neove::organisation
