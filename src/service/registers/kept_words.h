#pragma once
/// \file
/// Words about a record that outlive it, or are read by people who may not open it.

#include "base/result.h"
#include "service/house.h"

#include <string>

namespace neove::service {

constexpr std::size_t kKeptWordsMax = 1'000;

/// Refuses `field.required` where they are blank or too long, `form.control_character` where nobody can read
/// them, `form.looks_like_person` where they name somebody.
Result<> check_kept_words(const House& house, const std::string& words, const char* where);

}  // namespace neove::service
