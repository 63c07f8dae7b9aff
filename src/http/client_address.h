#pragma once
/// \file
/// From where a request counts as coming, for counters in memory: the peer, or what our own proxy says of it.

#include "http/message.h"

#include <string>
#include <vector>

namespace neove::http {

/// A forwarded address is believed from a declared proxy alone, and only the entry that the proxy itself
/// wrote (the last one); anybody else could name any address. An IPv6 address counts as its /64: whoever has
/// one has 2^64. `proxies` empty: none is believed. `loopback` in it means every address of this machine.
std::string client_address(const Request& request, const std::vector<std::string>& proxies);

}  // namespace neove::http
