#pragma once
/// \file
/// The routes of a second reading.

#include "http/routes/api.h"

namespace neove::http {

std::vector<Route> reread_routes(const Api& api);

}  // namespace neove::http
