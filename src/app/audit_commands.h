#pragma once
/// \file
/// `neove audit …`: whether journal and store are what they were, without opening the store as a server does;
/// and what goes to and comes from other bodies that witness it.

#include "app/installation.h"

#include <string>
#include <vector>

namespace neove::app {

struct VerifyRequest {
    Place place;
    std::string key_file;  ///< empty: the demo's own, which proves nothing
    std::string log_file;  ///< empty: the installation's own
    std::vector<std::string> anchor_files;
};

/// `neove audit verify`: 0 when nothing is wrong, 1 when something is, 2 when it could not be checked. Opens
/// no key and no signer, mends and writes nothing.
int run_audit_verify(const VerifyRequest& request);

}  // namespace neove::app
