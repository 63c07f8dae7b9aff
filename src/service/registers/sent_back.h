#pragma once
/// \file
/// What was sent back to whoever has to do it: told on her agenda with why, before she opens the record.

#include "service/registers/list_records.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

/// The newest act, where it put a record back into a state that it had left and says why.
struct SentBack {
    std::string action;
    std::string reason;  ///< empty of a person's record, and where she may not read it
    std::string organisation_name;
    Instant at;
};

/// One for each item, in their order; nothing where its record was not sent back. A reason that is told is
/// journalled as a look at the record's history.
Result<std::vector<std::optional<SentBack>>> sent_back_among(
    House& house, const Caller& caller, const std::vector<AgendaItem>& items
);

}  // namespace neove::service
