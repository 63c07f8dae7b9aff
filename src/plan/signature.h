#pragma once
/// \file
/// Who signs: "KT. GIÁM ĐỐC" over "PHÓ GIÁM ĐỐC" over a name.

#include "plan/token.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::plan {

struct Signature {
    std::optional<std::string> title;  ///< one line for each that is printed, parted by line ends
    std::optional<std::string> name;
};

/// From the paragraphs or cells of a document's foot that are no list of receivers.
Signature read_signature(const Tokens& tokens, const std::vector<Range>& paragraphs);

}  // namespace neove::plan
