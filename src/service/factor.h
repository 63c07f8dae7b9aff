#pragma once
/// \file
/// Setting up a second factor: proposed, shown, and in force only once the person proved that it works.

#include "service/caller.h"

#include <string>
#include <vector>

namespace neove::service {

struct TotpProposal {
    std::string secret;  ///< base32, for typing
    std::string uri;     ///< for the QR code
};

Result<TotpProposal> propose_totp(House& house, const Caller& caller);
/// Fifty codes in order, to be printed now: nothing can show them again.
Result<std::vector<std::string>> propose_card(House& house, const Caller& caller);
/// Puts the proposed factor of that kind in force. Refusals: `factor.none_proposed`, `factor.wrong_code`.
Result<> confirm_factor(House& house, const Caller& caller, const std::string& kind, const std::string& code);

}  // namespace neove::service
