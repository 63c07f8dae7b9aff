#pragma once
/// \file
/// Routes by which papers are drafted, and by which it is said what stands on them.

#include "http/routes/api.h"
#include "http/routes/schemas.h"

namespace neove::http {

std::vector<Route> letterhead_routes(const Api& api);
std::vector<Schema> letterhead_schemas();
std::vector<Route> paper_routes(const Api& api);
std::vector<Schema> paper_schemas();

}  // namespace neove::http
