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

/// `neove audit anchor`: the line of the newest checkpoint, for another body; with `received` it records the
/// line that such a body keeps, after comparing it with our checkpoints.
int run_audit_anchor(const Place& place, const std::string& received);

struct WitnessRequest {
    std::string state_file;
    std::string key_file;  ///< the store's first key, for the first time
    std::string log_file;  ///< checkpoint lines; empty: standard input
};
/// `neove audit witness`: runs with another body; prints its co-signed anchor. 1 when the lines do not extend
/// what it saw.
int run_audit_witness(const WitnessRequest& request);

/// `neove audit prove`: one entry with its path to its checkpoint, for tools/check_proof.py.
int run_audit_prove(const Place& place, std::int64_t seq);

}  // namespace neove::app
