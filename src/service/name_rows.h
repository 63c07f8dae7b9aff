#pragma once
/// \file
/// Brings a store of before migration 4 to where the journal names every row of power that is true. Until
/// then a row that the journal does not know is believed for its tag alone; afterwards it is nobody's.

#include "service/keys.h"

namespace neove::service {

/// Of letterheads and reminder addresses, power since ADR 78.
inline constexpr const char* kLettersNamed = "letterheads_named";

/// Gives every row that the journal does not name a version and names it: accounts, roles, documents,
/// confirmed tasks, relations and files of documents. What stands in the database now is taken as it stands,
/// where its tag is right. Ends with the entry `rows.named`; where that is in the journal already, does
/// nothing. Organisations became rows of power later, and have an entry of their own: they had no tags, and
/// are taken as they stand. So did letterheads and reminder addresses. May be cut anywhere and run beside
/// another node that does the same.
Result<> name_rows(storage::Store& store, const Keys& keys);

}  // namespace neove::service
