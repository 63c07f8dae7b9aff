#pragma once
/// \file
/// From where a request counts as coming, for counters in memory: the peer, or what our own proxy says of it.

#include "http/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::http {

/// Whether `address` is a declared proxy's. `loopback` among them means every address of this machine.
bool is_proxy(std::string_view address, const std::vector<std::string>& proxies);

/// A forwarded address is believed from a declared proxy alone, and only the entry that the proxy itself
/// wrote (the last one); anybody else could name any address. An IPv6 address counts as its /64: whoever has
/// one has 2^64. `proxies` empty: none is believed.
/// Of several lines of the field the last counts.
std::string client_address(const Request& request, const std::vector<std::string>& proxies);

}  // namespace neove::http
