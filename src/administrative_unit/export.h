#pragma once
/// \file
/// One version of a list as the table that `plan_list` reads: planning what was exported changes nothing.

#include "administrative_unit/directory.h"

#include <string>
#include <vector>

namespace neove::administrative_unit {

/// A row for every spell of the list's units under one row of headers; the headers alone where there is no
/// such list.
std::vector<std::vector<std::string>> export_list(const Directory& units, Day list);

}  // namespace neove::administrative_unit
