#pragma once
/// \file
/// Whether a person can read what is kept as a text, and reads what is there. One rule for every text that
/// somebody types; web/src/register/readable.ts is its twin.

#include <string_view>

namespace neove::text {

/// Of valid UTF-8: something in it can be seen; nothing in it is a control character, turns the order of
/// letters around (bidi embeddings, overrides, isolates), is a hidden tag, or piles more than eight marks on
/// one letter. Joiners, soft hyphens and the like are no fault beside letters. `lines`: a line end may be in
/// it. An empty text is not readable.
bool is_readable(std::string_view text, bool lines);

/// Something in it is a letter: what no name of a person lacks.
bool has_letter(std::string_view text);

}  // namespace neove::text
