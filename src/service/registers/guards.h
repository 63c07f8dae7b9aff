#pragma once
/// \file
/// Rows that only keep from something: who is kept from a record, who holds it, who broke its glass.

#include "service/registers/found_record.h"

namespace neove::service {

/// A relation that only keeps from something.
bool is_guard(const Desk& desk, std::string_view kind);

/// Such rows, and the events that gave and ended them, are for those who say who comes to the record and for
/// whoever is named: to know whose kin she is or whom she fled from is not reading it. Any other row is for
/// everybody who opens the record.
bool may_see(const Caller& caller, const FoundRecord& found, const RecordRelation& row, bool may_assign);

}  // namespace neove::service
