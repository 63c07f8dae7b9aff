#pragma once
/// \file
/// The staff server: listener, routes and the jobs that run beside them.

#include "app/installation.h"
#include "app/work.h"

#include <cstdint>
#include <string>

namespace neove::app {

struct ServeOptions {
    Place place;
    std::string address{"127.0.0.1"};
    std::uint16_t port{8040};
    std::vector<std::string> hosts;  ///< names behind the proxy; any declares one on this machine
    bool behind_proxy{false};
    std::string proxy;                    ///< its address, where it is not on this machine
    std::string metrics_token_file;       ///< opens /metrics to others than this machine
    bool quiet{false};                    ///< no request log
    std::vector<std::string> programmes;  ///< folders in place of what was built in
    WorkOptions work;
};

/// Whether trying again by itself can help nobody: a key, a paper or another program is needed first.
bool needs_a_person(const Error& error);

/// Runs until SIGINT or SIGTERM; a checkpoint is signed on the way out. Refuses `demo.loopback_only` when a
/// demo store is asked to listen elsewhere, and `keyring.recovery_unconfirmed` when another is whose recovery
/// keys nobody read back.
Result<> serve(const ServeOptions& options);

}  // namespace neove::app
