#pragma once
/// \file
/// The number of a paper as two people may type it.

#include <string>
#include <string_view>

namespace neove::review {

/// The same of "0412 /KH–UBND" and "412/kh-ubnd": no blanks, one kind of dash and stroke, small letters, no
/// zeros in front; letters keep their accents. Input must be valid UTF-8.
std::string paper_number_key(std::string_view number);

}  // namespace neove::review
