#pragma once
/// \file
/// Signing in and what a session may change about itself. One message and one duration for every refusal:
/// nobody learns here whether an account exists (SECURITY 5).

#include "service/caller.h"

#include <string>

namespace neove::service {

struct SignIn {
    std::string login;
    std::string password;
    std::string code;     ///< six digits of TOTP, or number and code of a card: `07 K7M2QX`
    std::string address;  ///< of the peer, for counting in memory; never stored
};

struct SignedIn {
    std::string token;  ///< 256 bits for the cookie; nowhere stored
    std::string stage;  ///< ready, or enrol where no second factor exists yet
};

/// The next token of a session: whatever raises what it may do gets a new one.
std::string new_token();

/// Refusals: `session.refused` (unknown, wrong password, wrong code, disabled), `session.pause` (detail:
/// seconds), `session.busy`. Refused tries are journalled, as many as `AttemptMemory` lets.
Result<SignedIn> sign_in(House& house, const SignIn& attempt);
Result<> sign_out(House& house, const Caller& caller);
Result<> lock_session(House& house, const Caller& caller);
/// Refusals: `session.refused`, `session.pause`.
Result<> unlock_session(House& house, const Caller& caller, const std::string& password);
/// Shows the factor again: a new session replaces the old one (SECURITY 5: new on step-up).
Result<SignedIn> step_up(House& house, const Caller& caller, const std::string& code);
Result<> choose_acting(House& house, const Caller& caller, const std::string& grant_id);
/// Ends every other session of the account. Refusals: `session.refused`, `password.*`.
Result<> change_password(
    House& house, const Caller& caller, const std::string& old_password, const std::string& new_password
);

/// Replaces the first password, which two other people know in halves, by one of the person's own; ends every
/// other session of the account. Before it no factor can be set up. Refusals: `session.locked`,
/// `password.chosen_already`, `password.*`.
Result<> choose_password(House& house, const Caller& caller, const std::string& new_password);

/// The factor that a code proves, used up: TOTP steps and card codes count once. Nothing when it proves none.
std::optional<Factor> prove_factor(
    const House& house, const Factor& factor, const std::string& code, Instant now
);

}  // namespace neove::service
