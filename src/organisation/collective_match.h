#pragma once
/// \file
/// Finds the collective name a key means, forgiving small slips of the pen.

#include "organisation/vocabulary.h"

namespace neove::organisation {

const Collective* match_exactly(const Collectives& collectives, std::string_view key);

/// As `match_exactly`, but one word may be missing and two words may each be one letter off, never a firm
/// word. Nothing when two collectives are equally near.
const Collective* match_nearly(const Collectives& collectives, std::string_view key);

}  // namespace neove::organisation
