#pragma once
/// \file
/// Who issues a document, from the lines of its letterhead.

#include "plan/body.h"

#include <string>
#include <vector>

namespace neove::plan {

/// A line of the letterhead, or one cell of it, that names bodies.
struct LetterheadPiece {
    Range range;
    std::string words;       ///< as they are written in sentences
    bool is_printed{false};  ///< so, somewhere in the document; else only made small
};

/// "UBND TỈNH SƠN VÂN" over "SỞ Y TẾ": the lowest body issues; the one above it says only where it belongs:
/// "Sở Y tế tỉnh Sơn Vân", "Phòng Hậu cần, Công an tỉnh Sơn Vân". A line that goes on with the name above it
/// is joined to it. Empty for no piece.
std::string issuer_of(const Tokens& tokens, const BodyReader& bodies, std::vector<LetterheadPiece> pieces);

}  // namespace neove::plan
