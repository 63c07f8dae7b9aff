#pragma once
/// \file
/// Which passwords are refused: too short, too long, or made of what everybody tries first. No rules of
/// composition, no forced change. Works offline from a shipped list.

#include "base/result.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace neove::authentication {

constexpr std::size_t kShortestPassword = 12;  ///< characters, not bytes
constexpr std::size_t kLongestPassword = 128;

/// Words without accents, letters only, that a guesser tries first.
using CommonWords = std::set<std::string, std::less<>>;

/// One word a line, `#` begins a comment; accents, spaces and case are folded away, words under 2 letters
/// ignored.
CommonWords parse_common_words(std::string_view list);

/// The list that this build was made with.
const CommonWords& shipped_common_words();

/// `personal` are the account's own words (names, e-mail, unit). Refusals: `password.too_short`,
/// `password.too_long`, `password.not_text` (ill-formed UTF-8 or control characters), `password.common`:
/// after taking away common words, personal words, runs (`abc`, `111`, `qwe`) and digits, fewer than four
/// letters remain.
Result<> check_password(
    std::string_view password, const CommonWords& common, const std::vector<std::string>& personal
);

}  // namespace neove::authentication
