#pragma once
/// \file
/// `neove key …`: each returns the process's exit status. Whatever changes a way to open the store stands in
/// the journal before the keyring is written.

#include "app/installation.h"

#include <string>

namespace neove::app {

/// `neove key status`.
int run_key_status(const Place& place);
/// `neove key confirm`: reads the printed recovery keys back, one a domain, from standard input.
int run_key_confirm(const Place& place);
/// `neove key new-host`: a machine or its host key was lost. The printed recovery keys come from `source`
/// (see SecretInput); the old host key opens nothing any more.
int run_key_new_host(Place place, const std::string& source);
/// `neove key recovery renew`: prints new recovery keys and has them read back; then the old ones are dead.
int run_key_recovery_renew(const Place& place);
/// `neove key passphrase set`: `chosen` asks for one twice, else eight syllables are generated and read back.
int run_key_passphrase_set(const Place& place, bool chosen);
/// `neove key passphrase remove`.
int run_key_passphrase_remove(const Place& place);
/// `neove key copy`: the keyring to another place, read back and remembered for `doctor`.
int run_key_copy(const Place& place, const std::string& target);
/// The keyring as it stands on the disk, to a place that is registered already; read back and remembered.
Result<> renew_keyring_copy(const Place& place, const std::string& target);
/// `neove key forget`: a copy that is lost or was destroyed; key days no longer wait for it. Journalled.
int run_key_forget(const Place& place, const std::string& target);

/// A copy that `neove key copy` made: what `doctor` asks after.
struct KeyringCopy {
    std::uint64_t serial{0};
    std::string at;
    std::string path;
};
std::vector<KeyringCopy> keyring_copies(const Place& place);

}  // namespace neove::app
