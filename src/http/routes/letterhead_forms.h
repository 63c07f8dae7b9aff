#pragma once
/// \file
/// What stands on a body's papers where it has entered nothing itself: data of the pack, by kind of body.

#include "organisation/organisation.h"

#include <string>
#include <vector>

namespace neove::http {

struct LetterheadForm {
    std::vector<std::string> kinds;
    bool is_alone{false};                 ///< no body stands over its own line
    std::string break_after;              ///< its name goes on in a second line behind these words
    std::vector<std::string> signatures;  ///< lines of one form
    std::string symbol;
};

/// Of the body's kind; null where the pack says nothing of it, and of no body.
const LetterheadForm* letterhead_form(const organisation::Organisation* body);

/// The body's name as its line above has it: in two lines where its kind breaks it.
std::string letterhead_name(const organisation::Organisation& body);

}  // namespace neove::http
