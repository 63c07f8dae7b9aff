#pragma once
/// \file
/// The parts of a text document that are the same for every paper: types, relations, styles, the headers that
/// hold page numbers. No part tells who made it or when.

#include <string>
#include <utility>
#include <vector>

namespace neove::paper {

using Parts = std::vector<std::pair<std::string, std::string>>;

Parts fixed_parts();

/// `body` as the document's part.
std::string document_part(const std::string& body);

}  // namespace neove::paper
