#pragma once
/// \file
/// What the sandbox of `word_sandbox.h` runs to make a PDF of a docx; its statuses are the same.

#include <string_view>

namespace neove::document {

/// Makes a PDF of the docx at /in/tep.doc and writes it to its output.
std::string_view pdf_script();

}  // namespace neove::document
