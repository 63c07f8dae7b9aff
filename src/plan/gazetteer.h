#pragma once
/// \file
/// What the reader is told about a country: how its administration speaks, how its bodies are called, how
/// short forms are spelled out. A plain value, filled from packs by plan_pack; nothing of it is code.

#include "plan/lexicon.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace neove::plan {

struct Gazetteer {
    Lexicon lexicon;
    std::unordered_map<std::string, std::string> abbreviations;   ///< letters only → spelled out
    std::unordered_map<std::string, std::string> document_codes;  ///< KH → Kế hoạch
    std::unordered_map<int, std::string> column_heads;  ///< by plan::Field: a phrase that heads such a column
    std::vector<std::pair<std::string, std::string>>
        spelling;  ///< how names are misspelt → how they should begin
};

}  // namespace neove::plan
