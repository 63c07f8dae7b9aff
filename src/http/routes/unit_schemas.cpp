#include "http/routes/schemas.h"

namespace neove::http {

std::vector<Schema> unit_schemas() {
    return {
        {"UnitRef",
         {{"list", "day"}, {"code", "string"}, {"full_name", "string"}, {"parent_name", "string | null"}}},
        {.name = "Extent", .is = "'whole' | 'part' | 'unclear'"},
        {.name = "Confidence", .is = "'confirmed' | 'compiled' | 'unconfirmed'"},
        {"UnitShare", {{"extent", "Extent"}}, "UnitRef"},
        // Of a list that is not known here there is no more than the code.
        {"UnitBefore",
         {{"list", "day"},
          {"code", "string"},
          {"full_name", "string | null"},
          {"parent_name?", "string | null"},
          {"extent", "Extent"}}},
        {"UnitToday", {{"outcome", "'same' | 'one' | 'choose' | 'unknown'"}, {"units", "UnitShare[]"}}},
        {"UnitRow",
         {{"name", "string"},
          {"kind", "string"},
          {"kind_label", "string"},
          {"level", "string"},
          {"level_label", "string"},
          {"parent", "UnitRef | null"},
          {"valid_from", "day | null"},
          {"valid_until", "day | null"},
          {"ended", "day | null"},
          {"basis", "string"},
          {"confidence", "Confidence"},
          {"today", "UnitToday"}},
         "UnitRef"},
        {"UnitList", {{"list", "day"}, {"units", "integer"}}},
        {"UnitRows",
         {{"items", "UnitRow[]"}, {"next", "string | null"}, {"lists", "UnitList[]"}, {"today", "day"}}},
        {"UnitWithOrigin", {{"predecessors", "UnitBefore[]"}}, "UnitRow"},
        {"UnitSpell",
         {{"full_name", "string"},
          {"valid_from", "day | null"},
          {"valid_until", "day | null"},
          {"basis", "string"},
          {"confidence", "Confidence"}}},
        {"Unit",
         {{"spells", "UnitSpell[]"}, {"below", "UnitRow[]"}, {"organisations", "Named[]"}},
         "UnitWithOrigin"}};
}

}  // namespace neove::http
