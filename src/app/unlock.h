#pragma once
/// \file
/// How a keyring is opened at a start: by the host key alone, or by a person with the printed recovery keys
/// or a passphrase where the host key is lost or not wanted.

#include "app/secret_input.h"
#include "base/result.h"
#include "keyring/keyring.h"

#include <string>

namespace neove::app {

struct Place;

/// Opens every domain of the keyring the way `place` says. Somebody at a terminal may try again; anything
/// else ends with the first wrong key. A wrong key costs two seconds beside its Argon2id and says nothing
/// else. Refusals: those of the keyring, `keyring.domain_locked` (the input ended before everything was
/// open), `secret.source`.
Result<> unlock(keyring::Keyring& keyring, const Place& place);

/// Lines `domain syllables…` or bare keys in the keyring's order.
Result<> unlock_with_recovery_keys(keyring::Keyring& keyring, SecretInput& input);

/// Whether the person may try once more: pauses after a wrong key, says what was refused; `tries` counts.
bool may_try_again(const SecretInput& input, const Error& error, int& tries);

}  // namespace neove::app
