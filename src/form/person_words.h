#pragma once
/// \file
/// The words by which a text is seen to name people, or not to: data of a pack (`person_words.yaml`), handed
/// to the pages with each register, so that both look with the same eyes.

#include "json/json.h"

#include <array>
#include <set>
#include <string>
#include <string_view>

namespace neove::form {

/// In small letters and NFC. One word each, but for `not_persons` and `papers`.
struct PersonWords {
    using Words = std::set<std::string, std::less<>>;
    Words family_names;
    Words titles;       ///< before a person and no part of the name
    Words places;       ///< before the name of a place, a body or a road
    Words joiners;      ///< between the members of a list
    Words amounts;      ///< after a number that counts or pays
    Words codes;        ///< before a number that is a code of something else
    Words not_persons;  ///< beginnings that look like a name and are none
    Words papers{};     ///< before the number of somebody's identity paper; up to three words each
    Words middles{};    ///< within a name, also in small letters

    bool operator==(const PersonWords&) const = default;
};

/// Its lists by the names under which packs, pages and tests write them.
struct PersonWordsList {
    std::string_view name;
    PersonWords::Words PersonWords::*words;
};
inline constexpr std::array<PersonWordsList, 9> kPersonWordsLists{{
    {"family_names", &PersonWords::family_names},
    {"titles", &PersonWords::titles},
    {"places", &PersonWords::places},
    {"joiners", &PersonWords::joiners},
    {"amounts", &PersonWords::amounts},
    {"codes", &PersonWords::codes},
    {"not_persons", &PersonWords::not_persons},
    {"papers", &PersonWords::papers},
    {"middles", &PersonWords::middles},
}};

/// `{"family_names": […], …}`; what is missing is empty.
json::Value to_json(const PersonWords& words);
PersonWords person_words_in(const json::Value& written);

}  // namespace neove::form
