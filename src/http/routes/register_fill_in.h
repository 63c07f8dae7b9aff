#pragma once
/// \file
/// What leaves and comes back as a workbook beside the register's own exports and imports: sheets for bodies
/// outside the network, and the board.

#include "http/routes/api.h"
#include "http/schema.h"

#include <vector>

namespace neove::http {

std::vector<Route> fill_in_routes(const Api& api);
std::vector<Schema> fill_in_schemas();
std::vector<Route> board_sheet_routes(const Api& api);

}  // namespace neove::http
