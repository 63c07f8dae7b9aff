#pragma once
/// \file
/// A pack's `person_words.yaml` → `form::PersonWords`. Every fault with its place.

#include "base/result.h"
#include "form/person_words.h"

#include <string_view>

namespace neove::person_pack {

/// The words as far as they could be read, in NFC; every fault goes to `faults`, and with faults the result
/// is not to be used: a list that is missing or unknown, a word with capitals.
form::PersonWords read_person_words(std::string_view yaml, std::string_view file_name, Diagnostics& faults);

}  // namespace neove::person_pack
