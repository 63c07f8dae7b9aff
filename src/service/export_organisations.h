#pragma once
/// \file
/// The whole directory of organisations as a table for a spreadsheet.

#include "service/act.h"

#include <string>

namespace neove::service {

/// CSV in the columns `import_organisations` reads; the act is journalled. Refuses `access.not_found`.
Result<std::string> export_organisations(House& house, const Caller& caller);

}  // namespace neove::service
