#pragma once
/// \file
/// Setting up a second factor: proposed, shown, and in force only once the person proved that it works.

#include "service/sign_in.h"

#include <string>
#include <vector>

namespace neove::service {

struct TotpProposal {
    std::string secret;  ///< base32, for typing
    std::string uri;     ///< for the QR code
};

/// All refuse `session.locked`, `session.password_first` (while the first password stands) and, where a
/// factor exists, `session.step_up`.
Result<TotpProposal> propose_totp(House& house, const Caller& caller);
/// Fifty codes in order, to be printed now: nothing can show them again.
Result<std::vector<std::string>> propose_card(House& house, const Caller& caller);
/// Puts the proposed factor of that kind in force. A new session replaces this one and ends every other of
/// the account. Refusals: `factor.none_proposed`, `factor.wrong_code`.
Result<SignedIn> confirm_factor(
    House& house, const Caller& caller, const std::string& kind, const std::string& code
);

}  // namespace neove::service
