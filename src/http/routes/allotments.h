#pragma once
/// \file
/// Giving out the tasks of a document, for whoever lists routes and schemas.

#include "http/routes/api.h"
#include "http/schema.h"

namespace neove::http {

std::vector<Route> allotment_routes(const Api& api);
std::vector<Schema> allotment_schemas();

}  // namespace neove::http
