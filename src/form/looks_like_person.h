#pragma once
/// \file
/// Whether a text gives a person away. A simple rule that says what it finds, not a promise that nothing is
/// there. Here is the only place that looks; its twin is web/src/register/looks-like-person.ts.

#include "form/person_words.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace neove::form {

enum class PersonTrace : std::uint8_t { IdentityNumber, Phone, Names };

/// Every kind once, in the order above.
/// - `IdentityNumber`: 9 or 12 digits in a row; or in groups, where the first is a 0.
/// - `Phone`: a Vietnamese number of ten or eleven digits, or any after a +, in a row or in groups.
/// - `Names`: two different names of people, each a family name and what follows it, with capitals, three to
///   five words; two are enough after a title or beside a name.
/// No number is what is followed by a word of amounts, ends with 000, is a code (`codes` before it) or the
/// number of a document (`/` and a letter after it). No name is what stands behind a word of places, nor the
/// others of its list.
/// `text` in NFC; anything else is looked at as it is.
std::vector<PersonTrace> traces_of_person(std::string_view text, const PersonWords& words);

bool looks_like_person(std::string_view text, const PersonWords& words);

}  // namespace neove::form
