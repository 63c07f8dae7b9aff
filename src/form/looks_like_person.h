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
/// - `IdentityNumber`: 9 or 12 digits in a row; or in groups, where the first is a 0 or a word of `papers`
///   stands before them.
/// - `Phone`: a Vietnamese number of ten or eleven digits, or any after a +, in a row or in groups.
/// - `Names`: two different names of people, each a family name and what follows it, with capitals, three to
///   five words; two are enough after a title, beside a name, or twice with a word of `joiners` between.
/// No number is what is followed by a word of amounts and does not begin with 0, ends with 000, is a code
/// (`codes` before it) or the number of a document (`/` and a letter after it); behind a word of `papers` it
/// is one all the same. No name is what stands behind a word of places, nor the others of its list.
/// Blanks, dashes and digits of any script are those of ASCII, and signs that nobody sees are not there.
/// `text` in NFC; anything else is looked at as it is.
std::vector<PersonTrace> traces_of_person(std::string_view text, const PersonWords& words);

bool looks_like_person(std::string_view text, const PersonWords& words);

}  // namespace neove::form
