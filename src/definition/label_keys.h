#pragma once
/// \file
/// Which labels a register needs: their keys follow from what it has and are never made up by hand.

#include "definition/register.h"

namespace neove::definition {

struct LabelKey {
    std::string key;      ///< `fields.title`
    std::string pointer;  ///< of what it names, within the register
    bool must{true};      ///< false: may stand there (`fields.title.help`)
};

std::vector<LabelKey> label_keys(const Register& one);

}  // namespace neove::definition
